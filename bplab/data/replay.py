"""TensorFlow Playground's data sets to the bit: drawn point by point in its order, from its random numbers.

The definitions are those of `playground.py`; this module differs in the order of the random draws, and
performs every operation in the order of the original, which determines the last bit.

Units: noise is a share, 0 to 1.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np

from bplab.data.dataset import Dataset
from bplab.data.fdlibm import cos, sin
from bplab.data.playground import BUMPS, CLASSES
from bplab.data.seedrandom import SeedRandom
from bplab.errors import UserError, quoted

Example = tuple[float, float, float]  # x, y, label
Maker = Callable[[SeedRandom, int, float], Iterator[Example]]
REGRESSION = ("plane", "bumps")


def replay(name: str, seed: str, points: int, noise: float) -> tuple[Dataset, SeedRandom]:
    """Draw a data set as the Playground does on loading, and return the random generator after it.

    Units: noise 0 to 80, as on its slider.
    Raises: UserError for a data set that the Playground lacks.
    """
    check_set(name)
    chance = SeedRandom(seed)
    examples = np.array(list(MAKERS[name](chance, points, noise / 100)))  # (points, 3)
    place, label = examples[:, :2], examples[:, 2]
    names = ("x₁", "x₂")
    if name in REGRESSION:
        return Dataset(place, label[:, None], (), names), chance
    return Dataset(place, (label > 0).astype(np.int64), CLASSES, names), chance


def check_set(name: str) -> None:
    """Check that the Playground has a data set.

    Raises: UserError if it does not.
    """
    if name not in MAKERS:
        raise UserError(
            f"TensorFlow Playground has no data set {quoted(name)}, so its random numbers cannot draw it: "
            f"choose one of {', '.join(MAKERS)}, or leave the Playground seed empty."
        )


def _circle(chance: SeedRandom, points: int, noise: float) -> Iterator[Example]:
    for half, low, high in zip(_halves(points), (0, 3.5), (2.5, 5), strict=True):
        for _ in range(half):
            radius = chance.between(low, high)
            angle = chance.between(0, 2 * math.pi)
            x, y = radius * sin(angle), radius * cos(angle)
            noise_x, noise_y = _pair(chance, 5, noise)
            yield x, y, 1 if _distance(x + noise_x, y + noise_y) < 2.5 else -1


def _xor(chance: SeedRandom, points: int, noise: float) -> Iterator[Example]:
    for _ in range(points):
        x, y = (_padded(chance.between(-5, 5)) for _ in range(2))
        noise_x, noise_y = _pair(chance, 5, noise)
        yield x, y, 1 if (x + noise_x) * (y + noise_y) >= 0 else -1


def _gauss(chance: SeedRandom, points: int, noise: float) -> Iterator[Example]:
    variance = _between(noise / 0.5, 0.5, 4)
    for half, center in zip(_halves(points), (2, -2), strict=True):
        for _ in range(half):
            x, y = (center + math.sqrt(variance) * chance.normal() for _ in range(2))
            yield x, y, math.copysign(1, center)


def _spiral(chance: SeedRandom, points: int, noise: float) -> Iterator[Example]:
    for half, turn, label in zip(_halves(points), (0, math.pi), (1, -1), strict=True):
        for i in range(half):
            radius = i / half * 5
            angle = 1.75 * i / half * 2 * math.pi + turn
            x = radius * sin(angle) + chance.between(-1, 1) * noise
            y = radius * cos(angle) + chance.between(-1, 1) * noise
            yield x, y, label


def _plane(chance: SeedRandom, points: int, noise: float) -> Iterator[Example]:
    for x, y, jittered_x, jittered_y in _square(chance, points, noise):
        yield x, y, _between((jittered_x + jittered_y + 10) / 20, -1, 1)


def _bumps(chance: SeedRandom, points: int, noise: float) -> Iterator[Example]:
    for x, y, jittered_x, jittered_y in _square(chance, points, noise):
        heights = [
            sign * _between(min(1.0, _distance(jittered_x - top_x, jittered_y - top_y) / 2), 1, 0)
            for top_x, top_y, sign in BUMPS
        ]
        yield x, y, max(heights, key=abs)  # the first of equal distances


def _square(chance: SeedRandom, points: int, noise: float) -> Iterator[tuple[float, float, float, float]]:
    for _ in range(points):
        x, y = chance.between(-6, 6), chance.between(-6, 6)
        noise_x, noise_y = _pair(chance, 6, noise)
        yield x, y, x + noise_x, y + noise_y


def _halves(points: int) -> tuple[int, int]:
    return points - points // 2, points // 2


def _pair(chance: SeedRandom, reach: float, noise: float) -> tuple[float, float]:
    return chance.between(-reach, reach) * noise, chance.between(-reach, reach) * noise


def _padded(value: float) -> float:
    return value + (0.3 if value > 0 else -0.3)


def _distance(x: float, y: float) -> float:
    return math.sqrt(x * x + y * y)  # hypot would round more accurately, and so differ


def _between(share: float, start: float, end: float) -> float:
    """Interpolate linearly as the Playground's scales do."""
    return start * (1 - share) + end * share


MAKERS: dict[str, Maker] = {
    "circle": _circle,
    "xor": _xor,
    "gauss": _gauss,
    "spiral": _spiral,
    "plane": _plane,
    "bumps": _bumps,
}
