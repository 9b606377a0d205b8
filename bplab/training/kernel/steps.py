"""What the kernel needs to make some steps: their batches, learning rates and dropout masks."""

from collections.abc import Iterator, Sequence
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
        first, count = int(self.sizes[0]), len(self.sizes)
        if np.count_nonzero(self.sizes == first) == count:
            yield first, slice(row, row + count), self.examples.reshape(count, first)
            return
        starts = np.cumsum(self.sizes) - self.sizes
        for size in set(self.sizes.tolist()):
            own = np.flatnonzero(self.sizes == size)
            yield size, own + row, self.examples[starts[own][:, None] + np.arange(size)]

    def stretches(self, row: int) -> list[tuple[int, slice]]:
        """The batch size and the rows of neighboring steps of one size, if the first step has this row."""
        turns = (self.sizes[1:] != self.sizes[:-1]).nonzero()[0] + 1
        bounds = [0, *turns.tolist(), len(self.sizes)]
        return [(int(self.sizes[first]), slice(row + first, row + last)) for first, last in pairwise(bounds)]
