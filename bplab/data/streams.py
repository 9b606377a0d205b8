"""Separate random streams per purpose, so that changing one setting leaves the other draws unchanged."""

from functools import lru_cache
from typing import Final

import numpy as np

from bplab.data.seeds import Seeds, States, states

DATA: Final = 0  # from the data seed
SPLIT: Final = 1  # from the data seed
INIT: Final = 2  # from the run's seed; index = layer
ORDER: Final = 3  # from the run's seed; index = epoch
DROPOUT: Final = 4  # from the run's seed; index = epoch

MANY: Final = 64  # indices whose hashes are computed together: epochs come one after another


def stream(seed: int, purpose: int, index: int = 0) -> np.random.Generator:
    """Start the random stream of one seed, purpose and index (none may be negative)."""
    block, place = divmod(index, MANY)
    seeds = Seeds(_states(seed, purpose, block)[place])
    return np.random.Generator(np.random.PCG64(seeds))  # type: ignore[arg-type] # any ISeedSequence will do


@lru_cache(maxsize=16)
def _states(seed: int, purpose: int, block: int) -> States:
    return states(seed, purpose, block * MANY, MANY)
