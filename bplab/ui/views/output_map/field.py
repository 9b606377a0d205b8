"""The arithmetic of the output map: from samples to colored pixels with the decision boundary."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from bplab.arrays import Singles, Words

Places = npt.NDArray[np.intp]
BANDS = 4
FAR = 1e6  # ranges away from the threshold: beyond this there is only one color
ROUNDING = 5e-5  # of 255 levels: this close to 0, single precision cannot tell the sides apart


class MapField:
    """Converts (n, n) samples to side x side pixels, smoothly, reusing its buffers from frame to frame.

    Each sample is at the center of its cell. Values between them follow a cubic B-spline, which avoids
    staircases at steep edges; they are colored last, so that an edge passes through the middle of the
    ramp.
    """

    def __init__(self, samples: int, side: int) -> None:
        self.samples, self.side = samples, side
        weights = cubic_weights(samples, side)  # (side, n)
        self._across = bands_of(weights)
        self._down = bands_of(weights[::-1])  # the first row of samples is the lowest
        self._wide = np.empty((samples, side), np.float32)  # already stretched across
        self._level = np.empty((side, side), np.float32)
        self._shown = np.empty((side, side), np.float32)
        self._index = np.empty((side, side), np.uint8)
        self._pixels = np.empty((side, side), np.uint32)
        self.image = QImage(
            self._pixels.data, side, side, 4 * side, QImage.Format.Format_RGB32
        )  # reads the buffer that stays in self._pixels

    def render(
        self, values: npt.NDArray[np.floating], low: float, high: float, threshold: float | None, ramp: Words
    ) -> None:
        """Color the values by the ramp from low to high; keep the distance from a threshold for `shade`.

        It is subtracted before rounding, so that values exactly at the threshold stay there.
        """
        scale, origin = 255 / (high - low), low if threshold is None else threshold
        far = FAR * (high - low)  # values may exceed the range of single precision
        known = np.clip(values - origin, -far, far).astype(np.float32, copy=False)
        self._stretch(known * np.float32(scale), self._level)
        np.add(self._level, np.float32((origin - low) * scale), out=self._shown)
        np.clip(self._shown, 0, 255, out=self._shown)
        np.add(self._shown, np.float32(0.5), out=self._index, casting="unsafe")
        np.take(ramp, self._index, out=self._pixels, mode="clip")

    def _stretch(self, samples: Singles, out: Singles) -> None:
        """Put pixels between the samples.

        Shapes: (n, n) -> (side, side).
        """
        for across in self._across:
            np.matmul(samples[:, across.samples], across.weights.T, out=self._wide[:, across.pixels])
        for down in self._down:
            np.matmul(down.weights, self._wide[down.samples], out=out[down.pixels])

    def shade_boundary(self, color: QColor, width: float) -> None:
        """Draw the line where the level crosses 0, antialiased, directly into the pixels.

        Where the level only touches 0, or stays there, no decision changes and no line is drawn.
        Formula: coverage = clip(width/2 + 1/2 - |level| / |slope of level|, 0, 1)
        Units: width in pixels of the image.
        """
        places = beside_another(signs(self._level))
        if places.size:
            distance = distance_to_zero(self._level, places)
            cover = np.clip(width / 2 + 0.5 - distance, 0, 1) * color.alphaF()
            pixels = self._pixels.reshape(-1)
            pixels[places] = blended(pixels[places], color, cover)


class WeightBand(NamedTuple):
    """Neighboring pixels, and the samples on which they depend.

    Shapes: weights (pixels, samples).
    """

    pixels: slice
    samples: slice
    weights: Singles


def bands_of(weights: Singles) -> list[WeightBand]:
    """Divide a matrix that is 0 away from its diagonal, so that products leave out most zeros.

    Shapes: weights (side, n).
    """
    found = []
    for rows in np.array_split(np.arange(len(weights)), BANDS):
        if rows.size:
            pixels = slice(int(rows[0]), int(rows[-1]) + 1)
            used = np.flatnonzero(weights[pixels].any(axis=0))
            samples = slice(int(used[0]), int(used[-1]) + 1)
            found.append(WeightBand(pixels, samples, np.ascontiguousarray(weights[pixels, samples])))
    return found


def cubic_weights(samples: int, side: int) -> Singles:
    """The weight of each sample for each pixel center; rows add up to 1.

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


def signs(level: Singles) -> npt.NDArray[np.int8]:
    """Classify pixels as above (1), below (-1), or indistinguishable from 0 by rounding."""
    return (level > ROUNDING).view(np.int8) - (level < -ROUNDING).view(np.int8)


def beside_another(side: npt.NDArray[Any]) -> Places:
    """Find the pixels where the sides meet, among those that are on a side (not 0).

    A single undecided pixel between the two is where they meet.
    """
    near = np.zeros(side.size, bool)
    has_gaps = not side.all()
    for apart in (1, 2) if has_gaps else (1,):
        for stride in (1, side.shape[1]):
            first = _meeting(side, apart, stride, has_gaps=has_gaps)
            for step in range(apart + 1):
                near[first + step * stride] = True
    return np.flatnonzero(near)


def _meeting(side: npt.NDArray[Any], apart: int, stride: int, *, has_gaps: bool) -> Places:
    """Find the first of two pixels a number of strides apart on different sides, an undecided one between."""
    flat, reach, width = side.reshape(-1), apart * stride, side.shape[1]
    before, after = flat[:-reach], flat[reach:]
    first: Places = np.flatnonzero(before != after)
    if has_gaps:
        first = first[(flat[first] != 0) & (flat[first + reach] != 0)]
    if apart > 1:
        first = first[flat[first + stride] == 0]
    if stride == 1:
        first = first[first - first // width * width < width - apart]  # not from one row to the next
    return first


def distance_to_zero(level: Singles, places: Places) -> Singles:
    """Estimate how many pixels away the level is 0, from its slope at the pixel itself."""
    flat, width = level.reshape(-1), level.shape[1]
    rows = places // width  # together with the next line, three times as fast as `divmod`
    columns = places - rows * width
    left, right = (columns > 0).astype(np.intp), (columns < width - 1).astype(np.intp)
    upper, lower = width * (rows > 0), width * (rows < level.shape[0] - 1)
    across = (flat[places + right] - flat[places - left]) / (right + left)
    down = (flat[places + lower] - flat[places - upper]) / ((lower + upper) // width)
    slope = np.maximum(np.hypot(across, down), np.float32(1e-12))
    return np.asarray(np.abs(flat[places]) / slope, np.float32)


def blended(pixels: Words, color: QColor, cover: npt.NDArray[np.floating]) -> Words:
    """Blend a color over opaque pixels, each with its own coverage."""
    over = np.array([color.blue(), color.green(), color.red(), 255], np.float32)  # as in memory
    under = pixels.astype("<u4").view(np.uint8).reshape(-1, 4).astype(np.float32)
    mixed = under + (over - under) * cover[:, None]
    return np.rint(mixed).astype(np.uint8).view("<u4").reshape(-1)
