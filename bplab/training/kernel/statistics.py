"""Numbers of every step, gathered for many steps at once: losses, gradient, delta and update norms."""

import numpy as np

from bplab.training.kernel.layout import Array
from bplab.training.kernel.outputs import batch_losses
from bplab.training.kernel.stage import Stage


def statistics(stage: Stage, rows: slice) -> Array:
    """One row a step: batch loss, then per layer |dL/dW|, |dL/db|, rms delta, update/weight.

    The norms are Frobenius norms; rms delta is over examples and neurons, without the batch factor;
    update/weight is NaN where all weights are zero. Shape: (steps, 1 + 4 * layers), float64.
    """
    count, layers = rows.stop - rows.start, len(stage.units)
    numbers = np.empty((count, 1 + 4 * layers))
    loss = batch_losses(stage.model.spec.loss, stage.logits[rows], stage.outputs[rows], stage.targets[rows])
    np.multiply(loss.sum(axis=1), stage.factor, out=numbers[:, 0])
    norms, bias, delta, ratio = numbers[:, 1:].reshape(count, 4, layers).swapaxes(0, 1)
    squares = np.empty((count, 3, layers))
    for alike in stage.model.layout.alike:
        weights, biases, deltas = _vectors(stage, rows, alike)
        squares[:, :, alike] = np.vecdot(weights, weights)
        bias[:, alike] = np.vecdot(biases, biases)
        delta[:, alike] = np.vecdot(deltas, deltas)
    delta *= stage.delta_scale
    norms[...] = squares[:, 1]
    np.divide(squares[:, 2], squares[:, 0], out=ratio)  # 0/0 is NaN: no weights, no ratio
    np.sqrt(numbers[:, 1:], out=numbers[:, 1:])
    return numbers


def _vectors(stage: Stage, rows: slice, alike: slice) -> tuple[Array, Array, Array]:
    """Views of some layers of one shape.

    Shapes: w, gradient and update of the weights (steps, 3, layers, weights), gradients of the biases
    (steps, layers, units), deltas (steps, layers, units * batch).
    """
    layout, count = stage.model.layout, alike.stop - alike.start
    height, units, begin = layout.rows[alike.start], layout.units[alike.start], layout.offsets[alike.start]
    blocks = stage.ring[rows, :, begin : begin + count * height * units].reshape(-1, 3, count, height * units)
    span = slice(stage.delta_spans[alike.start].start, stage.delta_spans[alike.stop - 1].stop)
    weights = (height - 1) * units
    deltas = stage.deltas[rows, span].reshape(len(blocks), count, -1)
    return blocks[..., :weights], blocks[:, 1, :, weights:], deltas
