"""The digits of a line: as many as let a reader work out the result from what is printed."""

from math import isclose
from typing import NamedTuple

import numpy as np

from bplab.explain.digits import read, reproduces
from bplab.explain.lines import Line

MORE = 8  # decimals that others may have more for a line to close
FEWER = 3  # decimals that the result may have less


class Precision(NamedTuple):
    """How exactly a run computes."""

    places: int  # decimals that a result is worth
    digits: int  # of which a number as people write it has no more
    tolerance: float  # relative


PRECISIONS = {"float64": Precision(9, 15, 1e-15), "float32": Precision(5, 7, 1e-7)}


class Figures(NamedTuple):
    """A line's numbers as they are printed, in the order of `line.given`."""

    given: tuple[str, ...]
    result: str
    closes: bool


def figures(line: Line, precision: Precision) -> Figures:
    """Choose digits: the result's by the run's precision, or fewer where its arithmetic has no more."""
    value, places = line.result.value, precision.places
    with np.errstate(all="ignore"):
        for fewer in range(places, max(places - FEWER, 1) - 1, -1):
            wanted = fixed(value, fewer)
            for more in range(fewer, places + MORE + 1):
                texts = _given(line, more, precision)
                if not texts or reproduces(line.work_out([read(text) for text in texts]), wanted):
                    result = written(value, precision) if fewer == places else wanted
                    return Figures(texts, result, closes=True)
    return Figures(_given(line, places, precision), fixed(value, places), closes=False)


def fixed(value: float, places: int) -> str:
    """Write a number with so many decimals; a very small or large one with as many digits, by its power."""
    if value and not 1e-4 <= abs(value) < 1e6:
        return f"{value:.{places - 1}e}"
    return f"{value + 0.0:.{places}f}"  # never -0


def written(value: float, precision: Precision, places: int = 0) -> str:
    """Write a number shorter where that is all of it, such as 0.5."""
    places, short = places or precision.places, f"{value + 0.0:.{precision.digits}g}"
    if len(short.partition(".")[2]) <= places and "e" not in short:
        exact = isclose(float(short), value, rel_tol=precision.tolerance)
        return short if exact else fixed(value, places)
    return fixed(value, places)


def _given(line: Line, places: int, precision: Precision) -> tuple[str, ...]:
    return tuple(written(quantity.value, precision, places) for quantity in line.given)
