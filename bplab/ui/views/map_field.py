"""The output map's own arithmetic: from samples to colored pixels with the decision boundary in them."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

Floats = npt.NDArray[np.float32]
Words = npt.NDArray[np.uint32]


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
        """Color the values by the ramp from low to high; a threshold leaves its distance for `shade`."""
        scale = np.float32(255 / (high - low))
        known = np.asarray(values, np.float32)
        np.matmul(self._down @ known, self._across.T, out=self._level)
        self._level -= np.float32(low)
        self._level *= scale
        np.clip(self._level, 0, 255, out=self._level)
        np.add(self._level, np.float32(0.5), out=self._index, casting="unsafe")
        np.take(ramp, self._index, out=self._pixels, mode="clip")
        if threshold is not None:
            self._level -= np.float32((threshold - low) * scale)

    def shade_boundary(self, color: QColor, width: float) -> None:
        """Draw the line where the level passes 0, antialiased, straight into the pixels.

        coverage = clip(width/2 + 1/2 - |level| / |slope of level|, 0, 1)
        Units: width in pixels of the image.
        """
        rows, columns = np.nonzero(near_zero(self._level))
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


def near_zero(level: Floats) -> npt.NDArray[np.bool_]:
    """Find the pixels beside a change of sign."""
    above = level > 0
    near = np.zeros(level.shape, bool)
    across, down = above[:, 1:] != above[:, :-1], above[1:] != above[:-1]
    near[:, 1:] |= across
    near[:, :-1] |= across
    near[1:] |= down
    near[:-1] |= down
    return near


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
