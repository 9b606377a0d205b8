"""How many digits the numbers of an update have, so that most rows close."""

from math import ceil, floor, isfinite, log10
from typing import NamedTuple

import numpy as np

from bplab.arrays import Array
from bplab.explain.cards.closing import Scale, scale_of
from bplab.numerals import minus

PRECISION = {"float64": (8, 1e-15), "float32": (6, 1e-7)}  # decimals of a value; what counts as exact
FEWEST, MOST = 4, 16  # significant digits
PLAIN = range(-4, 6)  # powers of ten that are written without one


class UpdateDigits(NamedTuple):
    """The digits of one table; a row may raise all but those of the new value.

    Units: decimals of gradients and velocities, or significant digits where the step divides by what is kept.
    """

    old: Scale
    new: Scale
    others: int
    divides: bool

    def write(self, key: str, value: float, raised: int) -> str:
        """Write a number of a column."""
        if key == "new":
            return self.new.write(value)
        if key == "old":
            return self.old._replace(decimals=self.old.decimals + raised).write(value)
        return (significant if self.divides else decimal)(value, self.others + raised)


def digits_of(old: Array, dtype: str, rate: float, *, divides: bool) -> UpdateDigits:
    """Choose digits for parameters before a step at a learning rate.

    Shapes: old (parameters,).
    """
    decimals, tolerance = PRECISION[dtype]
    known = old[np.isfinite(old)]
    new = _values(float(np.abs(known).max(initial=0.0)), decimals)
    exact = np.abs(np.round(known, new.decimals) - known) <= tolerance * np.abs(known)
    before = new if exact.all() else new._replace(decimals=new.decimals + 2)
    spread = ceil(log10(rate)) if rate > 0 and isfinite(rate) else 0
    least = FEWEST if divides else 3
    return UpdateDigits(before, new, max(new.decimals + spread + (2 if divides else 1), least), divides)


def _values(largest: float, decimals: int) -> Scale:
    """How values are written; single precision has fewer decimals the larger they are."""
    scale = scale_of([largest], decimals)
    if scale.power:
        return scale
    whole = max(0, floor(log10(largest)) + 1) if largest else 0
    return Scale(decimals if decimals >= PRECISION["float64"][0] else max(2, decimals - whole))


def decimal(value: float, decimals: int) -> str:
    """Write with some decimals; what would have no digit left, or very many, with a power of ten."""
    size = abs(value)
    if value and (size < 10.0 ** (1 - decimals) or size >= 1e6 or not isfinite(value)):
        return significant(value, FEWEST if size < 1 else MOST - 4)
    return minus(f"{value + 0.0:.{decimals}f}")


def significant(value: float, digits: int) -> str:
    """Write with some significant digits."""
    if not isfinite(value) or not value:
        return Scale(0).write(value)
    mantissa, _, power = f"{value:.{min(digits, MOST) - 1}e}".partition("e")
    if int(power) not in PLAIN:
        return minus(f"{mantissa}e{int(power)}")
    return minus(f"{value:.{max(0, min(digits, MOST) - 1 - int(power))}f}")
