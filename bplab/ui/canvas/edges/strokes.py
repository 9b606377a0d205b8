"""Width and opacity of connections, on a scale that is stable while numbers change slowly."""

from math import floor, isfinite, log10

import numpy as np

from bplab.arrays import Floats
from bplab.numerals import minus, plain

THIN, WIDE = 0.5, 5.5  # pixels
REACH = WIDE / 2 + 0.5
_STEPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


class StrokeScale:
    """The value drawn at full width: a round number, kept until the largest value leaves its upper half."""

    def __init__(self) -> None:
        self.top = 0.0

    def follow(self, values: Floats) -> float:
        """Update the scale for new values and return it."""
        size = np.abs(values)
        largest = float(size[np.isfinite(size)].max(initial=0.0))
        if largest == 0.0 or not isfinite(largest):
            return self.top or 1.0
        if not self.top / 2 <= largest <= self.top:
            self.top = round_up(largest)
        return self.top


def round_up(value: float) -> float:
    """Return the next round number, such as 1.5 for 1.2."""
    ten = 10.0 ** floor(log10(value))
    return next((step * ten for step in _STEPS if step * ten >= value * (1 - 1e-9)), 10 * ten)


def shares(values: Floats, scale: float) -> Floats:
    """Each value's size as a share of the scale, 0 to 1; values that are not finite count as 1."""
    with np.errstate(all="ignore"):
        part = np.abs(values) / scale
    return np.minimum(np.where(np.isfinite(part), part, 1.0), 1.0)


def widths(share: Floats, pitch: float) -> Floats:
    """The width of a line in pixels, proportional to the share; less if columns are close together."""
    return np.maximum(share * min(max(0.08 * pitch, 2.0), WIDE), THIN)


def opacities(share: Floats) -> Floats:
    """The opacity of a line: weak lines recede, strong lines stand out."""
    return 0.26 + 0.62 * np.sqrt(share)


def reaches(width: Floats) -> Floats:
    """The distance from the center line up to which pixels are kept, with room for growth."""
    return np.minimum(REACH, np.maximum(1.5, 0.75 * width + 1.0))


def outgrown(width: Floats, reach: Floats) -> bool:
    """Whether a line has become wider than the pixels kept for it."""
    return bool((width / 2 + 0.5 > reach + 0.25).any())


def rounded(value: float) -> str:
    """Format a scale, such as 1.5 or 2e−4."""
    if value == 0 or 1e-3 <= abs(value) < 1e4:
        return plain(value)
    power = floor(log10(abs(value)) + 1e-9)
    return minus(f"{value / 10.0**power:g}e{power}")
