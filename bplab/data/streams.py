"""Every use of chance draws from a stream of its own, so that changing one thing leaves the others alone."""

from functools import lru_cache
from typing import Final

import numpy as np

from bplab.data.seeds import Seeds, States, states

DATA: Final = 0  # from the data's seed
SPLIT: Final = 1  # from the data's seed
INIT: Final = 2  # from the run's seed; index = layer
ORDER: Final = 3  # from the run's seed; index = epoch
DROPOUT: Final = 4  # from the run's seed; index = epoch

MANY: Final = 64  # indices whose hashes are made at once: after one epoch comes the next


def stream(seed: int, purpose: int, index: int = 0) -> np.random.Generator:
    """Start the random stream that belongs to one seed, one purpose and one index (none may be negative)."""
    block, place = divmod(index, MANY)
    seeds = Seeds(_states(seed, purpose, block)[place])
    return np.random.Generator(np.random.PCG64(seeds))  # type: ignore[arg-type] # any ISeedSequence will do


@lru_cache(maxsize=16)
def _states(seed: int, purpose: int, block: int) -> States:
    return states(seed, purpose, block * MANY, MANY)
