"""How losses and accuracies are written in the window."""

import math

from bplab.numerals import minus
from bplab.training.metrics import PartScore

NONE = "–"


def loss_text(loss: float | None) -> str:
    """Format a loss with four decimals, very small and large ones with a power of ten."""
    if loss is None:
        return NONE
    if not math.isfinite(loss):
        return "NaN" if math.isnan(loss) else "∞" if loss > 0 else "−∞"
    if loss != 0 and not 1e-3 <= abs(loss) < 1e4:
        mantissa, exponent = f"{loss:.2e}".split("e")
        return minus(f"{mantissa}e{int(exponent)}")
    return minus(f"{loss:.4f}")


def accuracy_text(part: PartScore) -> tuple[str, str]:
    """Format an accuracy as percentage and counts; 100 % only if all are right."""
    if part.accuracy is None:
        return NONE, ""
    percent = f"{100 * part.accuracy:.1f}"
    if percent == "100.0":
        percent = "100" if part.correct == part.count else "99.9"
    return f"{percent} %", f"({part.correct:,}/{part.count:,})"
