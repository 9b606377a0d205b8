"""Checks of the arguments that scripts pass: whole numbers, arrays of real numbers, the right type."""

from types import UnionType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.errors import UserError, quoted
from bplab.experiment.rules import Whole

MOST = 10**15  # steps or epochs; more than anyone can wait for
REAL = "biuf"  # NumPy's kinds of real numbers and booleans


def whole(value: Any, what: str) -> int:
    """Return a number of steps or epochs.

    Raises: UserError if it is not a whole number or below 0.
    """
    try:
        return Whole(0, MOST).check(value)
    except ValueError:
        raise UserError(
            f"The number of {what} must be a whole number, 0 or more, not {quoted(value)}."
        ) from None


def check_kind(value: Any, kind: type | UnionType, wanted: str) -> None:
    """Check the type of a value.

    Raises: UserError saying what is wanted.
    """
    if not isinstance(value, kind):
        raise UserError(f"{wanted}, not {quoted(value)}.")


def numbers_of(values: Any) -> NDArray[np.float64] | None:
    """Convert to an array of doubles; None for text, complex numbers and ragged lists."""
    try:
        given = np.asarray(values)
        if given.dtype.kind in REAL:
            with np.errstate(over="ignore"):  # of a longer precision; the caller checks for infinite values
                return np.array(given, np.float64)
        if given.dtype.kind == "O" and all(hasattr(value, "__float__") for value in given.flat):
            return np.array([float(value) for value in given.flat]).reshape(given.shape)
    except (TypeError, ValueError, OverflowError):
        pass  # in rows of different lengths, or too large
    return None
