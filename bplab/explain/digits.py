"""Printed numbers whose arithmetic closes: who computes with the digits shown gets the digits shown."""

from collections.abc import Callable, Iterable, Sequence
from math import inf, isfinite
from typing import SupportsFloat, TypeVar

import numpy as np

from bplab.nn import Array

DECIMALS = 3  # where nothing asks for more
APPROXIMATELY = "≈"
Choice = TypeVar("Choice")


def printed(value: SupportsFloat, decimals: int = DECIMALS) -> str:
    """Write a number with some decimals; where they would all be 0, or need room, by its power of ten."""
    number = float(value)
    size = abs(number)
    if size >= 1000 or 0 < size < 0.5 * 10.0**-decimals:
        mantissa, _, power = f"{number:.1e}".partition("e")
        text = f"{mantissa}e{int(power)}" if power else mantissa  # infinite
    else:
        text = f"{number:.{decimals}f}"
        text = text.lstrip("-") if not number else text
    return text.replace("-", "−")


def read(text: str) -> float:
    """Give the number that a reader takes a printed one for."""
    return float(text.replace("−", "-"))


def as_read(values: Array, decimals: int) -> Array:
    """Give numbers as they are read when printed. Shape: that of values."""
    return np.array([read(printed(value, decimals)) for value in values.ravel().tolist()]).reshape(
        values.shape
    )


def reproduces(found: float, text: str) -> bool:
    """Whether a number worked out from printed ones is the one printed, to its last digit.

    One half way between two digits could be either, and reproduces none.
    """
    shown = read(text)
    if not isfinite(shown):
        return True  # nobody works that out
    mantissa, _, power = text.partition("e")
    last = 10.0 ** (int(power.replace("−", "-") or 0) - len(mantissa.partition(".")[2]))
    return bool(abs(found - shown) < 0.5 * last * (1 - 1e-9))


def strays(found: Array, values: Array, decimals: int) -> tuple[int, ...]:
    """List which printed numbers are not reproduced by what is found from other printed ones.

    Shapes: found, values (n,).
    """
    pairs = enumerate(zip(found, values, strict=True))
    return tuple(place for place, (one, value) in pairs if not reproduces(one, printed(value, decimals)))


def closest(choices: Iterable[Choice], misses: Callable[[Choice], Sequence[object]]) -> Choice:
    """Take the first choice of digits that closes everything, else the first of those that miss least.

    Raises: ValueError where there is no choice.
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
