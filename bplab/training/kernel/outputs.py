"""The output layer's delta, dL/dz, including the batch factor."""

from typing import NamedTuple

import numpy as np

from bplab.arrays import Array
from bplab.nn.activations import ACTIVATIONS, Activation
from bplab.nn.losses import LOSSES, Loss
from bplab.training.kernel.calls import Call, Constant


def _scale(loss: str, outputs: int) -> float | None:
    """The factor of the error y - t in the derivative of a squared loss."""
    return {"half_squared": 1.0, "mse": 2.0 / outputs}.get(loss)


class OutputLayer(NamedTuple):
    """A step's logits, outputs, targets, delta, and slope dy/dz, if it needs this.

    Shapes: all (outputs, batch).
    """

    z: Array
    y: Array
    t: Array
    delta: Array
    slope: Array


def needs_slope(loss: str, activation: str) -> bool:
    """Whether the delta is the loss's derivative by y, times dy/dz."""
    return _scale(loss, 1) is not None and activation not in ("identity", "softmax")


def output_delta(loss: str, activation: str, layer: OutputLayer, factor: float, c: Constant) -> list[Call]:
    """Fill delta with factor * dL/dz; the slope is there, if needed."""
    row, (z, y, t, delta, slope) = LOSSES[loss], layer
    if row.delta is not None and row.outputs is not None and activation in row.outputs:
        return [(np.subtract, (y, t, delta)), (np.multiply, (delta, c(factor), delta))]
    squared = _scale(loss, len(y))
    if squared is not None and activation != "softmax":
        scale = squared * factor
        return [
            (np.subtract, (y, t, delta)),
            *([(np.multiply, (delta, slope, delta))] if needs_slope(loss, activation) else []),
            *([(np.multiply, (delta, c(scale), delta))] if scale != 1 else []),
        ]
    return [(_by_the_book, (row, ACTIVATIONS[activation], z, y, t, delta, factor))]


def _by_the_book(
    loss: Loss, f: Activation, z: Array, y: Array, t: Array, delta: Array, factor: float
) -> None:
    delta[...] = factor * f.backward(loss.slope(y.T, t.T), z.T, y.T).T


def batch_losses(loss: str, z: Array, y: Array, t: Array) -> Array:
    """The loss of each example of several batches.

    Shapes: (batches, outputs, batch) -> (batches, batch).
    """
    if loss == "categorical_cross_entropy":  # sum_k t_k = 1, and ln y_k = z_k - max z + ln max y
        weighted: Array = np.einsum("sib,sib->sb", t, z - z.max(axis=1, keepdims=True))
        losses: Array = -weighted - np.log(y.max(axis=1))
        return losses
    return LOSSES[loss].per_example(*(np.swapaxes(array, 1, 2) for array in (y, z, t)))
