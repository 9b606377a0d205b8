"""What the check of all gradients found, in words."""

from bplab.numerals import minus
from bplab.training.step import StepInput
from bplab.training.verification import Verification


def words_of(found: Verification) -> str:
    """Describe the largest errors."""
    check = found.check
    gradients = f"{check.count:,} gradients of the {found.of}"
    errors = (
        f"largest relative error {power(check.relative)} beyond the check's noise, "
        f"absolute {power(check.absolute)}"
    )
    left_out = f"; {check.kink_count:,} at a kink excluded" if check.kink_count else ""
    left_out += f"; {check.small_count:,} too small to judge" if check.small_count else ""
    if not check.within():
        return f"{gradients}: {errors}{left_out}. {found.worst} disagrees most."
    return f"{gradients}: {errors}{left_out}{' ✓' if check.judged else ''}"


def when_of(found: Verification, point: StepInput) -> str:
    """Describe when the check was made and what it took."""
    whole = found.step == found.epoch * point.build.batches.steps_per_epoch
    moment = f"epoch {found.epoch:,}" if whole else f"step {found.step:,}"
    return f"at {moment} · {found.check.passes:,} forward passes"


def power(value: float) -> str:
    """Format a size as 7e−7."""
    if not value:
        return "0"
    digits, _, exponent = f"{value:.0e}".partition("e")
    return minus(f"{digits}e{int(exponent)}") if exponent else digits
