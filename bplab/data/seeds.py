"""NumPy's hash of a seed and its keys, computed for many last keys at once, which is much faster.

Source: Melissa O'Neill, Developing a seed_seq alternative, 2015, as in `numpy.random.SeedSequence`.
"""

from typing import Final, cast

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import NDArray

from bplab.arrays import Words

WORD: Final = 2**32
POOL: Final = 4  # 32-bit words
INIT_A, MULT_A = 0x43B0D7E5, 0x931E8875
INIT_B, MULT_B = 0x8B51F9DD, 0x58F38DED
MIX_L, MIX_R = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)
HALF: Final = np.uint32(16)

States = NDArray[np.uint64]


class Seeds(ISeedSequence):
    """A seed whose hash is already known; bit generators ask for no other words."""

    def __init__(self, state: States) -> None:
        self._state = state

    def generate_state(self, n_words: int, dtype: object = np.uint64) -> States:
        """Return the state.

        Shapes: (n_words,), n_words = 4.
        """
        return self._state


def states(seed: int, purpose: int, first: int, count: int) -> States:
    """Hash SeedSequence(seed, spawn_key=(purpose, index)) for `count` indices from `first` on.

    Purpose and indices are below 2^32.

    Shapes: (count, 4).
    """
    before = np.random.SeedSequence(seed, spawn_key=(purpose,)).pool  # the last key is mixed into it
    words = max(POOL, -(-seed.bit_length() // 32)) + 1
    index = np.arange(first, first + count, dtype=np.uint32)[:, None]
    mixed = MIX_L * before - MIX_R * _hashed(index, _factors(INIT_A, MULT_A, POOL * words, POOL))
    pool = mixed ^ (mixed >> HALF)
    out = _hashed(np.tile(pool, 2), _factors(INIT_B, MULT_B, 0, 2 * POOL))
    return cast("States", np.ascontiguousarray(out, "<u4").view("<u8").astype(np.uint64))


def _hashed(values: Words, factors: Words) -> Words:
    """Hash values.

    Shapes: values (n, words) or (n, 1), factors (words + 1,) -> (n, words).
    """
    found = (values ^ factors[:-1]) * factors[1:]
    return cast("Words", found ^ (found >> HALF))


def _factors(start: int, factor: int, used: int, count: int) -> Words:
    """Compute the constants of `count` hashes after `used` ones, and the following one."""
    return np.array([start * pow(factor, k, WORD) % WORD for k in range(used, used + count + 1)], np.uint32)
