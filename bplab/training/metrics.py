"""How well a network does on a part of the data: losses, accuracies, confusion matrix, worst examples."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Array, Mask
from bplab.nn.codings import Coding

WORST = 8
TWO_CLASSES = "zero_one", "plus_minus"  # codings of a class by one output
BIT = 0.5  # an output of at least this is a yes, if the targets are bits


@dataclass(frozen=True)
class PartScore:
    """Loss and accuracy on one part of the data; None if the part is empty or this is undefined."""

    loss: float | None = None
    correct: int | None = None
    count: int = 0

    @property
    def accuracy(self) -> float | None:
        """The share of right outputs, 0 to 1."""
        return self.correct / self.count if self.correct is not None and self.count else None


class Evaluation(NamedTuple):
    """The scores of all three parts for the same weights, without dropout or penalty."""

    step: int
    epoch: int
    train: PartScore = PartScore()
    validation: PartScore = PartScore()
    test: PartScore = PartScore()
    penalty: float = 0.0


@dataclass(frozen=True)
class Worst:
    """A misclassified example: its index in the data set, its class and its predicted class."""

    index: int
    label: int
    predicted: int
    probability: float  # the network's output for the predicted class


NOTHING = PartScore()


def score(reduction: str, losses: Array, right: NDArray[np.bool_] | None) -> PartScore:
    """Measure one part.

    Shapes: losses (n,), right (n,) or None for numbers.
    """
    count = len(losses)
    if not count:
        return NOTHING
    total = float(np.add.reduce(losses))
    correct = None if right is None else int(np.count_nonzero(right))
    return PartScore(total / count if reduction == "mean" else total, correct, count)


def classes(y: Array, coding: Coding) -> NDArray[np.int64]:
    """The class that outputs (or targets) name: the largest, or for one output the side of the threshold."""
    if coding.name in TWO_CLASSES:
        return np.asarray(y[:, 0] >= coding.threshold, np.int64)
    return np.asarray(y.argmax(axis=1), np.int64)


def answers(y: Array, coding: Coding) -> Mask | NDArray[np.int64]:
    """The decision that outputs (or targets) express: a class, or yes or no for each independent output.

    Shapes: (n, 1) if it is one of classes, else (n, outputs).
    """
    if coding.name in TWO_CLASSES:
        return np.asarray(y[:, :1] >= coding.threshold)
    if coding.name == "values":
        return np.asarray(y >= BIT)
    return classes(y, coding)[:, None]


def confusion(labels: NDArray[np.int64], predicted: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Count (true class, predicted class).

    Shapes: (count, count).
    """
    return np.bincount(labels * count + predicted, minlength=count * count).reshape(count, count)


def worst(
    indices: NDArray[np.int64], labels: NDArray[np.int64], y: Array, losses: Array, coding: Coding
) -> tuple[Worst, ...]:
    """The misclassified examples of a part with the largest losses, in decreasing order of loss."""
    predicted = classes(y, coding)
    wrong = np.flatnonzero(predicted != labels)
    chosen = wrong[np.argsort(-losses[wrong], kind="stable")[:WORST]]
    return tuple(
        Worst(int(indices[i]), int(labels[i]), int(predicted[i]), _sureness(y[i], int(predicted[i]), coding))
        for i in chosen
    )


def _sureness(y: Array, predicted: int, coding: Coding) -> float:
    """The output of the predicted class, scaled to 0..1 between the coding's two values."""
    value = float(y[predicted]) if len(y) > 1 else float(y[0])
    share = (value - coding.low) / (coding.high - coding.low)
    share = share if len(y) > 1 or predicted else 1 - share
    return min(max(share, 0.0), 1.0)
