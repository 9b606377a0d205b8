"""One epoch of training: its batches, and the next steps, across the ends of epochs."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bplab.arrays import Indices
from bplab.experiment.spec import Experiment
from bplab.training.batches import Batches, Cuts
from bplab.training.dropout import masks
from bplab.training.kernel.steps import DropoutMasks, Steps
from bplab.training.rates import learning_rates


class Epoch(NamedTuple):
    """Epoch number 0, 1, ... of a run."""

    number: int
    examples: Indices  # rows of the training part, batch by batch
    cuts: Cuts

    @staticmethod
    def of(batches: Batches, number: int) -> "Epoch":
        """The epoch of that number."""
        return Epoch(number, batches.examples(number), batches.cuts(number))

    def batch(self, position: int) -> Indices:
        """The examples of a batch."""
        return self.batches(position, position + 1)

    def batches(self, first: int, stop: int) -> Indices:
        """The examples of some batches in a row."""
        return self.examples[self.cuts.starts[first] : self.cuts.starts[stop]]

    def masks(self, spec: Experiment, first: int, stop: int) -> Iterator[DropoutMasks]:
        """The dropout masks of some steps.

        Shapes: (units, batch) per hidden layer, None where it has no dropout.
        """
        turns = np.flatnonzero(np.diff(self.cuts.sizes[first:stop])) + first + 1
        for begin, end in pairwise([first, *turns.tolist(), stop]):
            size = int(self.cuts.sizes[begin])
            drawn = masks(spec, self.number, self.cuts.starts[begin], end - begin, size)
            for step in range(end - begin):
                yield [None if mask is None else mask[step] for mask in drawn]


def upcoming(batches: Batches, spec: Experiment, step: int, most: int) -> Steps:
    """The steps that follow `step` steps: up to `most`, ending with an epoch if one ends by then."""
    length = batches.steps_per_epoch
    end = (step + most) // length * length  # of the last epoch that ends by then
    stop = end if end > step else step + most
    sizes: list[Indices] = []
    examples: list[Indices] = []
    drawn: list[DropoutMasks] = []
    drops = any(layer.dropout for layer in spec.layers)
    for number in range(step // length, -(-stop // length)):
        epoch = Epoch.of(batches, number)
        first, last = max(step - number * length, 0), min(stop - number * length, length)
        sizes.append(epoch.cuts.sizes[first:last])
        examples.append(epoch.batches(first, last))
        if drops:
            drawn += epoch.masks(spec, first, last)
    rates = learning_rates(spec, length, step, stop - step)
    return Steps(np.concatenate(sizes), np.concatenate(examples), rates, drawn)
