"""Digits for tables: as few, from 3 to 8, as let a reader work out each product and the sum as printed."""

from collections.abc import Iterator, Sequence
from math import floor, isclose, isfinite, isnan, log10
from typing import NamedTuple

import numpy as np

from bplab.explain.digits import reproduces
from bplab.explain.lines import Line, Sum, Term
from bplab.numerals import minus, parsed

FEWEST, MOST = 3, 8  # digits of a result
EXTRA = 16  # digits that what it is worked out from may have more
SHORT = 2  # decimals that a number as people write it has in a column of others
DEEPEST = 15  # decimals of a number that is added to others
PLAIN = range(-4, 6)  # powers of ten of numbers that are written without one
DIGITS = range(FEWEST, MOST + 1)


class Scale(NamedTuple):
    """How the numbers of one column are written: with so many decimals, in units of a power of ten."""

    decimals: int
    power: int = 0

    def write(self, value: float) -> str:
        """Write a number, never as minus zero."""
        if not isfinite(value):
            return "not a number" if isnan(value) else "∞" if value > 0 else "−∞"
        shown = value / 10.0**self.power if self.power else value
        text = f"{shown:.{self.decimals}f}"
        text = text.removeprefix("-") if not float(text) else text
        return minus(f"{text}e{self.power}" if self.power else text)

    def read(self, value: float) -> float:
        """Give what a reader takes the printed number for."""
        return parsed(self.write(value)) if isfinite(value) else value

    def last(self, value: float) -> int:
        """Count the units of the last digit in the printed number."""
        if not isfinite(value):
            return 0
        shown = value / 10.0**self.power if self.power else value
        return int(f"{shown:.{self.decimals}f}".replace(".", ""))


def scale_of(values: Sequence[float], digits: int) -> Scale:
    """Write numbers so that the largest has at least so many digits."""
    size = max((abs(value) for value in values if isfinite(value)), default=0.0)
    power = floor(log10(size)) if size else 0
    if power in PLAIN:
        return Scale(max(digits, digits - 1 - power))
    return Scale(digits, power)


def given_scale(values: Sequence[float], digits: int, tolerance: float, least: int = SHORT) -> Scale:
    """Write given numbers shorter where that is all of them, such as 0.40 and 0.50, or 1."""
    scale = scale_of(values, digits)
    if scale.power:
        return scale
    for decimals in (0, *range(least, scale.decimals)):
        if all(isclose(round(value, decimals), value, rel_tol=tolerance) for value in values):
            return Scale(decimals)
    return scale


class Closed(NamedTuple):
    """Printed numbers: factors by row, what each row comes to, and the total."""

    factors: tuple[tuple[str, ...], ...]
    results: tuple[str, ...]
    total: str
    closes: bool  # whether the results printed add up to the total printed


def close_table(terms: Sequence[Term], total: float, tolerance: float) -> Closed:
    """Choose equal digits for each column, so that every product closes and, if it can be, the sum."""
    values = [term.value for term in terms]
    scales = [(scale_of([*values, total], digits), digits) for digits in DIGITS]

    def adds(scale: Scale) -> bool:
        return not isfinite(total) or sum(map(scale.last, values)) == scale.last(total)

    adding = [each for each in scales if adds(each[0])]
    for tried, closes in ((adding, True), (scales, False)):  # products close in any case
        for scale, digits in tried:
            factors = _factors(terms, scale, digits, tolerance)
            if factors is not None:
                return Closed(factors, tuple(map(scale.write, values)), scale.write(total), closes)
    return _as_it_is(terms, total)


def _as_it_is(terms: Sequence[Term], total: float) -> Closed:
    """Print what does not close with any digits: a run that diverged."""
    scale = Scale(MOST)
    factors = tuple(tuple(scale.write(factor.value) for factor in term.factors) for term in terms)
    return Closed(factors, tuple(scale.write(term.value) for term in terms), scale.write(total), closes=False)


def _factors(
    terms: Sequence[Term], scale: Scale, digits: int, tolerance: float
) -> tuple[tuple[str, ...], ...] | None:
    """Write the factors column by column with the fewest digits with which every row closes."""
    several = [term for term in terms if len(term.factors) > 1]
    width = max((len(term.factors) for term in several), default=0)
    columns = [
        [term.factors[place].value for term in several if place < len(term.factors)] for place in range(width)
    ]
    for more in range(digits, digits + EXTRA + 1):
        scales = [given_scale(column, more, tolerance) for column in columns]
        if all(_closes(term, scales, scale) for term in several):
            return tuple(
                tuple(
                    written.write(factor.value) for factor, written in zip(term.factors, scales, strict=False)
                )
                if len(term.factors) > 1
                else (scale.write(term.factors[0].value),)
                for term in terms
            )
    return None


def _closes(term: Term, scales: Sequence[Scale], scale: Scale) -> bool:
    values = [written.read(factor.value) for factor, written in zip(term.factors, scales, strict=False)]
    result = term.value
    return not isfinite(result) or reproduces(term.work_out(values), scale.write(result))


class ClosedLine(NamedTuple):
    """A line's numbers as they are printed, in the order of `line.given`."""

    given: tuple[str, ...]
    result: str
    closes: bool


def close_line(line: Line, tolerance: float, finest: float | None = None) -> ClosedLine:
    """Choose digits for one line; `finest` is a number of which enough is to be seen in the result."""
    values = [quantity.value for quantity in line.given]
    sums = isinstance(line, Sum) and len(line.terms) > 1
    with np.errstate(all="ignore"):
        for scale, digits in _result_scales(line, finest):
            wanted = scale.write(line.result.value)
            if not isfinite(line.result.value):
                break
            for more in range(digits, digits + EXTRA + 1):
                scales = [_one(value, more, tolerance, scale if sums else None) for value in values]
                shown = [one.read(value) for one, value in zip(scales, values, strict=True)]
                if reproduces(line.work_out(shown), wanted):
                    texts = (one.write(value) for one, value in zip(scales, values, strict=True))
                    return ClosedLine(tuple(texts), wanted, closes=True)
    texts = (scale_of([value], MOST).write(value) for value in values)
    return ClosedLine(
        tuple(texts), scale_of([line.result.value], FEWEST).write(line.result.value), closes=False
    )


def _one(value: float, digits: int, tolerance: float, result: Scale | None) -> Scale:
    """Write one given number: as short as it is; in a sum, with the result's decimals at least."""
    scale = given_scale([value], digits, tolerance, least=1)
    if result is None or result.power or scale != scale_of([value], digits):
        return scale
    return Scale(max(_decimals(scale), result.decimals)) if -scale.power <= DEEPEST else scale


def _decimals(scale: Scale) -> int:
    """Decimals of a number that is written without its power of ten."""
    return min(scale.decimals - scale.power, DEEPEST)


def _result_scales(line: Line, finest: float | None) -> Iterator[tuple[Scale, int]]:
    """How the result may be written: first so that the finest number is seen in it, else as it comes."""
    scales = [(scale_of([line.result.value], digits), digits) for digits in DIGITS]
    if finest and isfinite(finest):
        for scale, digits in scales:
            if not scale.power:
                yield Scale(max(scale.decimals, _decimals(scale_of([finest], digits)))), digits
    yield from scales
