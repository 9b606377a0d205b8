"""How the rows and blocks of a track are put into buckets of equal, round width."""

from math import ceil, log2
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats
from bplab.training.track_store import FACTOR


class OverviewPlan(NamedTuple):
    """Where an overview is read, the same for all series: blocks of some levels, then rows, in buckets.

    Shapes: sizes (pieces,); starts, first, counts (buckets,).
    Units: sizes, first and counts in rows.
    """

    key: tuple[int, int, tuple[int, ...]]  # what it was made from
    blocks: list[tuple[int, range]]  # level and blocks
    rest: range  # rows
    sizes: Floats
    starts: NDArray[np.int64]  # the piece with which a bucket begins
    first: Floats
    counts: Floats

    @classmethod
    def of(cls, count: int, points: int, done: tuple[int, ...]) -> Self:
        """Of so many rows in at most `points` buckets, with the blocks completed at each level."""
        width, start = round_width(count / points), 0
        fitting = [level for level in range(len(done)) if width % FACTOR ** (level + 1) == 0]
        firsts, sizes, blocks = list[Floats](), list[Floats](), list[tuple[int, range]]()
        for level in reversed(fitting):  # each ends slightly before the newest row
            size = FACTOR ** (level + 1)
            chosen = range(start // size, min(done[level], count // size))
            firsts.append(np.arange(chosen.start * size, chosen.stop * size, size, dtype=np.float64))
            sizes.append(np.full(len(chosen), float(size)))
            blocks.append((level, chosen))
            start += len(chosen) * size
        first = np.concatenate([*firsts, np.arange(start, count, dtype=np.float64)])
        pieces = np.concatenate([*sizes, np.ones(count - start)])
        starts, counts = buckets_of(first, pieces, width)
        return cls((count, points, done), blocks, range(start, count), pieces, starts, first[starts], counts)


def round_width(narrowest: float) -> float:
    """The width of buckets that are at least so wide, in rows, and consist of whole blocks.

    They stay as they are while rows are added, but for the last one, until all are doubled.
    """
    width = 2.0 ** max(ceil(log2(narrowest)), 0)
    return width * (0.75 if width > 2 and 0.75 * width >= narrowest else 1.0)


def buckets_of(first: Floats, rows: Floats, width: float) -> tuple[NDArray[np.int64], Floats]:
    """Where buckets begin among neighbors, and the number of rows in each."""
    bucket = ((first + rows / 2) / width).astype(np.int64)
    starts = np.append(0, np.flatnonzero(bucket[1:] != bucket[:-1]) + 1)[: len(bucket)]
    return starts, np.add.reduceat(rows, starts) if len(starts) else rows
