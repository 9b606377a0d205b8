"""Numbers of every step, gathered for many steps at once: losses, gradient, delta and update norms."""

import numpy as np

from bplab.training.kernel.layout import Array, Mask
from bplab.training.kernel.outputs import batch_losses
from bplab.training.kernel.squares import SAFE
from bplab.training.kernel.stage import Stage


def statistics(stage: Stage, rows: slice) -> Array:
    """One row a step: batch loss, then per layer |dL/dW|, |dL/db|, rms delta, update/weight.

    The norms are Frobenius norms; rms delta is over examples and neurons, without the batch factor;
    update/weight is NaN where all weights are zero. In the first step that went wrong, whose loss, gradient,
    delta, update or new weights are not finite, the batch loss is not finite either.

    Shapes: (steps, 1 + 4 * layers), float64.
    """
    count, layers = rows.stop - rows.start, len(stage.units)
    squares = stage.squares.values[rows].astype(float) if stage.ring.to_and_fro else _squares(stage, rows)
    low, high = SAFE[stage.model.dtype.itemsize]
    safe: Mask = (squares > low) & (squares < high)
    norms, all_safe = np.sqrt(squares), bool(safe.all())
    if not all_safe:
        _take_again(stage, rows, norms, ~safe)
    weight, gradient, *kept, bias, delta = norms.swapaxes(0, 1)
    update = kept[0] if kept else gradient * stage.rates[rows, :1]
    numbers = np.empty((count, 1 + 4 * layers))
    loss = batch_losses(stage.model.spec.loss, stage.logits[rows], stage.outputs[rows], stage.targets[rows])
    np.multiply(loss.sum(axis=1), stage.factor, out=numbers[:, 0])
    columns = numbers[:, 1:].reshape(count, 4, layers)
    columns[:, 0], columns[:, 1] = gradient, bias
    np.multiply(delta, stage.delta_scale, out=columns[:, 2])
    np.divide(update, weight, out=columns[:, 3])
    if not all_safe:
        columns[:, 3][~np.isfinite(columns[:, 3])] = np.nan  # no weights, no ratio
        _mark_divergence(stage, rows, numbers, norms)
    return numbers


def _squares(stage: Stage, rows: slice) -> Array:
    """Sums of squares of what `_vectors` gives. Shape: (steps, kinds + 2, layers)."""
    squares = np.empty((rows.stop - rows.start, stage.ring.kinds + 2, len(stage.units)))
    for alike in stage.model.layout.alike:
        weights, biases, deltas = _vectors(stage, rows, alike)
        squares[:, :-2, alike] = np.vecdot(weights, weights)
        squares[:, -2, alike] = np.vecdot(biases, biases)
        squares[:, -1, alike] = np.vecdot(deltas, deltas)
    return squares


def _vectors(stage: Stage, rows: slice, alike: slice) -> tuple[Array, Array, Array]:
    """Views of some layers of one shape.

    Shapes: w, gradient and update (if kept) of the weights (steps, kinds, layers, weights), gradients of the
    biases (steps, layers, units), deltas (steps, layers, units * batch).
    """
    key = rows.start, rows.stop, alike.start, alike.stop
    if key not in stage.views:
        stage.views[key] = _make_views(stage, rows, alike)
    return stage.views[key]


def _make_views(stage: Stage, rows: slice, alike: slice) -> tuple[Array, Array, Array]:
    layout, count = stage.model.layout, alike.stop - alike.start
    height, units, begin = layout.rows[alike.start], layout.units[alike.start], layout.offsets[alike.start]
    place, kinds = stage.ring.place(rows.start), stage.ring.kinds
    chosen = stage.ring.rows[place : place + rows.stop - rows.start]
    blocks = chosen[..., begin : begin + count * height * units].reshape(-1, kinds, count, height * units)
    span = slice(stage.delta_spans[alike.start].start, stage.delta_spans[alike.stop - 1].stop)
    weights = (height - 1) * units
    deltas = stage.deltas[rows, span].reshape(len(blocks), count, -1)
    return blocks[..., :weights], blocks[:, 1, :, weights:], deltas


def _take_again(stage: Stage, rows: slice, norms: Array, unsafe: Mask) -> None:
    """Take the norms whose squares do not fit the dtype in a way that does; the others keep their bits.

    Shapes: norms, unsafe (steps, kinds + 2, layers).
    """
    if stage.ring.to_and_fro:  # only the last step's vectors are still there, and only its can be unsafe
        rows, norms, unsafe = slice(rows.stop - 1, rows.stop), norms[-1:], unsafe[-1:]
    for what, layer in np.argwhere(unsafe.any(axis=0)):
        weights, biases, deltas = _vectors(stage, rows, slice(layer, layer + 1))
        vectors = (*weights.swapaxes(0, 1), biases, deltas)[what]
        steps = unsafe[:, what, layer]
        norms[steps, what, layer] = scaled_norms(vectors[steps, 0])


def scaled_norms(vectors: Array) -> Array:
    """Norms of vectors of any size that a number can have. Shapes: (n, values) -> (n,), float64."""
    wide = vectors.astype(np.float64)
    largest = np.abs(wide).max(axis=1, initial=0.0)
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    wide /= scale[:, None]
    norms: Array = scale * np.sqrt(np.vecdot(wide, wide))
    return norms


def _mark_divergence(stage: Stage, rows: slice, numbers: Array, norms: Array) -> None:
    first = rows.stop - 1 if stage.ring.to_and_fro else rows.start
    after = [stage.ring.place(row + 1) for row in range(first, rows.stop)]
    finite = np.logical_and.reduce(np.isfinite(norms), axis=(1, 2))
    finite[-len(after) :] &= np.isfinite(stage.ring.rows[after, 0]).all(axis=1)
    if not finite.all():
        numbers[int(np.argmin(finite)), 0] = np.nan
