"""The whole state of a run between two steps: a shorter way to a step than training from the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from bplab.experiment.spec import Experiment
from bplab.training.build import Build
from bplab.training.divergence import Divergence
from bplab.training.epoch import Epoch
from bplab.training.history import History
from bplab.training.kernel.layout import Array, Mask
from bplab.training.metrics import Evaluation
from bplab.training.rates import learning_rates
from bplab.training.step import StepInput
from bplab.training.stopping import Memory

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """With the experiment and its changes, all that a run goes on from; arrays are read-only.

    The last step's gradient and update are not in it: who wants them starts a step earlier.
    Shapes: parameters, slots and dead flat, as `Layout` says.
    """

    step: int  # updates made
    epoch: int  # epochs completed
    position: int  # updates made in this epoch
    changes: int  # how many of the run's changes were made by then
    parameters: Array
    slots: Mapping[str, Array]  # the optimizer's memory
    dead: Mask  # weights that pruning has cut off
    memory: Memory  # the stop rule's
    evaluation: Evaluation  # of the last evaluated epoch
    divergence: Divergence | None = None
    stopped: str = ""  # why the stop rule ended training, in words

    @property
    def nbytes(self) -> int:
        """What its arrays take."""
        return self.parameters.nbytes + self.dead.nbytes + sum(slot.nbytes for slot in self.slots.values())


class Resumption(NamedTuple):
    """Where a run goes on, and what is known of it until there."""

    build: Build
    checkpoint: Checkpoint
    history: History | None


def next_step(build: Build, spec: Experiment, checkpoint: Checkpoint) -> StepInput:
    """All that decides the step that comes next; `spec` is the experiment with the changes made by then."""
    epoch = Epoch.of(build.batches, checkpoint.epoch)
    batch, drawn = epoch.batch(checkpoint.position), epoch.masks(spec, checkpoint.position, 1)
    dropout = tuple(None if mask is None else mask[0].T.astype(spec.dtype) for mask in drawn)
    rate = float(learning_rates(spec, build.batches.steps_per_epoch, checkpoint.step, 1)[0])
    return StepInput(
        build, spec, checkpoint.step, checkpoint.epoch, checkpoint.parameters, checkpoint.slots,
        checkpoint.dead, build.prepared.split.train[batch], dropout, rate,
    )  # fmt: skip


def kept(array: NDArray[T], lent: bool) -> NDArray[T]:
    """A read-only copy of an array, or the array itself if it is only lent."""
    found = array.view() if lent else array.copy()
    found.setflags(write=False)
    return found
