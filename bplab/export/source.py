"""What an export is made of: a run at one of its states, and the step that comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Indices, Mask
from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.nn.step import join
from bplab.portable import is_bundled
from bplab.training.build import Build
from bplab.training.checkpoint import Checkpoint, next_step
from bplab.training.epoch import Epoch
from bplab.training.history import History
from bplab.training.replay import GoOn, always
from bplab.training.runs import AnyRecord
from bplab.training.step import StepTrace, trace_step
from bplab.training.trainer import Trainer

T = TypeVar("T", bound=np.generic)


def missing(package: str) -> UserError:
    """The error that says how to get a package that an export needs."""
    if is_bundled():
        return UserError(
            f"This needs the Python package {package}, which the installed program does not contain. Install "
            f"Backprop Lab and {package} with `pip`, and export from there."
        )
    return UserError(
        f"This needs the package {package}, which is not installed; `pip install {package}` adds it."
    )


@dataclass(frozen=True, eq=False)
class Source:
    """A run at one state."""

    title: str
    build: Build
    spec: Experiment  # with the live changes made so far
    now: Checkpoint
    history: History

    @staticmethod
    def of(trainer: Trainer, title: str = "") -> "Source":
        """The source for a trainer, in its current state."""
        return Source(title, trainer.build, trainer.spec, trainer.checkpoint(), trainer.history)

    @staticmethod
    def at(record: AnyRecord, step: int | None = None, go_on: GoOn = always) -> "Source | None":
        """The source for a run at its current step or an earlier one; None if `go_on` ended the way."""
        run = record.resume(go_on)
        if run is None:
            return None
        trainer = run.trainer if step is None else run.at(step, go_on)
        return None if trainer is None else Source.of(trainer, record.title)

    @property
    def name(self) -> str:
        """The experiment in short: circle 2-4-1."""
        return f"{self.spec.data.row.title} {'-'.join(map(str, self.build.shape.sizes))}"

    @cached_property
    def next(self) -> StepTrace:
        """The step that comes next, with every value."""
        return trace_step(next_step(self.build, self.spec, self.now))

    @property
    def data_note(self) -> str:
        """What the arrays of training examples hold."""
        note, unit = "All training examples: inputs as the network receives them, and targets", ""
        scaler = self.build.prepared.target_scaler
        if scaler is not None:
            scale, mean = scaler.scale.tolist(), scaler.mean.tolist()
            unit = f" as it learns them;\n# in the data's own units they are T * {scale} + {mean}"
        return note + unit

    def check_next(self) -> None:
        """Make sure that the next step is one of numbers.

        Raises: UserError if it is not.
        """
        after = join(self.next.parameters)
        if not (np.isfinite(self.next.loss) and np.isfinite(after).all()):
            raise UserError(
                "The numbers of the next step are not finite, because this run diverges; go back to an "
                "earlier step and export that one."
            )

    @property
    def batch(self) -> Indices:
        """The examples of the next step, as rows of the training part."""
        return Epoch.of(self.build.batches, self.now.epoch).batch(self.now.position)

    @property
    def frozen(self) -> Mask | None:
        """True for parameters that keep their values."""
        return self.build.layout.frozen(self.spec.frozen)

    def layers(self, flat: NDArray[T]) -> dict[str, NDArray[T]]:
        """A flat vector as W1, b1, W2, b2, ..."""
        return named_layers(self.build.layout.weights(flat))


def named_layers(pairs: Iterable[tuple[NDArray[T], NDArray[T]]]) -> dict[str, NDArray[T]]:
    """Pairs (W, b), one per layer, as W1, b1, W2, b2, ..."""
    found: dict[str, NDArray[T]] = {}
    for number, (W, b) in enumerate(pairs, 1):
        found[f"W{number}"], found[f"b{number}"] = W, b
    return found
