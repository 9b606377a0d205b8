"""The curve of a connection: horizontal at both ends, steepest half way."""

from dataclasses import dataclass

import numpy as np

from bplab.arrays import Floats

# A cubic Bezier curve whose handles lie half way: x(t) and y(t) from (0, 0) to (1, 1).
_T = np.linspace(0, 1, 1025)
_X = 1.5 * _T - 1.5 * _T**2 + _T**3
_Y = 3 * _T**2 - 2 * _T**3


def height(u: Floats) -> Floats:
    """The height of the curve after a share u of its way from left to right."""
    return np.interp(u, _X, _Y)


def steepness(u: Floats) -> Floats:
    """The slope dy/du of `height`."""
    t = np.interp(u, _X, _T)
    return (6 * t - 6 * t * t) / (1.5 - 3 * t + 3 * t * t)


@dataclass(frozen=True, eq=False)
class Curves:
    """The end points of connections; x0 < x1.

    Shapes: all (edges,).
    Units: pixels.
    """

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats

    @property
    def count(self) -> int:
        """The number of curves."""
        return int(self.x0.size)

    def moved(self, factor: float, dx: float = 0.0, dy: float = 0.0) -> "Curves":
        """Scale by a factor, then shift."""
        xs = (values * factor + dx for values in (self.x0, self.x1))
        ys = (values * factor + dy for values in (self.y0, self.y1))
        (x0, x1), (y0, y1) = xs, ys
        return Curves(x0, y0, x1, y1)

    def distances(self, x: float, y: float) -> Floats:
        """The distance of a point from each curve; inf for those that do not pass over its x."""
        passing = (self.x0 <= x) & (x <= self.x1)
        length = np.maximum(self.x1 - self.x0, 1e-9)
        u = np.clip((x - self.x0) / length, 0, 1)
        rise = self.y1 - self.y0
        off = np.abs(y - self.y0 - rise * height(u))
        near = off / np.sqrt(1 + (rise / length * steepness(u)) ** 2)
        return np.where(passing, near, np.inf)
