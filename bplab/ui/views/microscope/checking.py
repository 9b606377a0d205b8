"""Says in words what the check of one gradient found."""

from bplab.numerals import minus, short
from bplab.training.verification import Verification

DIGITS = 6


def words_of(found: Verification) -> str:
    """Put both gradients side by side."""
    check = found.check
    numeric, exact = (short(float(each[0]), DIGITS) for each in (check.numeric, check.gradient))
    if check.kink_count:
        return f"By differences {numeric}: next to a kink, where no slope is certain."
    if check.small_count:
        return f"By differences {numeric}, by backpropagation {exact}: too small to judge."
    error = minus(f"{check.relative:.0e}") if check.relative else "0"
    return (
        f"By differences {numeric}, by backpropagation {exact} of the {found.of}: relative error {error} "
        f"beyond rounding{' ✓' if check.within() else '; they disagree'}"
    )
