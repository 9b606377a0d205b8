"""What the kernel needs to make some steps: their batches, learning rates and dropout masks."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bplab.arrays import Array, Indices

DropoutMasks = Sequence[Array | None]  # per hidden layer, None where it has no dropout


class Steps(NamedTuple):
    """Steps to be made in a row.

    Shapes: sizes, rates (steps,); examples (sum of sizes,); masks (units, batch) per step and hidden layer.
    """

    sizes: Indices  # of the batches
    examples: Indices  # rows of the training inputs, batch by batch
    rates: Array  # the learning rate of each step
    masks: Sequence[DropoutMasks] = ()  # of each step, or none at all

    def by_size(self, row: int) -> Iterator[tuple[int, slice | Indices, Indices]]:
        """Every batch size, the rows of its steps if the first step has this row, and their examples.

        Shapes: examples (steps, batch).
        """
        for size, own, places in _grouped(self.sizes.tobytes()):
            yield size, _shifted(own, row), self.examples[places].reshape(-1, size)

    def stretches(self, row: int) -> list[tuple[int, slice]]:
        """The batch size and the rows of neighboring steps of one size, if the first step has this row."""
        return [(size, slice(row + first, row + last)) for size, first, last in _runs(self.sizes.tobytes())]


def _shifted(own: slice | Indices, row: int) -> slice | Indices:
    return slice(own.start + row, own.stop + row) if isinstance(own, slice) else own + row


# Most loads are divided as the one before, and finding out how takes longer than gathering their examples.


@lru_cache(maxsize=8)
def _grouped(sizes: bytes) -> list[tuple[int, slice | Indices, slice | Indices]]:
    """Every batch size, which steps have it, and where their examples are; neighbors as a slice."""
    found = np.frombuffer(sizes, np.int64)
    starts = np.cumsum(found) - found
    groups: list[tuple[int, slice | Indices, slice | Indices]] = []
    for size in sorted(set(found.tolist())):
        own = np.flatnonzero(found == size)
        first, count, start = int(own[0]), len(own), int(starts[own[0]])
        if own[-1] - first == count - 1:
            groups.append((size, slice(first, first + count), slice(start, start + count * size)))
        else:
            groups.append((size, own, (starts[own][:, None] + np.arange(size)).reshape(-1)))
    return groups


@lru_cache(maxsize=8)
def _runs(sizes: bytes) -> list[tuple[int, int, int]]:
    """The size of neighboring batches of one size, the first and the one after the last."""
    found = np.frombuffer(sizes, np.int64)
    turns = np.flatnonzero(found[1:] != found[:-1]) + 1
    return [(int(found[first]), first, last) for first, last in pairwise([0, *turns.tolist(), len(found)])]
