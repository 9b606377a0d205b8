"""The network applied to a whole part of the data, in pieces that fit the core's cache."""

from collections.abc import Sequence

import numpy as np

from bplab.experiment.shape import Shape
from bplab.training.kernel.calls import FAST, constants
from bplab.training.kernel.calls import run as run_calls
from bplab.training.kernel.layout import Array, Layout

PIECE = 1024  # examples at once


def outputs_of(layout: Layout, skip: bool, parameters: Array, X: Array) -> tuple[Array, Array]:
    """Logits and outputs. Shapes: parameters flat, X (n, inputs) -> z, y (n, outputs)."""
    shape, blocks = layout.shape, layout.blocks(parameters)
    X = np.asarray(X, parameters.dtype)
    pieces = [_piece(shape, skip, blocks, X[begin : begin + PIECE])[-1] for begin in range(0, len(X), PIECE)]
    if not pieces:
        empty = np.empty((0, shape.sizes[-1]), parameters.dtype)
        return empty, empty
    if len(pieces) == 1:
        return pieces[0][0].T, pieces[0][1].T
    z, y = zip(*pieces, strict=True)
    return np.concatenate([part.T for part in z]), np.concatenate([part.T for part in y])


def activations_of(layout: Layout, skip: bool, parameters: Array, X: Array) -> list[Array]:
    """The outputs of every layer, inputs first. Shapes: X (n, inputs) -> (units, n) a layer."""
    X = np.asarray(X, parameters.dtype)
    pieces = _piece(layout.shape, skip, layout.blocks(parameters), X)
    return [np.ascontiguousarray(X.T), *(a for _, a in pieces)]


def _piece(shape: Shape, skip: bool, blocks: Sequence[Array], X: Array) -> list[tuple[Array, Array]]:
    """(z, a) of each layer for some examples, feature-major (units, n)."""
    c = constants(X.dtype)
    layers: list[tuple[Array, Array]] = []
    a = X.T
    for index, (block, layer) in enumerate(zip(blocks, shape.layers, strict=True)):
        if skip and index and index == len(blocks) - 1:
            a = np.concatenate([a, X.T])
        z = block[:-1].T.dot(a)
        z += block[-1][:, None]
        a = np.empty_like(z)
        run_calls(FAST[layer.activation].forward(z, a, c))
        layers.append((z, a))
    return layers
