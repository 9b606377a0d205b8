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
    starts = (0, *stage.delta_ends[:-1])
    for layer, (weights, biases) in enumerate(stage.model.layout.spans()):
        _squares(stage.ring[:count, :, weights], squares[:, :, layer])
        _squares(stage.ring[:count, 1, biases], bias[:, layer])
        _squares(stage.deltas[:count, starts[layer] : stage.delta_ends[layer]], delta[:, layer])
    delta /= (np.diff(stage.delta_ends, prepend=0)) * stage.factor**2
    norms[...] = squares[:, 1]
    ratio[...] = squares[:, 2] / np.where(squares[:, 0] == 0, np.nan, squares[:, 0])
    np.sqrt(rows[:, 1:], out=rows[:, 1:])
    return rows


def _squares(vectors: Array, out: Array) -> None:
    """Sums of squares over the last axis; again in float64 where float32 overflowed."""
    out[...] = np.vecdot(vectors, vectors)
    if vectors.dtype == np.float32:
        over = np.isinf(out)
        if over.any():
            exact = vectors[over].astype(np.float64)
            out[over] = np.vecdot(exact, exact)
