"""Number formats shown to users: with a real minus sign and an appropriate number of digits."""

import math

MINUS = "−"
_LARGE = ("million", "billion", "trillion")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def minus(text: str) -> str:
    """Replace the hyphens of numbers by minus signs."""
    return text.replace("-", MINUS)


def short(value: float, digits: int = 2) -> str:
    """Format with a number of significant digits: 0.087, 4.6e−5, 12,000."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else f"{MINUS if value < 0 else ''}∞"
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = int(exponent)
    if power < -2 or power > 5:
        return minus(f"{mantissa}e{power}")
    return minus(f"{float(f'{mantissa}e{power}'):,.{max(0, digits - 1 - power)}f}")


def fold(factor: float) -> str:
    """Format how many times larger or smaller something is: 78,000-fold, 2.5 million-fold, 10¹⁷-fold."""
    power = int(f"{factor:.1e}".partition("e")[2] or 0)
    if power < 6:
        return f"{short(factor)}-fold"
    name, rest = divmod(power - 6, 3)
    if name < len(_LARGE):
        return f"{short(factor / 10 ** (power - rest))} {_LARGE[name]}-fold"
    return f"{decade(round(math.log10(factor)))}-fold"


def fixed(value: float, decimals: int = 2) -> str:
    """Format with a number of decimals, never as minus zero."""
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "" if float(text.replace(",", "")) == 0 else MINUS)


def plain(value: float) -> str:
    """Format a round number without trailing zeros: 0.5, 1, −1.2."""
    return minus(f"{value:g}")


def exact(value: float) -> str:
    """Format with all digits that distinguish this number from its neighbors."""
    return minus(repr(float(value)))


def percent(share: float, decimals: int = 0) -> str:
    """Format a share of 1 as percent; less than all is never shown as 100 %, more than none never as 0 %."""
    text = f"{100 * share:.{decimals}f}"
    if float(text) in {0.0, 100.0} and share not in {0, 1}:
        step = 10.0**-decimals
        text = f"{step if share < 0.5 else 100 - step:.{decimals}f}"
    return f"{text} %"


def raised(power: int) -> str:
    """Format an exponent: ⁻²."""
    return str(power).translate(_RAISED)


def decade(power: int) -> str:
    """Format a power of ten with a raised exponent: 10⁻²."""
    return f"10{raised(power)}"


def parsed(text: str) -> float:
    """Parse the output of `short`."""
    return float(text.replace(MINUS, "-").replace(",", ""))
