"""Every use of chance draws from a stream of its own, so that changing one thing leaves the others alone."""

from typing import Final

import numpy as np

DATA: Final = 0  # from the data's seed
SPLIT: Final = 1  # from the data's seed
INIT: Final = 2  # from the run's seed; index = layer
ORDER: Final = 3  # from the run's seed; index = epoch
DROPOUT: Final = 4  # from the run's seed; index = epoch


def stream(seed: int, purpose: int, index: int = 0) -> np.random.Generator:
    """Start the random stream that belongs to one seed, one purpose and one index (none may be negative)."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(purpose, index))))
