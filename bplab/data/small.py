"""Sets of our own: two moons, three blobs, XOR's four points, and an example worked by hand."""

import numpy as np

from bplab.data.dataset import Dataset
from bplab.data.playground import two_colors

BLOBS = ("A", "B", "C")
BLOB_DISTANCE = 3.0  # of each center from the middle


def moons(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """Interlock two half circles of radius 3, an orange one above and a blue one below.

    Noise moves each point by a normal deviation of noise/50 in x and in y: a third of the radius at noise 50.
    Points are drawn first and noise last, so more noise pushes the same points along further.
    """
    upper = points - points // 2
    angle = rng.uniform(0, np.pi, points)
    above = np.arange(points) < upper
    x = np.where(above, np.cos(angle) - 0.5, 0.5 - np.cos(angle))
    y = np.where(above, np.sin(angle) - 0.25, 0.25 - np.sin(angle))
    place = 3 * np.stack([x, y], axis=1)  # (n, 2)
    return two_colors(place + rng.standard_normal((points, 2)) * noise / 50, blue=~above)


def blobs(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """Scatter three clouds at the corners of a triangle, as even in size as can be; noise is how widely.

    The variance in x and in y is 0.25 + 4 noise/100: 0.25 to 2.25.
    """
    label = np.arange(points) % len(BLOBS)
    angle = np.pi / 2 + 2 * np.pi * label / len(BLOBS)  # the first one on top
    center = BLOB_DISTANCE * np.stack([np.cos(angle), np.sin(angle)], axis=1)  # (n, 2)
    place = center + rng.standard_normal((points, 2)) * np.sqrt(0.25 + 4 * noise / 100)
    return Dataset(place, label, BLOBS, ("x₁", "x₂"))


def xor_points(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """List the four cases of exclusive or."""
    inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    return Dataset(inputs, inputs.sum(axis=1) % 2, ("0", "1"), ("x₁", "x₂"))


def worked_example(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Give the one example of Mazur's "A Step by Step Backpropagation Example"."""
    return Dataset(np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]]), (), ("i₁", "i₂"))
