"""How an epoch's examples are divided into batches: a pure function of the settings and the epoch."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bplab.data.streams import ORDER, stream
from bplab.errors import UserError
from bplab.experiment.spec import Experiment

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Batches:
    """How `count` training examples are divided into batches of `size`, epoch by epoch."""

    count: int
    size: int
    last: str  # keep, drop or carry
    shuffled: bool
    seed: int

    @property
    def left_over(self) -> int:
        """The number of examples that do not fill a batch."""
        return self.count % self.size

    @property
    def steps_per_epoch(self) -> int:
        """The number of updates in one epoch."""
        return self.count // self.size + (1 if self.last == "keep" and self.left_over else 0)

    def order(self, epoch: int) -> Indices:
        """The order of all examples in epoch 0, 1, ..."""
        return _shuffled(self.count, self.seed, epoch) if self.shuffled else np.arange(self.count)

    def examples(self, epoch: int) -> Indices:
        """The examples of one epoch, batch after batch."""
        order, full = self.order(epoch), self.count - self.left_over
        if full == self.count or self.last == "keep":
            return order
        if self.last == "carry" and epoch:
            return np.concatenate([self.order(epoch - 1)[full:], order[:full]])
        return order[:full]

    def starts(self, epoch: int) -> tuple[int, ...]:
        """Where each batch of an epoch begins among its examples, and where the last one ends."""
        return _starts(self, self.left_over if self.last == "carry" and epoch else 0)

    def epoch(self, epoch: int) -> list[Indices]:
        """The examples of each batch of one epoch."""
        examples = self.examples(epoch)
        return [examples[start:end] for start, end in pairwise(self.starts(epoch))]


@lru_cache(maxsize=16)
def _starts(cut: Batches, carried: int) -> tuple[int, ...]:
    last = cut.count if cut.last == "keep" else cut.count - cut.left_over
    return (0, *range(cut.size + carried, last + carried, cut.size), last + carried)


@lru_cache(maxsize=4)
def _shuffled(count: int, seed: int, epoch: int) -> Indices:
    """The last few orders are cached, because every snapshot of an epoch needs the order."""
    order = stream(seed, ORDER, epoch).permutation(count)
    order.setflags(write=False)
    return order


def batches_of(spec: Experiment, count: int) -> Batches:
    """Return the spec's batches for `count` training examples.

    Raises: UserError if no step would ever be made.
    """
    size = spec.batch_size or count
    if size > count and spec.last_batch == "keep":
        size = count
    if size > count:
        raise UserError(
            f"{count} training examples never fill a batch of {size}, so no step would be made; "
            "choose a smaller batch size, or keep the last batch."
        )
    return Batches(count, size, spec.last_batch, spec.order == "shuffle", spec.seed)
