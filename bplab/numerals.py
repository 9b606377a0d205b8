"""Numbers as text: with a typographic minus sign, and as many digits as they need."""

import math

MINUS = "−"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def minus(text: str) -> str:
    """Give the numbers in a text a typographic minus sign."""
    return text.replace("-", MINUS)


def short(value: float, digits: int = 2) -> str:
    """Print to a number of significant digits: 0.087, 4.6e−5, 12,000."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else f"{MINUS if value < 0 else ''}∞"
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = int(exponent)
    if power < -2 or power > 5:
        return minus(f"{mantissa}e{power}")
    return minus(f"{float(f'{mantissa}e{power}'):,.{max(0, digits - 1 - power)}f}")


def fixed(value: float, decimals: int = 2) -> str:
    """Print with a number of decimals, never as minus zero."""
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "" if float(text.replace(",", "")) == 0 else MINUS)


def plain(value: float) -> str:
    """Print up to six significant digits without needless zeros: 0.5, 1, −1.2."""
    return minus(f"{value:g}")


def exact(value: float) -> str:
    """Print every digit that tells this number from its neighbors."""
    return minus(repr(float(value)))


def percent(share: float, decimals: int = 0) -> str:
    """Print a share of 1 as percent; short of all is never printed as all, above none never as none."""
    text = f"{100 * share:.{decimals}f}"
    if float(text) in {0.0, 100.0} and share not in {0, 1}:
        step = 10.0**-decimals
        text = f"{step if share < 0.5 else 100 - step:.{decimals}f}"
    return f"{text} %"


def decade(power: int) -> str:
    """Print a power of ten with a raised exponent: 10⁻²."""
    return f"10{str(power).translate(_RAISED)}"


def parsed(text: str) -> float:
    """Read back what was printed."""
    return float(text.replace(MINUS, "-").replace(",", ""))
