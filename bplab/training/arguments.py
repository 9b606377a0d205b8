"""What scripts give is looked at when it is given: whole numbers, arrays of real ones, the right kind."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.errors import UserError, quoted
from bplab.experiment.rules import Whole

MOST = 10**15  # steps or epochs; more than anybody waits for
REAL = "biuf"  # NumPy's kinds of real numbers, truth values with them


def whole(value: Any, what: str) -> int:
    """Return how many steps or epochs are wanted. Raises UserError for what is no such number."""
    try:
        return Whole(0, MOST).check(value)
    except ValueError:
        raise UserError(
            f"The number of {what} must be a whole number, 0 or more, not {quoted(value)}."
        ) from None


def check_kind(value: Any, kind: type, wanted: str) -> None:
    """Raise a UserError that says what is wanted where a value is of another kind."""
    if not isinstance(value, kind):
        raise UserError(f"{wanted}, not {quoted(value)}.")


def numbers_of(values: Any) -> NDArray[np.float64] | None:
    """Return an array of real numbers in double precision; None for text, complex numbers, ragged lists."""
    try:
        given = np.asarray(values)
        if given.dtype.kind in REAL:
            with np.errstate(over="ignore"):  # of a longer precision; what is infinite is seen by who asks
                return np.array(given, np.float64)
        if given.dtype.kind == "O" and all(hasattr(value, "__float__") for value in given.flat):
            return np.array([float(value) for value in given.flat]).reshape(given.shape)
    except (TypeError, ValueError, OverflowError):
        pass  # in rows of different lengths, or too large
    return None
