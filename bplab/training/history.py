"""What a run has shown so far: a line of numbers for every step and every evaluated epoch."""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

import numpy as np

from bplab.errors import UserError, quoted
from bplab.training.metrics import Evaluation
from bplab.training.track import Floats, Track

PER_LAYER = ("gradient_norm", "bias_gradient_norm", "delta_norm", "update_ratio")
EPOCH_SERIES = (
    "train_loss",
    "validation_loss",
    "test_loss",
    "train_accuracy",
    "validation_accuracy",
    "test_accuracy",
)


class History(Mapping[str, Floats]):
    """The two tracks of a run: a row an evaluated epoch (x in epochs), a row a step (x in steps, from 1).

    As a mapping, it has each series by its name.
    """

    __eq__ = object.__eq__  # itself, and no other: its series go on growing
    __hash__ = object.__hash__

    def __init__(self, layers: int, evaluate_every: int) -> None:
        self.epochs = Track(EPOCH_SERIES, 0.0, float(evaluate_every))
        self.steps = Track(_step_series(layers), 1.0, 1.0)

    @staticmethod
    def after(layers: int, evaluate_every: int, step: int, epoch: int) -> "History":
        """One of what comes after a step: nothing before it is known."""
        history = History(layers, evaluate_every)
        first = (epoch // evaluate_every + 1) * evaluate_every
        history.epochs = Track(EPOCH_SERIES, float(first), float(evaluate_every))
        history.steps = Track(_step_series(layers), step + 1.0, 1.0)
        return history

    def add(self, evaluation: Evaluation) -> None:
        """Add the row of an evaluated epoch; NaN for what a part does not have."""
        parts = (evaluation.train, evaluation.validation, evaluation.test)
        row = [*(part.loss for part in parts), *(part.accuracy for part in parts)]
        self.epochs.append(np.array([row], float))  # None becomes NaN

    def until(self, step: int, epoch: int) -> "History":
        """What was known after so many steps and epochs; it never grows, and takes no copy."""
        past = copy(self)
        past.epochs, past.steps = self.epochs.until(epoch), self.steps.until(step)
        return past

    def continues(self, other: "History") -> bool:
        """Whether another history is an earlier state of this one, or the same."""
        return self.steps.continues(other.steps) and self.epochs.continues(other.epochs)

    def __getitem__(self, name: str) -> Floats:
        """Return a whole series: an entry an evaluated epoch, the start first, or an entry a step.

        The newest 24,576 are exact; older ones come as means of ever more neighbors.
        Raises: UserError for a series that there is not.
        """
        for track in (self.epochs, self.steps):
            if name in track.names:
                return np.array(track.read(name, max(track.count, 1)).mean)
        names = ", ".join((*self.epochs.names, "batch_loss", *(f"{each}/0" for each in PER_LAYER)))
        raise UserError(
            f"There is no history of {quoted(name)}. There are {names} (/0 is the first layer, and so on)."
        )

    def __iter__(self) -> Iterator[str]:
        return iter((*self.epochs.names, *self.steps.names))

    def __len__(self) -> int:
        return len(self.epochs.names) + len(self.steps.names)

    def __contains__(self, name: object) -> bool:
        return name in self.epochs.names or name in self.steps.names

    def get(self, name: str, default: Any = None) -> Any:
        """Return a series, or `default` where there is none of that name."""
        try:
            return self[name]
        except UserError:
            return default

    @property
    def nbytes(self) -> int:
        """Memory both take."""
        return self.epochs.nbytes + self.steps.nbytes


def _step_series(layers: int) -> tuple[str, ...]:
    return ("batch_loss", *(f"{name}/{layer}" for name in PER_LAYER for layer in range(layers)))
