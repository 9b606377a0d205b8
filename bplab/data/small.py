"""Small data sets: two moons, three blobs, the four XOR examples, and an example calculated by hand."""

import numpy as np

from bplab.data.dataset import Dataset
from bplab.data.playground import two_colors

BLOBS = ("A", "B", "C")
BLOB_DISTANCE = 3.0  # distance of each center from the origin


def moons(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """Two interlocking half circles of radius 3, orange above and blue below.

    Noise adds a normal deviation of noise/50 to x and to y: a third of the radius at noise 50.
    Points are drawn first and noise last, so more noise moves the same points further.
    """
    upper = points - points // 2
    angle = rng.uniform(0, np.pi, points)
    above = np.arange(points) < upper
    x = np.where(above, np.cos(angle) - 0.5, 0.5 - np.cos(angle))
    y = np.where(above, np.sin(angle) - 0.25, 0.25 - np.sin(angle))
    place = 3 * np.stack([x, y], axis=1)  # (n, 2)
    return two_colors(place + rng.standard_normal((points, 2)) * noise / 50, blue=~above)


def blobs(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """Three clouds at the corners of a triangle, as equal in size as possible; noise sets their variance.

    The variance in x and in y is 0.25 + 4 noise/100: 0.25 to 2.25.
    """
    label = np.arange(points) % len(BLOBS)
    angle = np.pi / 2 + 2 * np.pi * label / len(BLOBS)  # the first one at the top
    center = BLOB_DISTANCE * np.stack([np.cos(angle), np.sin(angle)], axis=1)  # (n, 2)
    place = center + rng.standard_normal((points, 2)) * np.sqrt(0.25 + 4 * noise / 100)
    return Dataset(place, label, BLOBS, ("x₁", "x₂"))


def xor_points(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """List the four examples of exclusive or."""
    inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    return Dataset(inputs, inputs.sum(axis=1) % 2, ("0", "1"), ("x₁", "x₂"))


def worked_example(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Return the single example of Mazur's "A Step by Step Backpropagation Example"."""
    return Dataset(np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]]), (), ("i₁", "i₂"))
