"""Numbers of every step, gathered for many steps at once: losses, gradient, delta and update norms."""

import numpy as np

from bplab.training.kernel.layout import Array
from bplab.training.kernel.outputs import batch_losses
from bplab.training.kernel.stage import Stage


def statistics(stage: Stage, count: int) -> Array:
    """One row a step: batch loss, then per layer |dL/dW|, |dL/db|, rms delta, update/weight.

    The norms are Frobenius norms; rms delta is over examples and neurons, without the batch factor;
    update/weight is NaN where all weights are zero. Shape: (count, 1 + 4 * layers), float64.
    """
    layers = len(stage.units)
    rows = np.empty((count, 1 + 4 * layers))
    loss = batch_losses(
        stage.model.spec.loss, stage.logits[:count], stage.outputs[:count], stage.targets[:count]
    )
    np.multiply(loss.sum(axis=1), stage.factor, out=rows[:, 0])
    norms, bias, delta, ratio = rows[:, 1:].reshape(count, 4, layers).swapaxes(0, 1)
    squares = np.empty((count, 3, layers))
    for layer, (weights, biases) in enumerate(stage.model.layout.spans):
        parameters, deltas = stage.ring[:count, :, weights], stage.deltas[:count, stage.delta_spans[layer]]
        squares[:, :, layer] = np.vecdot(parameters, parameters)
        gradients = stage.ring[:count, 1, biases]
        bias[:, layer] = np.vecdot(gradients, gradients)
        delta[:, layer] = np.vecdot(deltas, deltas)
    delta *= stage.delta_scale
    norms[...] = squares[:, 1]
    np.divide(squares[:, 2], squares[:, 0], out=ratio)  # 0/0 is NaN: no weights, no ratio
    np.sqrt(rows[:, 1:], out=rows[:, 1:])
    return rows
