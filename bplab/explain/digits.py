"""Printed numbers whose arithmetic is exact: calculating with the printed digits gives the printed result."""

from collections.abc import Callable, Iterable, Sequence
from math import inf, isfinite
from typing import SupportsFloat, TypeVar

import numpy as np

from bplab.arrays import Array
from bplab.numerals import minus, parsed

DECIMALS = 3  # where nothing requires more
APPROXIMATELY = "≈"
Choice = TypeVar("Choice")


def printed(value: SupportsFloat, decimals: int = DECIMALS) -> str:
    """Format a number with some decimals; if they would all be 0, or too long, in scientific notation."""
    number = float(value)
    size = abs(number)
    if size >= 1000 or 0 < size < 0.5 * 10.0**-decimals:
        text = _scientific(number, 2)
        return text if reproduces(number, text) else _scientific(number, 3)  # it is half way between two
    text = f"{number:.{decimals}f}"
    return minus(text if number else text.lstrip("-"))


def _scientific(number: float, digits: int) -> str:
    mantissa, _, power = f"{number:.{digits - 1}e}".partition("e")
    return minus(f"{mantissa}e{int(power)}" if power else mantissa)  # infinite or NaN


def as_read(values: Array, decimals: int) -> Array:
    """Return numbers as they read when printed.

    Shapes: that of values.
    """
    return np.array([parsed(printed(value, decimals)) for value in values.ravel().tolist()]).reshape(
        values.shape
    )


def reproduces(found: float, text: str) -> bool:
    """Whether a number calculated from printed numbers is the printed result to its last digit.

    A number half way between two digits could be either, and reproduces neither.
    """
    shown = parsed(text)
    if not isfinite(shown):
        return True  # nobody checks that by hand
    mantissa, _, power = text.partition("e")
    last = 10.0 ** (int(power.replace("−", "-") or 0) - len(mantissa.partition(".")[2]))
    return bool(abs(found - shown) < 0.5 * last * (1 - 1e-6))


def strays(found: Array, values: Array, decimals: int) -> tuple[int, ...]:
    """List which printed numbers are not reproduced by calculating with other printed numbers.

    Shapes: found, values (n,).
    """
    pairs = enumerate(zip(found, values, strict=True))
    return tuple(place for place, (one, value) in pairs if not reproduces(one, printed(value, decimals)))


def closest(choices: Iterable[Choice], misses: Callable[[Choice], Sequence[object]]) -> Choice:
    """Return the first choice of digits that reproduces everything, else the first with the fewest misses.

    Raises: ValueError if there is no choice.
    """
    best, least = None, inf
    for choice in choices:
        missed = len(misses(choice))
        if missed < least:
            best, least = choice, missed
        if not missed:
            break
    if best is None:
        raise ValueError("there are no digits to choose from")
    return best
