"""Whether lines run through rectangles, for many of both at once."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QRectF

from bplab.arrays import Array, Floats, Mask

AIR = 2.0  # pixels around a rectangle that lines should avoid


def ends_of(places: Iterable[QRectF]) -> Floats:
    """Left, top, right and bottom of rectangles.

    Shapes: (places, 4).
    """
    return np.array([place.getCoords() for place in places]).reshape(-1, 4)


def crossings(places: Floats, steps: Array) -> Mask:
    """Whether steps of lines run through rectangles, or close by.

    Shapes: places (p, 4), left, top, right, bottom; steps (n, 4), x and y of both ends -> (p,).
    """
    left, top, right, bottom = (places + np.array([-AIR, -AIR, AIR, AIR])).T[:, :, None]
    x0, y0, x1, y1 = steps.T
    rise = (y1 - y0) / np.maximum(x1 - x0, 1e-9)
    begin = y0 + rise * (np.maximum(x0, left) - x0)
    end = y1 - rise * (x1 - np.minimum(x1, right))
    high, low = np.minimum(begin, end) <= bottom, np.maximum(begin, end) >= top
    found: Mask = ((x1 >= left) & (x0 <= right) & high & low).any(axis=1)
    return found
