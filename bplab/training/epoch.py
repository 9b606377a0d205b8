"""One epoch of training: its batches, and how many of them the kernel can process at a time."""

from dataclasses import dataclass
from itertools import pairwise

from bplab.arrays import Array, Indices
from bplab.experiment.spec import Experiment
from bplab.training.batches import Batches, Cuts
from bplab.training.dropout import masks
from bplab.training.kernel.kernel import Segment
from bplab.training.kernel.program import DropoutMasks


@dataclass(frozen=True, eq=False)
class Epoch:
    """Epoch number 0, 1, ... of a run."""

    number: int
    examples: Indices  # rows of the training part, batch by batch
    cuts: Cuts

    @staticmethod
    def of(batches: Batches, number: int) -> "Epoch":
        """The epoch of that number."""
        return Epoch(number, batches.examples(number), batches.cuts(number))

    def size(self, position: int) -> int:
        """The number of examples of a batch."""
        return self.cuts.starts[position + 1] - self.cuts.starts[position]

    def batch(self, position: int) -> Indices:
        """The examples of a batch."""
        return self._examples(position, position + 1)

    def _examples(self, first: int, last: int) -> Indices:
        return self.examples[self.cuts.starts[first] : self.cuts.starts[last]]

    def segments(self, spec: Experiment, position: int, rates: Array) -> list[Segment]:
        """The steps from a position on, one per learning rate, divided where the batch size changes."""
        end = position + len(rates)
        turns = [position, *(turn for turn in self.cuts.turns if position < turn < end), end]
        return [
            Segment(
                self.size(first),
                self._examples(first, last),
                rates[first - position : last - position],
                self.masks(spec, first, last - first),
            )
            for first, last in pairwise(turns)
        ]

    def masks(self, spec: Experiment, position: int, count: int) -> DropoutMasks:
        """The dropout masks of `count` steps from a position on."""
        return masks(spec, self.number, self.cuts.starts[position], count, self.size(position))
