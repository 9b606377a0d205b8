"""Loss functions: they measure how far the outputs y are from the targets t; each comes with its derivative.

A loss is defined per example; whether the losses of a batch are averaged or summed is a separate setting.
Cross-entropies are computed from the logits z, so that no probability can round to 0 or 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array

REDUCTIONS = ("mean", "sum")
TINY = 1e-30  # keeps the derivative finite where a probability has rounded to 0; small, yet a normal float32


@dataclass(frozen=True)
class Loss:
    """A loss function and its derivative.

    `outputs` names the output activations it allows (None: any); `why` explains this to the user.
    `delta` computes dL/dz directly from y and t, for a loss combined with its output activation.

    Shapes: y, z, t, slope, delta (batch, outputs); per_example -> (batch,).
    """

    name: str
    title: str
    formula: str
    help: str
    per_example: Callable[[Array, Array, Array], Array]  # y, z, t -> L
    slope: Callable[[Array, Array], Array]  # y, t -> dL/dy
    delta: Callable[[Array, Array], Array] | None = None  # y, t -> dL/dz
    outputs: frozenset[str] | None = None
    why: str = ""


def _sum(terms: Array) -> Array:
    if terms.shape[-1] == 1:
        return terms[..., 0]  # much faster, and a single output is common
    total: Array = terms.sum(axis=-1)  # (batch, outputs) -> (batch,)
    return total


def _mean(terms: Array) -> Array:
    average: Array = terms.mean(axis=-1)  # (batch, outputs) -> (batch,)
    return average


def half_squared(y: Array, z: Array, t: Array) -> Array:
    """Half the squared error.

    Formula: L = 1/2 sum_k (y_k - t_k)^2
    """
    error = y - t
    return 0.5 * _sum(error * error)


def half_squared_slope(y: Array, t: Array) -> Array:
    """Derivative of the half squared error: the error itself.

    Formula: dL/dy = y - t
    """
    return y - t


def mse(y: Array, z: Array, t: Array) -> Array:
    """Mean squared error.

    Formula: L = mean_k (y_k - t_k)^2
    """
    error = y - t
    return _mean(error * error)


def mse_slope(y: Array, t: Array) -> Array:
    """Derivative of the mean squared error.

    Formula: dL/dy = 2 (y - t) / outputs
    """
    outputs: int = y.shape[-1]
    return 2 * (y - t) / outputs


def mae(y: Array, z: Array, t: Array) -> Array:
    """Mean absolute error.

    Formula: L = mean_k |y_k - t_k|
    """
    return _mean(np.abs(y - t))


def mae_slope(y: Array, t: Array) -> Array:
    """Derivative of the mean absolute error; 0 where y = t.

    Formula: dL/dy = sign(y - t) / outputs
    """
    outputs: int = y.shape[-1]
    sign: Array = np.sign(y - t)
    return sign / outputs


def huber(y: Array, z: Array, t: Array) -> Array:
    """Huber loss.

    Formula: L = mean_k of r^2 / 2 for |r| <= 1, else |r| - 1/2, with r = y - t
    Source: Huber, Robust estimation of a location parameter, 1964 (delta = 1).
    """
    r = np.abs(y - t)
    near = np.minimum(r, 1)
    return _mean(near * (r - 0.5 * near))


def huber_slope(y: Array, t: Array) -> Array:
    """Derivative of the Huber loss: the error, clipped to -1..1.

    Formula: dL/dy = clip(y - t, -1, 1) / outputs
    """
    outputs: int = y.shape[-1]
    return np.clip(y - t, -1, 1) / outputs


def binary_cross_entropy(y: Array, z: Array, t: Array) -> Array:
    """Binary cross-entropy, computed from the logits.

    Formula: L = -sum_k t ln y + (1 - t) ln(1 - y) = sum_k ln(1 + exp(z)) - t z, y = sigmoid(z)
    """
    softplus = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
    return _sum(softplus - t * z)


def binary_cross_entropy_slope(y: Array, t: Array) -> Array:
    """Derivative of binary cross-entropy.

    Formula: dL/dy = (y - t) / (y (1 - y))
    """
    return (y - t) / np.maximum(y * (1 - y), TINY)


def categorical_cross_entropy(y: Array, z: Array, t: Array) -> Array:
    """Categorical cross-entropy, computed from the logits.

    Formula: L = -sum_k t_k ln y_k, ln y_k = z_k - ln sum_j exp(z_j), y = softmax(z)
    """
    shifted = z - z.max(axis=-1, keepdims=True)
    log_y = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -_sum(t * log_y)


def categorical_cross_entropy_slope(y: Array, t: Array) -> Array:
    """Derivative of categorical cross-entropy.

    Formula: dL/dy = -t / y
    """
    return -t / np.maximum(y, TINY)


def cross_entropy_delta(y: Array, t: Array) -> Array:
    """Cross-entropy with its matching output activation, whose derivative cancels that of the logarithm.

    Formula: dL/dz = y - t
    """
    return y - t


LOSSES: dict[str, Loss] = {
    "half_squared": Loss(
        "half_squared",
        "Half squared error",
        "L = ½ Σₖ (yₖ − tₖ)²",
        "Half the squared error, summed over the outputs; its derivative is simply y − t.",
        half_squared,
        half_squared_slope,
    ),
    "mse": Loss(
        "mse",
        "Mean squared error",
        "L = 1/K Σₖ (yₖ − tₖ)²",
        "The squared error, averaged over the outputs. Large errors weigh most.",
        mse,
        mse_slope,
    ),
    "mae": Loss(
        "mae",
        "Mean absolute error",
        "L = 1/K Σₖ |yₖ − tₖ|",
        "The absolute error, averaged over the outputs. Robust to outliers: they pull no harder than other "
        "examples.",
        mae,
        mae_slope,
    ),
    "huber": Loss(
        "huber",
        "Huber",
        "L = 1/K Σₖ (½ r² if |r| ≤ 1, else |r| − ½), r = yₖ − tₖ",
        "Quadratic for small errors, linear for large ones: smooth at the target, robust to outliers.",
        huber,
        huber_slope,
    ),
    "binary_cross_entropy": Loss(
        "binary_cross_entropy",
        "Binary cross-entropy",
        "L = −Σₖ (tₖ ln yₖ + (1 − tₖ) ln(1 − yₖ))",
        "Minus the logarithm of the probability given to the true answer. With sigmoid outputs dL/dz is y − "
        "t, so that a saturated wrong output still learns.",
        binary_cross_entropy,
        binary_cross_entropy_slope,
        cross_entropy_delta,
        frozenset({"sigmoid"}),
        "it takes the logarithm of the probability of yes, which only sigmoid provides.",
    ),
    "categorical_cross_entropy": Loss(
        "categorical_cross_entropy",
        "Categorical cross-entropy",
        "L = −Σₖ tₖ ln yₖ",
        "Minus the logarithm of the probability given to the true class. With softmax outputs dL/dz is y − "
        "t.",
        categorical_cross_entropy,
        categorical_cross_entropy_slope,
        cross_entropy_delta,
        frozenset({"softmax"}),
        "it needs class probabilities that add up to 1, which only softmax provides.",
    ),
}
