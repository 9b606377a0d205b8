"""A matrix as colored cells, reduced without hiding large values."""

import numpy as np
from PySide6.QtGui import QImage

from bplab.arrays import Array, Words


def strongest(values: Array, down: int, across: int) -> Array:
    """In each block keep the value farthest from 0, with its sign.

    Shapes: (rows, columns) -> (rows / down, columns / across), rounded up.
    """
    if down == across == 1:
        return values
    rows, columns = values.shape
    starts = np.arange(0, rows, down), np.arange(0, columns, across)
    high = np.maximum.reduceat(np.maximum.reduceat(values, starts[0], axis=0), starts[1], axis=1)
    low = np.minimum.reduceat(np.minimum.reduceat(values, starts[0], axis=0), starts[1], axis=1)
    return np.where(high >= -low, high, low)


def colored(values: Array, reach: float, ramp: Words) -> Words:
    """Color values from -reach to reach; NaN counts as 0.

    Shapes: any, the same.
    """
    share = np.nan_to_num(values / reach, nan=0.0, posinf=1.0, neginf=-1.0)
    pixels: Words = ramp[np.clip(np.rint(127.5 + 127.5 * share), 0, 255).astype(np.uint8)]
    return pixels


def image_of(pixels: Words) -> QImage:
    """Make an image of colored values.

    Shapes: (rows, columns).
    """
    whole = np.ascontiguousarray(pixels)
    rows, columns = whole.shape
    return QImage(whole.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
