"""One epoch of training: its batches, and how many of them the kernel can be given at once."""

from dataclasses import dataclass

import numpy as np

from bplab.experiment.spec import Experiment
from bplab.training.batches import Batches, Indices
from bplab.training.dropout import masks
from bplab.training.kernel.kernel import DropoutMasks, Segment
from bplab.training.kernel.layout import Array


@dataclass(frozen=True, eq=False)
class Epoch:
    """Epoch number 0, 1, ... of a run."""

    number: int
    batches: list[Indices]  # rows of the training part

    @staticmethod
    def of(batches: Batches, number: int) -> "Epoch":
        """The epoch of that number."""
        return Epoch(number, batches.epoch(number))

    def alike(self, position: int, most: int) -> int:
        """How many batches from a position on have one size, up to `most`."""
        size, count = len(self.batches[position]), 1
        most = min(most, len(self.batches) - position)
        while count < most and len(self.batches[position + count]) == size:
            count += 1
        return count

    def segment(self, spec: Experiment, position: int, rates: Array) -> Segment:
        """The steps on the batches from a position on, which must be of one size: one a rate."""
        chosen = self.batches[position : position + len(rates)]
        return Segment(len(chosen[0]), np.concatenate(chosen), rates, self.masks(spec, position, len(rates)))

    def masks(self, spec: Experiment, position: int, count: int) -> DropoutMasks:
        """What `count` steps from a position on silence."""
        dropout = any(layer.dropout for layer in spec.layers)
        before = sum(map(len, self.batches[:position])) if dropout else 0
        return masks(spec, self.number, before, count, len(self.batches[position]))
