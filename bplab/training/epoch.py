"""One epoch of training: its batches, and how many of them the kernel can be given at once."""

from dataclasses import dataclass

from bplab.experiment.spec import Experiment
from bplab.training.batches import Batches, Indices
from bplab.training.dropout import masks
from bplab.training.kernel.kernel import DropoutMasks, Segment
from bplab.training.kernel.layout import Array


@dataclass(frozen=True, eq=False)
class Epoch:
    """Epoch number 0, 1, ... of a run."""

    number: int
    examples: Indices  # rows of the training part, batch after batch
    starts: tuple[int, ...]  # of each batch, and the end

    @staticmethod
    def of(batches: Batches, number: int) -> "Epoch":
        """The epoch of that number."""
        return Epoch(number, batches.examples(number), batches.starts(number))

    def size(self, position: int) -> int:
        """How many examples a batch has."""
        return self.starts[position + 1] - self.starts[position]

    def batch(self, position: int) -> Indices:
        """The examples of a batch."""
        return self.examples[self.starts[position] : self.starts[position + 1]]

    def alike(self, position: int, most: int) -> int:
        """How many batches from a position on have one size, up to `most`; the first or last may differ."""
        starts, size = self.starts, self.size(position)
        end = min(position + most, len(starts) - 1)
        while starts[end] - starts[position] != size * (end - position):
            end -= 1
        return end - position

    def segment(self, spec: Experiment, position: int, rates: Array) -> Segment:
        """The steps on the batches from a position on, which must be of one size: one a rate."""
        count = len(rates)
        indices = self.examples[self.starts[position] : self.starts[position + count]]
        return Segment(self.size(position), indices, rates, self.masks(spec, position, count))

    def masks(self, spec: Experiment, position: int, count: int) -> DropoutMasks:
        """What `count` steps from a position on silence."""
        return masks(spec, self.number, self.starts[position], count, self.size(position))
