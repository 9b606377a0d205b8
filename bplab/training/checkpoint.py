"""The complete state of a run between two steps, from which a step can be reached without retraining."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Array, Mask
from bplab.experiment.spec import Experiment
from bplab.training.build import Build
from bplab.training.divergence import Divergence
from bplab.training.epoch import Epoch
from bplab.training.history import History
from bplab.training.makers import Makers
from bplab.training.metrics import Evaluation
from bplab.training.rates import learning_rates
from bplab.training.step import StepInput
from bplab.training.stopping import Memory

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state from which a run continues, given its experiment and changes; arrays are read-only.

    It does not hold the last step's gradient and update: to get those, start one step earlier.
    Shapes: parameters, slots and dead flat, as in `Layout`.
    """

    step: int  # updates made
    epoch: int  # epochs completed
    position: int  # updates made in this epoch
    changes: int  # how many of the run's changes had been made
    parameters: Array
    slots: Mapping[str, Array]  # the optimizer's state
    dead: Mask  # weights removed by pruning; while there are none, one mask serves all checkpoints
    memory: Memory  # the stop rule's state
    evaluation: Evaluation  # of the last evaluated epoch
    divergence: Divergence | None = None
    stopped: str = ""  # why the stop rule ended training, as a sentence

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, dead=kept_dead(state["dead"], lent=True))
        for array in (self.parameters, self.dead, *self.slots.values()):
            array.setflags(write=False)  # which pickling forgets

    @property
    def nbytes(self) -> int:
        """The memory of its arrays, without what it shares with others."""
        own = 0 if self.dead is none_dead(self.dead.size) else self.dead.nbytes
        return own + self.parameters.nbytes + sum(slot.nbytes for slot in self.slots.values())


class Resumption(NamedTuple):
    """Where a run continues, its history up to there, and who computed it."""

    build: Build
    checkpoint: Checkpoint
    history: History | None
    makers: Makers = ()


def next_step(build: Build, spec: Experiment, checkpoint: Checkpoint) -> StepInput:
    """Everything that determines the next step; `spec` is the experiment with the changes made so far."""
    epoch = Epoch.of(build.batches, checkpoint.epoch)
    position = checkpoint.position
    batch, drawn = epoch.batch(position), next(epoch.masks(spec, position, position + 1))
    dropout = tuple(None if mask is None else mask.T.astype(spec.dtype) for mask in drawn)
    rate = float(learning_rates(spec, build.batches.steps_per_epoch, checkpoint.step, 1)[0])
    return StepInput(
        build, spec, checkpoint.step, checkpoint.epoch, checkpoint.parameters, checkpoint.slots,
        checkpoint.dead, build.prepared.split.train[batch], dropout, rate,
    )  # fmt: skip


def kept(array: NDArray[T], lent: bool) -> NDArray[T]:
    """A read-only copy of an array, or the array itself if it is borrowed."""
    found = array.view() if lent else array.copy()
    found.setflags(write=False)
    return found


def kept_dead(dead: Mask, lent: bool) -> Mask:
    """Like `kept`, for weights removed by pruning."""
    return kept(dead, lent) if np.count_nonzero(dead) else none_dead(dead.size)


@lru_cache(maxsize=4)
def none_dead(count: int) -> Mask:
    """The mask that checkpoints share while no weight is dead, read-only."""
    return kept(np.zeros(count, bool), True)
