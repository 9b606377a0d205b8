"""Neurons as rounded tiles that show what each answers to every point: colors by NumPy alone."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from bplab.nn.activations import Activation
from bplab.ui.canvas.curve import Whole
from bplab.ui.canvas.raster import Words

Values = npt.NDArray[Any]
MOST_PIXELS = 160  # a larger tile is stretched


def strengths(values: Values, activation: Activation | None) -> npt.NDArray[np.float32]:
    """Put outputs on a scale from -1 (orange) over 0 to 1 (blue).

    A bounded activation fills it with its own range, its middle at 0; else the largest of the layer does.
    Without an activation (inputs) each unit has its own largest.

    Shapes: values (units, ...), as returned.
    """
    numbers = np.asarray(values, dtype=np.float32)
    if activation is not None and np.isfinite([activation.low, activation.high]).all():
        middle, half = (activation.low + activation.high) / 2, (activation.high - activation.low) / 2
        return np.asarray(np.nan_to_num((numbers - middle) / half), np.float32)
    size = np.abs(np.nan_to_num(numbers))
    axes = tuple(range(1, numbers.ndim)) if activation is None and numbers.ndim > 1 else None
    largest = size.max(axis=axes, keepdims=True, initial=0.0) if size.size else size
    return np.asarray(np.nan_to_num(numbers) / np.where(largest > 0, largest, 1), np.float32)


def paint_tiles(
    strength: npt.NDArray[np.float32], side: int, ramp: Words, border: int, radius: float
) -> Words:
    """Draw one tile for each unit, one under the other, with rounded corners and a border.

    Shapes: strength (units, n, n) with row 0 at the bottom, or (units,); returns (units * side, side).
    Units: side, radius in pixels of the screen; border 0xRRGGBB.
    """
    maps = strength if strength.ndim == 3 else strength[:, None, None]
    spread = _spread(side, maps.shape[-1])
    smooth = (
        spread[::-1] @ maps @ spread.T
        if maps.shape[-1] > 1
        else np.broadcast_to(maps, (len(maps), side, side))
    )
    index = np.clip(smooth * 127.5 + 127.5, 0, 255).astype(np.uint8)
    words = ramp[index].reshape(len(maps), -1)  # (units, side * side)
    frame = _frame(side, radius)
    words[:, frame.places] = _framed(words[:, frame.places], border, frame)
    return words.reshape(-1, side)


def paint_picture(strength: npt.NDArray[np.float32], shape: tuple[int, int], cell: int, ramp: Words) -> Words:
    """Draw the inputs of an image data set as an image, a square a pixel: (rows * cell, columns * cell)."""
    index = np.clip(strength.reshape(shape) * 127.5 + 127.5, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(ramp[index].repeat(cell, axis=0).repeat(cell, axis=1))


@dataclass(frozen=True, eq=False)
class _Frame:
    """The pixels on the rim of a rounded square: how much of them is inside, how much of that is border."""

    places: Whole
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
    return _Frame(places, inside[places].astype(np.float32), line[places].astype(np.float32))


def _framed(words: Words, border: int, frame: _Frame) -> Words:
    result = np.rint(frame.inside * 255).astype(np.uint32) << 24
    result = np.broadcast_to(result, words.shape).copy()
    for shift in (16, 8, 0):
        below = ((words >> shift) & 255).astype(np.float32)
        mixed = below + (((border >> shift) & 255) - below) * frame.border
        result |= np.rint(mixed * frame.inside).astype(np.uint32) << shift
    return np.asarray(result, np.uint32)


@lru_cache(maxsize=32)
def _spread(side: int, samples: int) -> npt.NDArray[np.float32]:
    """Give the weights that stretch samples over pixels: (side, samples)."""
    at = (np.arange(side) + 0.5) * samples / side - 0.5
    weights = np.maximum(1 - np.abs(at[:, None] - np.arange(samples)), 0)
    weights[at < 0] = np.eye(samples)[0]
    weights[at > samples - 1] = np.eye(samples)[-1]
    return np.asarray(weights, np.float32)
