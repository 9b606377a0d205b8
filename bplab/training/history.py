"""The history of a run: one row of numbers for every step and every evaluated epoch."""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

import numpy as np

from bplab.arrays import Floats
from bplab.errors import UserError, quoted
from bplab.training.metrics import Evaluation, PartScore
from bplab.training.track import Track

PER_LAYER = ("gradient_norm", "bias_gradient_norm", "delta_norm", "update_ratio")
MOST_WAITING = 64  # evaluations
EPOCH_SERIES = (
    "train_loss",
    "validation_loss",
    "test_loss",
    "train_accuracy",
    "validation_accuracy",
    "test_accuracy",
)


class History(Mapping[str, Floats]):
    """The two tracks of a run: one row per evaluated epoch (x in epochs), one row per step (x in steps).

    As a mapping, it returns each series by name.
    """

    __eq__ = object.__eq__  # equal only to itself, because its series go on growing
    __hash__ = object.__hash__

    def __init__(self, layers: int, evaluate_every: int) -> None:
        self.epochs = Track(EPOCH_SERIES, 0.0, float(evaluate_every))
        self.steps = Track(_step_series(layers), 1.0, 1.0)
        self._waiting: list[Evaluation] = []  # of epochs that are not written down yet

    @staticmethod
    def after(layers: int, evaluate_every: int, step: int, epoch: int) -> "History":
        """An empty history that begins after a step."""
        history = History(layers, evaluate_every)
        first = (epoch // evaluate_every + 1) * evaluate_every
        history.epochs = Track(EPOCH_SERIES, float(first), float(evaluate_every))
        history.steps = Track(_step_series(layers), step + 1.0, 1.0)
        return history

    def add(self, evaluation: Evaluation) -> None:
        """Add an evaluated epoch, which may wait until others are written down with it."""
        self._waiting.append(evaluation)
        if len(self._waiting) == MOST_WAITING:
            self.write_down()

    def write_down(self) -> None:
        """Write the rows of the epochs that wait for it; NaN for what a part does not have."""
        rows = [_row(found.train, found.validation, found.test) for found in self._waiting]
        self.epochs.append(np.array(rows, float).reshape(-1, len(EPOCH_SERIES)))  # None becomes NaN
        self._waiting = []

    def until(self, step: int, epoch: int) -> "History":
        """A frozen view of the history up to a step and an epoch; it costs no copy."""
        past = copy(self)
        past.epochs, past.steps = self.epochs.until(epoch), self.steps.until(step)
        return past

    def fork(self, step: int, epoch: int) -> "History":
        """A copy up to a step and an epoch that grows on its own; call it in the thread that trains."""
        own = History(0, 1)
        own.epochs, own.steps = self.epochs.fork(epoch), self.steps.fork(step)
        return own

    def growing(self, step: int, epoch: int) -> "History":
        """The history itself, or a copy that grows if it is frozen."""
        return self.fork(step, epoch) if self.steps.is_frozen else self

    def continues(self, other: "History") -> bool:
        """Whether another history is an earlier state of this one, or the same."""
        return self.steps.continues(other.steps) and self.epochs.continues(other.epochs)

    def __getitem__(self, name: str) -> Floats:
        """Return a whole series: one entry per evaluated epoch, from the start, or one per step.

        The newest 24,576 values are exact; older ones are means over more and more neighbors.
        Raises: UserError for an unknown series.
        """
        if name in self:
            track = self.epochs if name in self.epochs.names else self.steps
            return np.array(track.read(name, max(track.count, 1)).mean)
        names = ", ".join((*self.epochs.names, "batch_loss", *(f"{each}/0" for each in PER_LAYER)))
        raise UserError(
            f"There is no history of {quoted(name)}. Available: {names} (/0 is the first layer, and so on)."
        )

    def __iter__(self) -> Iterator[str]:
        return iter((*self.epochs.names, *self.steps.names))

    def __len__(self) -> int:
        return len(self.epochs.names) + len(self.steps.names)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in self.epochs.names or name in self.steps.names)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a series, or `default` if there is none of that name."""
        try:
            return self[name]
        except UserError:
            return default

    @property
    def nbytes(self) -> int:
        """The memory of both tracks."""
        return self.epochs.nbytes + self.steps.nbytes


def _row(train: PartScore, validation: PartScore, test: PartScore) -> tuple[float | None, ...]:
    return (
        train.loss, validation.loss, test.loss, train.accuracy, validation.accuracy, test.accuracy
    )  # fmt: skip


def _step_series(layers: int) -> tuple[str, ...]:
    return ("batch_loss", *(f"{name}/{layer}" for name in PER_LAYER for layer in range(layers)))
