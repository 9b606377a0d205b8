"""The positions and texts of an axis's tick marks."""

import math
from typing import NamedTuple

from bplab.numerals import MINUS, decade, short

STEPS = (1, 2, 2.5, 5, 10)
ENDS = (1, 1.2, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9, 10)
COMMAS_FROM = 10_000  # the largest text of an axis, whose others then have them too


class Tick(NamedTuple):
    """A tick mark: its position on the axis (log10 of the value on a log axis) and its text."""

    at: float
    text: str


def linear_ticks(low: float, high: float, most: int = 5, *, whole: bool = False) -> list[Tick]:
    """Mark round numbers between low and high, up to a maximum count; whole ones only, if requested."""
    span = high - low
    if not (span > 0 and math.isfinite(span)):
        return []
    size = 10.0 ** math.floor(math.log10(span / most))
    steps = (size * factor for factor in (*STEPS, 20, 50, 100))
    step = next(step for step in steps if span / step < most and not (whole and step % 1))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9), _decimals(step))
    comma = "," if max(abs(first), abs(last)) * step >= COMMAS_FROM else ""
    values = (number * step for number in range(first, last + 1))
    return [Tick(value, _plain(value, decimals, comma)) for value in values]


def log_ticks(low: float, high: float, most: int = 5) -> list[Tick]:
    """Mark the decades between two exponents; within one decade also 2, 3, 5 and 7 times its start."""
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    if last - first >= 1:
        step = -(-(last - first) // (most - 1))
        return [Tick(float(power), decade(power)) for power in range(last, first - 1, -step)][::-1]
    between = [
        (power + math.log10(factor), factor * 10.0**power)
        for power in range(math.floor(low), math.ceil(high))
        for factor in (1, 2, 3, 5, 7)
    ]
    return [Tick(at, short(value, 1)) for at, value in between if low - 1e-9 <= at <= high + 1e-9]


def round_up(value: float, steps: tuple[float, ...] = ENDS) -> float:
    """Return the next round number: the end of an axis that must contain a value above 0."""
    size = 10.0 ** math.floor(math.log10(value))
    return next((size * step for step in steps if size * step >= value * (1 - 1e-9)), 10 * size)


def _decimals(step: float) -> int:
    return next(
        (digits for digits in range(12) if math.isclose(step * 10**digits, round(step * 10**digits))), 12
    )


def _plain(value: float, decimals: int, comma: str) -> str:
    if abs(value) < 1e-12:
        return "0"
    if abs(value) >= 1e6 or abs(value) < 1e-4:
        return short(value, 2)
    return f"{value:{comma}.{decimals}f}".replace("-", MINUS)
