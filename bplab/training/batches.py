"""How an epoch's examples are divided into batches: a pure function of the settings and the epoch."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bplab.arrays import Indices
from bplab.data.streams import ORDER, stream
from bplab.errors import UserError
from bplab.experiment.spec import Experiment


class Cuts(NamedTuple):
    """How an epoch's examples are cut into batches."""

    starts: tuple[int, ...]  # of each batch, and the end
    sizes: Indices  # of each batch


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

    def cuts(self, epoch: int) -> Cuts:
        """Where the batches of an epoch begin."""
        return self._cuts[self.last == "carry" and epoch > 0]

    @cached_property
    def _cuts(self) -> tuple[Cuts, Cuts]:
        """Those of an epoch that begins with its own examples, and with the ones left over."""
        last = self.count if self.last == "keep" else self.count - self.left_over
        return self._cut(0, last), self._cut(self.left_over, last + self.left_over)

    def _cut(self, carried: int, end: int) -> Cuts:
        starts = (0, *range(self.size + carried, end, self.size), end)
        return Cuts(starts, np.diff(starts))

    def epoch(self, epoch: int) -> list[Indices]:
        """The examples of each batch of one epoch."""
        examples = self.examples(epoch)
        return [examples[start:end] for start, end in pairwise(self.cuts(epoch).starts)]


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
