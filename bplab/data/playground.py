"""The six data sets of TensorFlow Playground by its definitions, drawn with NumPy's random numbers.

Noise ranges from 0 to 50 and enters every definition as noise/100. Each set draws its points first and its
noise last, with a fixed number of draws: for one seed, more noise moves the same points further.
"""

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats
from bplab.data.dataset import Dataset

CLASSES = ("orange", "blue")  # labels -1 and +1
BUMPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))  # x, y, sign


def circle(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """A blue disk in an orange ring; noise changes labels near the gap, not positions."""
    inner = points - points // 2
    radius = np.concatenate([rng.uniform(0, 2.5, inner), rng.uniform(3.5, 5, points - inner)])
    angle = rng.uniform(0, 2 * np.pi, points)
    place = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)  # (n, 2)
    jitter = rng.uniform(-5, 5, (points, 2)) * noise / 100
    return two_colors(place, blue=np.hypot(*(place + jitter).T) < 2.5)


def xor(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """Opposite quadrants with equal labels; noise changes labels near the axes, not positions."""
    place = rng.uniform(-5, 5, (points, 2))  # (n, 2)
    place += np.where(place > 0, 0.3, -0.3)
    jitter = rng.uniform(-5, 5, (points, 2)) * noise / 100
    return two_colors(place, blue=(place + jitter).prod(axis=1) >= 0)


def gauss(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """Blue points around (2, 2) and orange ones around (-2, -2); noise sets their variance."""
    blue = np.arange(points) < points - points // 2
    center = np.where(blue, 2.0, -2.0)[:, None]  # (n, 1)
    variance = 0.5 + 7 * noise / 100
    return two_colors(center + rng.standard_normal((points, 2)) * np.sqrt(variance), blue=blue)


def spiral(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """A blue and an orange spiral arm; noise moves the points off their arm."""
    first = points - points // 2
    along = np.concatenate([np.arange(first) / first, np.arange(points - first) / max(points - first, 1)])
    blue = np.arange(points) < first
    angle = 3.5 * np.pi * along + np.where(blue, 0.0, np.pi)
    arm = 5 * along[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)  # (n, 2)
    return two_colors(arm + rng.uniform(-1, 1, (points, 2)) * noise / 100, blue=blue)


def plane(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """The height of a tilted plane; noise moves the position where the height is read."""
    place, jittered = _square(rng, points, noise)
    return _heights(place, plane_height(jittered))


def bumps(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """Three hills and three hollows; noise moves the position where the height is read."""
    place, jittered = _square(rng, points, noise)
    return _heights(place, bumps_height(jittered))


def plane_height(place: Floats) -> Floats:
    """Compute the height of the plane.

    Formula: (x + y) / 10
    """
    return (place[:, 0] + place[:, 1]) / 10


def bumps_height(place: Floats) -> Floats:
    """Compute the bump with the largest magnitude.

    Formula: sign * max(0, 1 - distance / 2)
    """
    x, y, sign = np.array(BUMPS).T  # (6,) each
    distance = np.hypot(place[:, :1] - x, place[:, 1:] - y)  # (n, 6)
    height = np.maximum(0.0, 1 - distance / 2)
    most = height.argmax(axis=1)  # (n,)
    tallest: Floats = height[np.arange(len(place)), most] * sign[most]
    return tallest


def two_colors(place: Floats, *, blue: NDArray[np.bool_]) -> Dataset:
    """Build a data set of orange and blue points in the plane."""
    return Dataset(place, blue.astype(np.int64), CLASSES, ("x₁", "x₂"))


def _square(rng: np.random.Generator, points: int, noise: float) -> tuple[Floats, Floats]:
    """Draw points uniformly over the picture, and the positions where their labels are read."""
    place = rng.uniform(-6, 6, (points, 2))
    return place, place + rng.uniform(-6, 6, (points, 2)) * noise / 100


def _heights(place: Floats, height: Floats) -> Dataset:
    return Dataset(place, height[:, None], (), ("x₁", "x₂"))
