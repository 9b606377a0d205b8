"""TensorFlow Playground's random numbers: ARC4, seeded with a text as the `seedrandom` library does."""

import math
from collections.abc import Iterator
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats
from bplab.data.fdlibm import log
from bplab.data.wanted import go_on

WIDTH = 256
CHUNK = 6  # bytes in a draw
SIGNIFICANT = 2.0**52
OVERFLOW = 2.0**53
OFTEN = 4096  # numbers, some milliseconds, between two questions whether they are still wanted


class SeedRandom:
    """Generate the numbers that `Math.random()` returns after `Math.seedrandom(seed)`, to the bit.

    `uniform`, `standard_normal` and `permutation` take the arguments of NumPy's generators, so that it can
    replace one wherever initial weights are drawn or examples are shuffled. A weight matrix is filled unit by
    unit, source by source; everything else in order.

    Source: David Bau, seedrandom 2.4.3 (MIT license).
    """

    def __init__(self, seed: str) -> None:
        self._state = _scheduled(_key(seed))
        self._i = self._j = 0
        self.drawn = 0  # numbers drawn so far
        for _ in range(WIDTH):  # the first bytes of RC4 are known to be weak
            self._byte()

    def copy(self) -> Self:
        """Return an independent generator that continues from here."""
        twin = object.__new__(type(self))
        twin._state, twin._i, twin._j, twin.drawn = list(self._state), self._i, self._j, 0
        return twin

    def random(self) -> float:
        """Draw from [0, 1) with 53 random bits.

        Raises: GivenUp if they are not wanted any more.
        """
        self.drawn += 1
        if self.drawn % OFTEN == 0:
            go_on()
        n, d, x = 0.0, 2.0 ** (8 * CHUNK), 0
        for _ in range(CHUNK):
            n = n * WIDTH + self._byte()
        while n < SIGNIFICANT:
            n = (n + x) * WIDTH
            d *= WIDTH
            x = self._byte()
        while n >= OVERFLOW:
            n /= 2
            d /= 2
            x >>= 1
        return (n + x) / d

    def between(self, low: float, high: float) -> float:
        """Draw from [low, high)."""
        return self.random() * (high - low) + low

    def uniform(self, low: float, high: float, size: tuple[int, int]) -> Floats:
        """Draw a matrix from [low, high)."""
        return self._matrix(size, (self.between(low, high) for _ in range(size[0] * size[1])))

    def standard_normal(self, size: tuple[int, int]) -> Floats:
        """Draw a matrix from the normal distribution."""
        return self._matrix(size, (self.normal() for _ in range(size[0] * size[1])))

    def normal(self) -> float:
        """Draw from the normal distribution by the polar method, discarding its second number."""
        while True:
            v1, v2 = 2 * self.random() - 1, 2 * self.random() - 1
            s = v1 * v1 + v2 * v2
            if 0 < s <= 1:
                return math.sqrt(-2 * log(s) / s) * v1

    def permutation(self, count: int) -> NDArray[np.int64]:
        """Shuffle 0, 1, ..., count - 1 from the end (Fisher and Yates)."""
        order = list(range(count))
        for last in range(count - 1, -1, -1):
            index = int(self.random() * (last + 1))
            order[last], order[index] = order[index], order[last]
        return np.array(order, np.int64)

    def after(self, count: int) -> Self:
        """Return a generator advanced by a number of draws."""
        twin = self.copy()
        for _ in range(count):
            twin.random()
        return twin

    @staticmethod
    def _matrix(size: tuple[int, int], values: Iterator[float]) -> Floats:
        rows, columns = size
        return np.fromiter(values, np.float64, rows * columns).reshape(columns, rows).T

    def _byte(self) -> int:
        s = self._state
        self._i = i = (self._i + 1) % WIDTH
        at_i = s[i]
        self._j = j = (self._j + at_i) % WIDTH
        at_j = s[j]
        s[i], s[j] = at_j, at_i
        return s[(at_i + at_j) % WIDTH]


def _key(seed: str) -> list[int]:
    """Spread the characters of a text over at most 256 bytes."""
    key: list[int] = []
    smear = 0
    for position, unit in enumerate(_utf16(seed)):
        place = position % WIDTH
        smear ^= (key[place] if place < len(key) else 0) * 19
        mixed = (smear + unit) % WIDTH
        key[place : place + 1] = [mixed]
    return key or [0]


def _utf16(text: str) -> list[int]:
    """Split a text into 16-bit units, as JavaScript does."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return [raw[at] | raw[at + 1] << 8 for at in range(0, len(raw), 2)]


def _scheduled(key: list[int]) -> list[int]:
    """Mix the key into a permutation of all bytes (RC4's key schedule)."""
    s = list(range(WIDTH))
    j = 0
    for i in range(WIDTH):
        j = (j + key[i % len(key)] + s[i]) % WIDTH
        s[i], s[j] = s[j], s[i]
    return s
