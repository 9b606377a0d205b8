"""Small sets of 1986 whose every pattern can be listed: parity, the encoder's, and symmetry's."""

import numpy as np

from bplab.data.dataset import Dataset, Floats

PARITY_BITS, ENCODER_UNITS, SYMMETRY_BITS = 4, 8, 6


def parity(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Ask of each of 16 patterns of four bits whether the number of ones is odd."""
    patterns = _patterns(PARITY_BITS)
    odd = patterns.sum(axis=1).astype(np.int64) % 2
    return Dataset(patterns, odd, ("even", "odd"), _numbered("bit", PARITY_BITS))


def encoder(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Turn on one of eight inputs at a time, and ask for the same one at the output."""
    units = ENCODER_UNITS
    return Dataset(np.eye(units), np.arange(units), _numbered("unit", units), _numbered("unit", units))


def symmetry(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Ask of each of 64 patterns of six bits whether it reads the same from both ends."""
    patterns = _patterns(SYMMETRY_BITS)
    same = (patterns == patterns[:, ::-1]).all(axis=1)
    return Dataset(
        patterns, same.astype(np.int64), ("asymmetric", "symmetric"), _numbered("bit", SYMMETRY_BITS)
    )


def _patterns(bits: int) -> Floats:
    """Count through all patterns of zeros and ones, the last bit fastest: (2^bits, bits)."""
    shifts = np.arange(bits)[::-1]
    return (np.arange(2**bits)[:, None] >> shifts & 1).astype(np.float64)


def _numbered(word: str, count: int) -> tuple[str, ...]:
    return tuple(f"{word} {number}" for number in range(1, count + 1))
