"""Chooses the number of digits of a line, so that readers can reproduce the result from what is printed."""

from math import isclose
from typing import NamedTuple

import numpy as np

from bplab.explain.digits import reproduces
from bplab.explain.lines import Line
from bplab.numerals import parsed

MORE = 8  # extra decimals that the operands may have to reproduce the result
FEWER = 3  # decimals that the result may lose


class Precision(NamedTuple):
    """The arithmetic precision of a run."""

    places: int  # meaningful decimals of a result
    digits: int  # decimals after which a number typed by a person ends
    tolerance: float  # relative rounding error


PRECISIONS = {"float64": Precision(9, 15, 1e-15), "float32": Precision(5, 7, 1e-7)}


class Figures(NamedTuple):
    """The printed numbers of a line, in the order of `line.given`."""

    given: tuple[str, ...]
    result: str
    closes: bool


def figures(line: Line, precision: Precision) -> Figures:
    """Choose digits: those of the result by the run's precision, or fewer if the arithmetic needs it."""
    value, places = line.result.value, precision.places
    with np.errstate(all="ignore"):
        for fewer in range(places, max(places - FEWER, 1) - 1, -1):
            wanted = fixed(value, fewer)
            for more in range(fewer, places + MORE + 1):
                texts = _given(line, more, precision)
                if not texts or reproduces(line.work_out([parsed(text) for text in texts]), wanted):
                    result = written(value, precision) if fewer == places else wanted
                    return Figures(texts, result, closes=True)
    return Figures(_given(line, places, precision), fixed(value, places), closes=False)


def fixed(value: float, places: int) -> str:
    """Format a number with fixed decimals, very small or large ones in scientific notation."""
    if value and not 1e-4 <= abs(value) < 1e6:
        return f"{value:.{places - 1}e}"
    return f"{value + 0.0:.{places}f}"  # never -0


def written(value: float, precision: Precision, places: int = 0) -> str:
    """Shorten a number if nothing is lost, such as 0.5."""
    places, short = places or precision.places, f"{value + 0.0:.{precision.digits}g}"
    if len(short.partition(".")[2]) <= places and "e" not in short:
        exact = isclose(float(short), value, rel_tol=precision.tolerance)
        return short if exact else fixed(value, places)
    return fixed(value, places)


def _given(line: Line, places: int, precision: Precision) -> tuple[str, ...]:
    return tuple(written(quantity.value, precision, places) for quantity in line.given)
