"""How well a network does on a whole part of the data: losses, accuracies, confusion, worst examples."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PartScore:
    """Loss and accuracy over one part of the data; None where the part is empty or has no classes."""

    loss: float | None = None
    correct: int | None = None
    count: int = 0

    @property
    def accuracy(self) -> float | None:
        """The share of right answers, 0 to 1."""
        return self.correct / self.count if self.correct is not None and self.count else None


@dataclass(frozen=True)
class Evaluation:
    """The three parts with the weights of one moment, dropout off, without penalty."""

    step: int
    epoch: int
    train: PartScore = PartScore()
    validation: PartScore = PartScore()
    test: PartScore = PartScore()
    penalty: float = 0.0


@dataclass(frozen=True)
class Worst:
    """One badly classified example: its place in the data set, what it is and what it was taken for."""

    index: int
    label: int
    predicted: int
    probability: float  # what the network gave the predicted class
