"""How positions of a slider correspond to values: linearly, by doubling, or by decades."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

DIGITS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Scale(Protocol):
    """Stops are the values that keys and drags reach; any other value can still be shown."""

    @property
    def stops(self) -> tuple[float, ...]:
        """The values, from left to right."""

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Values marked under the groove, with their texts."""

    def fraction(self, value: float) -> float:
        """The position of a value, from 0 at the left end to 1 at the right."""


@dataclass(frozen=True)
class Even:
    """From low to high in equal steps."""

    low: float
    high: float
    step: float = 1.0

    @cached_property
    def stops(self) -> tuple[float, ...]:
        """The values in increasing order."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + self.step * i for i in range(count + 1))

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """None: a linear scale needs no marks."""
        return ()

    def fraction(self, value: float) -> float:
        """The position of a value, from 0 at the left end to 1 at the right."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


@dataclass(frozen=True)
class BatchScale:
    """Powers of two up to highest at equal distances, then 0 at the right end: all examples."""

    highest: int

    @cached_property
    def stops(self) -> tuple[float, ...]:
        """The values, from the left."""
        return (*(2.0**power for power in range(int(math.log2(self.highest)) + 1)), 0.0)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """None: the value is shown beside the slider."""
        return ()

    def fraction(self, value: float) -> float:
        """The position of a value, from 0 at the left end to 1 at the right."""
        places = int(math.log2(self.highest)) + 1
        if value == 0:
            return 1.0
        return min(math.log2(value), places - 0.5) / places


@dataclass(frozen=True)
class DecadeScale:
    """Powers of ten between two exponents, with 1, 2, 3 and 5 times each as stops."""

    lowest: int
    highest: int

    @cached_property
    def stops(self) -> tuple[float, ...]:
        """The values in increasing order."""
        between = [float(f"{m}e{e}") for e in range(self.lowest, self.highest) for m in (1, 2, 3, 5)]
        return (*between, float(f"1e{self.highest}"))

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Each power of ten."""
        exponents = range(self.lowest, self.highest + 1)
        return tuple((float(f"1e{e}"), "10" + str(e).translate(DIGITS)) for e in exponents)

    def fraction(self, value: float) -> float:
        """The position of a value, from 0 at the left end to 1 at the right; zero is at the left end."""
        if value <= 0:
            return 0.0
        way = (math.log10(value) - self.lowest) / (self.highest - self.lowest)
        return min(max(way, 0.0), 1.0)


@dataclass(frozen=True)
class RateScale:
    """Steps per second: 1, 2, 5, 10 and on to 5,000 at equal distances, then unlimited."""

    @cached_property
    def stops(self) -> tuple[float, ...]:
        """The values, from the left."""
        return (*(float(m * 10**e) for e in range(4) for m in (1, 2, 5)), math.inf)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """None: the value is shown beside the slider."""
        return ()

    def fraction(self, value: float) -> float:
        """The position of a value, from 0 at the left end to 1 at the right."""
        below = sum(stop < value for stop in self.stops)
        return min(below / (len(self.stops) - 1), 1.0)


def nearest_stop(scale: Scale, fraction: float) -> int:
    """The stop nearest to a position."""
    return min(range(len(scale.stops)), key=lambda i: abs(scale.fraction(scale.stops[i]) - fraction))
