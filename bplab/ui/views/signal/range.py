"""The decades that the signal strip shows, which change slowly."""

import math
from collections.abc import Iterable
from typing import NamedTuple

PATIENCE = 2.0  # seconds before a range that is too wide is narrowed
LEAST = 2  # decades
MOST_STEPS = 3


class DecadeRange(NamedTuple):
    """Exponents of ten from low to high, marked every `step`."""

    low: int
    high: int
    step: int

    @property
    def marks(self) -> range:
        """The marked exponents, the lowest first."""
        return range(self.low, self.high + 1, self.step)

    def fraction(self, value: float) -> float:
        """The height of a value, 0 to 1."""
        if not value > 0:
            return 0.0
        return min(1.0, max(0.0, (math.log10(value) - self.low) / (self.high - self.low)))


def decades_of(values: Iterable[float]) -> DecadeRange:
    """Find the fewest decades around all values above zero, with at most four marks."""
    known = [math.log10(value) for value in values if value > 0 and math.isfinite(value)]
    if not known:
        return DecadeRange(-LEAST, 0, 1)
    return _spanning(math.floor(min(known) + 1e-9), math.ceil(max(known) - 1e-9))


def _spanning(low: int, high: int) -> DecadeRange:
    low = min(low, high - LEAST)
    step = -(-(high - low) // MOST_STEPS)
    return DecadeRange(high - step * -(-(high - low) // step), high, step)


def _joined(one: DecadeRange, other: DecadeRange) -> DecadeRange:
    return _spanning(min(one.low, other.low), max(one.high, other.high))


class SteadyRange:
    """Widens immediately, narrows only after a while: an axis that jumps cannot be read."""

    def __init__(self) -> None:
        self.now: DecadeRange | None = None
        self._too_wide_since: float | None = None
        self._needed = DecadeRange(-LEAST, 0, 1)  # around all values since then

    def forget(self) -> None:
        """Start over, for another run."""
        self.now = None

    def update(self, values: Iterable[float], time: float, steady: bool) -> DecadeRange:
        """Update with new values at a time in seconds; unless the run goes on (steady), fit them exactly."""
        fit, now = decades_of(values), self.now
        covered = now is not None and now.low <= fit.low and fit.high <= now.high
        if now is None or not covered or not steady or now == fit:
            self.now, self._too_wide_since = _joined(now, fit) if now and steady else fit, None
        elif self._too_wide_since is None:
            self._too_wide_since, self._needed = time, fit
        else:
            self._needed = _joined(self._needed, fit)
            if time - self._too_wide_since > PATIENCE:
                self.now, self._too_wide_since = self._needed, None
        return self.now or fit
