"""Small data sets from 1986 that list every possible pattern: parity, encoder and symmetry."""

import numpy as np

from bplab.arrays import Floats
from bplab.data.dataset import Dataset

PARITY_BITS, ENCODER_UNITS, SYMMETRY_BITS = 4, 8, 6


def parity(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Classify all 16 patterns of four bits by whether the number of ones is odd."""
    patterns = _patterns(PARITY_BITS)
    odd = patterns.sum(axis=1).astype(np.int64) % 2
    return Dataset(patterns, odd, ("even", "odd"), _numbered("bit", PARITY_BITS))


def encoder(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Reproduce at the outputs the one of eight inputs that is on."""
    units = ENCODER_UNITS
    return Dataset(np.eye(units), np.arange(units), _numbered("unit", units), _numbered("unit", units))


def symmetry(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Classify all 64 patterns of six bits by whether they read the same in both directions."""
    patterns = _patterns(SYMMETRY_BITS)
    same = (patterns == patterns[:, ::-1]).all(axis=1)
    return Dataset(
        patterns, same.astype(np.int64), ("asymmetric", "symmetric"), _numbered("bit", SYMMETRY_BITS)
    )


def _patterns(bits: int) -> Floats:
    """List all patterns of zeros and ones, the last bit changing fastest.

    Shapes: (2^bits, bits).
    """
    shifts = np.arange(bits)[::-1]
    return (np.arange(2**bits)[:, None] >> shifts & 1).astype(np.float64)


def _numbered(word: str, count: int) -> tuple[str, ...]:
    return tuple(f"{word} {number}" for number in range(1, count + 1))
