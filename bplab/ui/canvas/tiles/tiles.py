"""Neurons as rounded tiles that show their outputs at every point, colored with NumPy."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from bplab.arrays import Integers, Words
from bplab.nn.activations import Activation

Values = npt.NDArray[Any]
Strengths = npt.NDArray[np.float32]
MOST_PIXELS = 160  # larger tiles are stretched


def strengths(values: Values, activation: Activation | None) -> Strengths:
    """Map outputs to a scale from -1 (orange) over 0 to 1 (blue); values that are not finite may remain.

    A bounded activation uses its own range, with its middle at 0; otherwise the largest of the layer is 1.
    Without an activation (inputs) each map has its own scale.

    Shapes: values (units, ...), as returned.
    """
    numbers = np.asarray(values)
    if activation is not None and np.isfinite([activation.low, activation.high]).all():
        middle, half = (activation.low + activation.high) / 2, (activation.high - activation.low) / 2
        return ((numbers - np.float32(middle)) * np.float32(1 / half)).astype(np.float32)
    axes = (1, 2) if activation is None and numbers.ndim == 3 else None
    largest = np.abs(numbers).max(axis=axes, keepdims=True, initial=0.0)
    share = numbers / np.where(np.isfinite(largest) & (largest > 0), largest, 1)
    return np.asarray(share, np.float32)


def curve_maps(strength: Strengths) -> Strengths:
    """Draw curves as areas between the curve and the middle: blue above it, orange below.

    Shapes: strength (units, n) from left to right; returns (units, n, n) with row 0 at the bottom.
    """
    samples = strength.shape[1]
    heights = ((np.arange(samples, dtype=np.float32) + 0.5) / samples * 2 - 1)[None, :, None]
    sizes, sides = strength[:, None, :], np.sign(strength)[:, None, :]
    covered = np.clip((np.abs(sizes) - np.abs(heights)) * np.float32(samples / 2) + 0.5, 0, 1)
    return np.asarray(np.where(heights * sides > 0, covered * sides, 0), np.float32)


def paint_tiles(strength: Strengths, side: int, ramp: Words, border: int, radius: float) -> Words:
    """Draw one tile per unit, one below the other, with rounded corners and a border.

    Shapes: strength (units, n, n) with row 0 at the bottom; returns (units * side, side).
    Units: side, radius in pixels of the screen; border 0xRRGGBB.
    """
    samples = strength.shape[-1]
    spread = _spread(side, samples)
    if samples > 1:
        high = (spread[::-1] @ strength).reshape(-1, samples)
        strength = np.matmul(high, spread.T, dtype=np.float32).reshape(-1, side, side)
    index = np.broadcast_to(_index(strength), (len(strength), side, side)).reshape(len(strength), -1)
    words, frame = ramp.take(index), _frame(side, radius)  # `take` is twice as fast as an index
    rim = _rim(side, radius, border, ramp.tobytes()).reshape(-1)
    words[:, frame.places] = rim.take(index.take(frame.places, axis=1) + frame.kinds * len(ramp))
    return words.reshape(-1, side)


def paint_picture(strength: Strengths, shape: tuple[int, int], cell: int, ramp: Words, border: int) -> Words:
    """Draw the inputs of an image data set as an image, one square per pixel.

    Shapes: (rows * cell, columns * cell).
    """
    words = ramp[_index(strength.reshape(shape))].repeat(cell, axis=0).repeat(cell, axis=1)
    words[[0, -1], :] = words[:, [0, -1]] = 0xFF000000 | border
    return np.ascontiguousarray(words)


def _index(strength: Strengths) -> npt.NDArray[np.uint8]:
    # fmax turns NaN into the lower bound, because no integer can represent it.
    scaled = strength * np.float32(127.5) + np.float32(127.5)
    return np.asarray(np.fmin(np.fmax(scaled, 0), 255).astype(np.uint8))


@dataclass(frozen=True, eq=False)
class _Frame:
    """The pixels on the rim of a rounded square; of each kind, the share inside, and of that the border's.

    Shapes: places, kinds (pixels,); inside, border (kinds, 1).
    """

    places: Integers
    kinds: Integers
    inside: npt.NDArray[np.float32]
    border: npt.NDArray[np.float32]


@lru_cache(maxsize=32)
def _frame(side: int, radius: float) -> _Frame:
    center = side / 2
    offset = np.abs(np.arange(side) + 0.5 - center)
    beyond = np.maximum(offset - (center - radius), 0)
    distance = np.where(
        (beyond[:, None] > 0) & (beyond[None, :] > 0),
        radius - np.hypot(beyond[:, None], beyond[None, :]),
        center - np.maximum(offset[:, None], offset[None, :]),
    )  # from the rim inwards
    inside = np.clip(distance + 0.5, 0, 1).ravel()
    line = np.clip(1.5 - distance, 0, 1).ravel()
    places = np.flatnonzero((inside < 1) | (line > 0))
    shares, kinds = np.unique(
        np.stack([inside, line], axis=1)[places].astype(np.float32), axis=0, return_inverse=True
    )
    return _Frame(places, kinds.reshape(-1), shares[:, :1], shares[:, 1:])


@lru_cache(maxsize=8)
def _rim(side: int, radius: float, border: int, ramp: bytes) -> Words:
    """What becomes of each color of a ramp at each kind of pixel on the rim.

    Shapes: (kinds, colors).
    """
    frame, colors = _frame(side, radius), np.frombuffer(ramp, np.uint32)
    result = np.repeat(np.rint(frame.inside * 255).astype(np.uint32) << 24, len(colors), axis=1)
    for shift in (16, 8, 0):
        below = ((colors >> shift) & 255).astype(np.float32)
        mixed = below + (((border >> shift) & 255) - below) * frame.border
        result |= np.rint(mixed * frame.inside).astype(np.uint32) << shift
    return np.asarray(result, np.uint32)


@lru_cache(maxsize=32)
def _spread(side: int, samples: int) -> npt.NDArray[np.float32]:
    """The weights that stretch samples over pixels.

    Shapes: (side, samples).
    """
    at = (np.arange(side) + 0.5) * samples / side - 0.5
    weights = np.maximum(1 - np.abs(at[:, None] - np.arange(samples)), 0)
    weights[at < 0] = np.eye(samples)[0]
    weights[at > samples - 1] = np.eye(samples)[-1]
    return np.asarray(weights, np.float32)
