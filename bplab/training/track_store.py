"""The memory of a track: rings of its newest rows, and of blocks that summarize older ones."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Array, Floats

TAIL = 32_768  # newest rows kept exactly
LEVELS = 14
BLOCKS = 4_096  # blocks kept at each level
FACTOR = 4  # rows or blocks that form one block of the next level
LAG = FACTOR**6  # rows collected before they are summarized; far fewer than TAIL


class Store:
    """What a track shares with its frozen views.

    Shapes: rows (TAIL, columns); blocks of each level (BLOCKS, 3, columns): lowest, highest and mean value.
    """

    def __init__(self, columns: int) -> None:
        self.count = 0  # rows written
        self.rows: Floats = np.zeros((TAIL, columns))
        self.blocks: list[NDArray[np.float64]] = []
        self.done: list[int] = []  # blocks completed at each level

    def __getstate__(self) -> dict[str, Any]:
        """What has been written, without the room for more."""
        rows = self.rows[: self.count].copy()
        blocks = [made[:done].copy() for made, done in zip(self.blocks, self.done, strict=True)]
        return {"count": self.count, "rows": rows, "blocks": blocks, "done": self.done}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.count, self.done = state["count"], state["done"]
        self.rows = _with_room(state["rows"], TAIL)
        self.blocks = [_with_room(made, BLOCKS) for made in state["blocks"]]

    @staticmethod
    def of(count: int, columns: int, arrays: Sequence[Floats]) -> "Store":
        """The memory of so many rows, from what `arrays` returned.

        Raises: ValueError if these are not the arrays of so many rows.
        """
        found, done = Store(columns), blocks_of(count)
        shapes = [(min(count, TAIL), columns), *((min(made, BLOCKS), 3, columns) for made in done)]
        if [array.shape for array in arrays] != shapes:
            raise ValueError(f"{count:,} rows need arrays of other shapes")
        found.count, found.done = count, done
        found.rows = _in_ring(arrays[0], count, TAIL)
        found.blocks = [_in_ring(array, made, BLOCKS) for array, made in zip(arrays[1:], done, strict=True)]
        return found

    @property
    def arrays(self) -> tuple[Floats, ...]:
        """The newest rows, and the newest blocks of each level, oldest first: copies."""
        blocks = zip(self.blocks, self.done, strict=True)
        return _in_order(self.rows, self.count), *(_in_order(ring, done) for ring, done in blocks)

    def copy(self, count: int) -> "Store":
        """A copy of the first so many rows and their blocks.

        What was overwritten in a ring is filled in from the next level, which reaches further back.
        """
        found = Store(self.rows.shape[1])
        found.count, found.rows = count, self.rows.copy()
        found.blocks = [blocks.copy() for blocks in self.blocks]
        found.done = [min(done, count // FACTOR**level) for level, done in enumerate(self.done, 1)]
        for level in reversed(range(len(found.done))):
            lost = _lost(self.done[level], found.done[level], BLOCKS)
            found.blocks[level][lost % BLOCKS] = found.summaries(level + 1, lost // FACTOR)
        lost = _lost(self.count, count, TAIL)
        found.rows[lost % TAIL] = found.summaries(0, lost // FACTOR)[:, 2]
        found.done = blocks_of(count)
        found.blocks = found.blocks[: len(found.done)]
        return found

    def summaries(self, level: int, blocks: NDArray[np.int64]) -> Array:
        """Blocks of a level by their numbers; the last one for those that are not complete, or NaN.

        Shapes: (n,) -> (n, 3, columns).
        """
        if level >= len(self.done) or not self.done[level]:
            return np.full((len(blocks), 3, self.rows.shape[1]), np.nan)
        summaries: Array = self.blocks[level][np.minimum(blocks, self.done[level] - 1) % BLOCKS]
        return summaries


def blocks_of(count: int) -> list[int]:
    """How many blocks of each level summarize so many rows: all that are complete after each LAG of them."""
    summarized = count - count % LAG
    return [made for level in range(1, LEVELS + 1) if (made := summarized // FACTOR**level)]


def _in_order(ring: Floats, written: int) -> Floats:
    """A copy of what a ring holds of so many entries, oldest first."""
    begin = written % len(ring) if written > len(ring) else 0
    return np.concatenate([ring[begin:written], ring[:begin]])


def _in_ring(ordered: Floats, written: int, size: int) -> Floats:
    """The ring that holds the newest of so many entries."""
    if written < size:
        return _with_room(ordered, size)
    begin = size - written % size
    return np.concatenate([ordered[begin:], ordered[:begin]])


def between(ring: Floats, indices: range) -> Floats:
    """What a ring holds at neighboring indices, without a copy if it does not begin anew among them."""
    begin = indices.start % len(ring)
    end = begin + len(indices)
    return ring[begin:end] if end <= len(ring) else np.concatenate([ring[begin:], ring[: end - len(ring)]])


def _with_room(written: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    found = np.zeros((length, *written.shape[1:]))
    found[: len(written)] = written
    return found


def _lost(written: int, kept: int, size: int) -> NDArray[np.int64]:
    """Which of the first `kept` entries belong into a ring that later ones have overwritten."""
    return np.arange(max(0, kept - size), max(0, min(kept, written - size)))
