"""How classes are coded as numbers, which follows from the loss, the output activation and the task."""

from dataclasses import dataclass
from math import inf
from typing import Literal

from bplab.errors import UserError
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES, Loss

Kind = Literal["binary", "multiclass", "regression"]
Code = Literal["zero_one", "plus_minus", "one_hot", "one_hot_plus_minus", "values"]


@dataclass(frozen=True)
class Coding:
    """How classes are encoded as target numbers: `low` for no, `high` for yes, separated at `threshold`.

    "values" are the targets of a regression, which has no bounds and does not use the threshold.
    """

    name: Code
    low: float
    high: float
    threshold: float


ZERO_ONE = Coding("zero_one", 0.0, 1.0, 0.5)
PLUS_MINUS = Coding("plus_minus", -1.0, 1.0, 0.0)
ONE_HOT = Coding("one_hot", 0.0, 1.0, 0.5)
ONE_HOT_PLUS_MINUS = Coding("one_hot_plus_minus", -1.0, 1.0, 0.0)
VALUES = Coding("values", -inf, inf, 0.0)


def coding(loss: str, output: str, kind: Kind) -> Coding:
    """Derive the coding of the targets from the loss, the output activation and the kind of task.

    Raises: UserError where the three do not fit together.
    """
    _refuse_misfit(LOSSES[loss], output, kind)
    if kind == "regression":
        return VALUES
    f = ACTIVATIONS[output]
    if kind == "binary" and output != "softmax":
        return ZERO_ONE if f.low >= 0 else PLUS_MINUS
    return ONE_HOT_PLUS_MINUS if -f.low == f.high < inf else ONE_HOT


def output_units(output: str, kind: Kind, classes: int, targets: int) -> int:
    """How many output neurons a task needs: one per target, one per class, or one for yes or no."""
    if kind == "regression":
        return targets
    return classes if output == "softmax" or classes > 2 else 1


def _refuse_misfit(loss: Loss, output: str, kind: Kind) -> None:
    if kind == "regression" and loss.outputs is not None:
        raise UserError(
            f"{loss.title} compares probabilities of classes, but the targets of this data set are numbers: "
            "choose a squared error, MAE or Huber."
        )
    if kind == "regression" and output == "softmax":
        raise UserError(
            "Softmax outputs are probabilities that add up to 1, but the targets of this data set are "
            "numbers: choose identity at the output."
        )
    if loss.outputs is not None and output not in loss.outputs:
        wanted = " or ".join(ACTIVATIONS[name].title.lower() for name in sorted(loss.outputs))
        raise UserError(
            f"{loss.title} does not fit {ACTIVATIONS[output].title} outputs: {loss.why} "
            f"Choose {wanted} at the output, or another loss."
        )
