"""The output map's own arithmetic: from samples to colored pixels with the decision boundary in them."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

Floats = npt.NDArray[np.float32]
Words = npt.NDArray[np.uint32]
FAR = 1e6  # ranges away from the threshold: more has one color anyway
ROUNDING = 5e-5  # of 255 levels: so near 0, single precision does not tell the sides apart


class MapField:
    """Turns (n, n) samples into side x side pixels, smoothly, reusing its buffers from frame to frame.

    Each sample stands in the middle of its cell. Values between them follow a cubic B-spline, which keeps the
    stairs of a steep edge out of the picture; they are colored last, so that an edge passes the ramp's
    middle.
    """

    def __init__(self, samples: int, side: int) -> None:
        self.samples, self.side = samples, side
        self._across = cubic_weights(samples, side)  # (side, n)
        self._down = np.ascontiguousarray(self._across[::-1])  # the first row of samples is the lowest
        self._level = np.empty((side, side), np.float32)
        self._index = np.empty((side, side), np.uint8)
        self._pixels = np.empty((side, side), np.uint32)
        self.image = QImage(
            self._pixels.data, side, side, 4 * side, QImage.Format.Format_RGB32
        )  # reads the buffer that stays in self._pixels

    def render(
        self, values: npt.NDArray[np.floating], low: float, high: float, threshold: float | None, ramp: Words
    ) -> None:
        """Color the values by the ramp from low to high; a threshold leaves its distance for `shade`.

        It is taken off before anything is rounded, so that what is exactly at the threshold stays there.
        """
        scale, origin = 255 / (high - low), low if threshold is None else threshold
        far = FAR * (high - low)  # beyond single precision there are numbers too
        known = np.clip(values - origin, -far, far).astype(np.float32, copy=False)
        np.matmul(self._down @ known, self._across.T, out=self._level)
        self._level *= np.float32(scale)
        shown = np.clip(self._level + np.float32((origin - low) * scale), 0, 255)
        np.add(shown, np.float32(0.5), out=self._index, casting="unsafe")
        np.take(ramp, self._index, out=self._pixels, mode="clip")

    def shade_boundary(self, color: QColor, width: float) -> None:
        """Draw the line where the level crosses 0, antialiased, straight into the pixels.

        Where it only touches 0, or stays there, nothing is decided and no line is drawn.
        coverage = clip(width/2 + 1/2 - |level| / |slope of level|, 0, 1)
        Units: width in pixels of the image.
        """
        rows, columns = np.nonzero(beside_another(signs(self._level)))
        if not rows.size:
            return
        distance = distance_to_zero(self._level, rows, columns)
        cover = np.clip(width / 2 + 0.5 - distance, 0, 1) * color.alphaF()
        self._pixels[rows, columns] = blended(self._pixels[rows, columns], color, cover)


def cubic_weights(samples: int, side: int) -> Floats:
    """Say how much each sample counts for each pixel center; rows add up to 1.

    Shapes: -> (side, samples).
    """
    place = np.clip((np.arange(side) + 0.5) / side * samples - 0.5, 0, samples - 1)
    first = np.minimum(place.astype(np.int64), samples - 2)
    t = place - first
    shares = ((1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, 3 * (1 - t) ** 3 - 6 * (1 - t) ** 2 + 4, t**3)
    weights = np.zeros((side, samples), np.float32)
    for offset, share in zip((-1, 0, 1, 2), shares, strict=True):
        np.add.at(weights, (np.arange(side), np.clip(first + offset, 0, samples - 1)), share / 6)
    return weights


def signs(level: Floats) -> npt.NDArray[np.int8]:
    """Tell the pixels above (1) and below (-1) from those that rounding alone keeps off 0."""
    return (level > ROUNDING).view(np.int8) - (level < -ROUNDING).view(np.int8)


def beside_another(side: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Find the pixels where one side meets another, of those that are on any (not 0).

    A single undecided pixel between the two is where they meet.
    """
    near = np.zeros(side.shape, bool)
    has_gaps = not side.all()
    for apart in (1, 2) if has_gaps else (1,):
        near |= _meeting(side, apart)
        near |= _meeting(side.T, apart).T
    return near


def _meeting(side: npt.NDArray[Any], apart: int) -> npt.NDArray[np.bool_]:
    """Mark pixels in a row that are so far apart and on different sides, and an undecided one between."""
    before, after = side[:, :-apart], side[:, apart:]
    meets = (before != after) & (before != 0) & (after != 0)
    if apart > 1:
        meets &= side[:, 1:-1] == 0
    found = np.zeros(side.shape, bool)
    for shift in range(apart + 1):
        found[:, shift : side.shape[1] - apart + shift] |= meets
    return found


def distance_to_zero(
    level: Floats, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]
) -> npt.NDArray[np.float32]:
    """Estimate how many pixels away the level is 0, by its slope at the pixel itself."""
    last = level.shape[0] - 1
    right, left = np.minimum(columns + 1, last), np.maximum(columns - 1, 0)
    lower, upper = np.minimum(rows + 1, last), np.maximum(rows - 1, 0)
    across = (level[rows, right] - level[rows, left]) / (right - left)
    down = (level[lower, columns] - level[upper, columns]) / (lower - upper)
    slope = np.maximum(np.hypot(across, down), np.float32(1e-12))
    return np.asarray(np.abs(level[rows, columns]) / slope, np.float32)


def blended(pixels: Words, color: QColor, cover: npt.NDArray[np.floating]) -> Words:
    """Lay a color over pixels, each to its own degree."""
    result = np.full(pixels.shape, 0xFF000000, np.uint32)
    for shift, channel in ((16, color.red()), (8, color.green()), (0, color.blue())):
        under = ((pixels >> np.uint32(shift)) & np.uint32(0xFF)).astype(np.float32)
        mixed = under + (channel - under) * cover
        result |= np.asarray(np.rint(mixed), np.uint32) << np.uint32(shift)
    return result
