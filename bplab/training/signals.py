"""The size of a step's gradients, deltas and updates in each layer, measured as in training."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from bplab.arrays import Array
from bplab.training.kernel.book import book_layers
from bplab.training.kernel.squares import SAFE
from bplab.training.kernel.statistics import scaled_norms
from bplab.training.step import Pairs, StepTrace, read_only


@dataclass(frozen=True, eq=False)
class Signals:
    """The size of each layer's signals.

    Shapes: (layers,) each, the first hidden layer first.
    Units: Frobenius norms of dL/dW and dL/db; rms of delta over examples and neurons; |new W - W| / |W|,
    NaN where all weights are zero; rms of dL/da, as the weights carry it back, NaN of the output layer and
    where no step was traced.
    """

    gradient_norms: Array
    bias_gradient_norms: Array
    delta_norms: Array
    update_ratios: Array
    carried_norms: Array


def signals_of(trace: StepTrace) -> Signals:
    """Measure a step."""
    before = trace.start.build.layout.weights(trace.start.parameters)
    with np.errstate(all="ignore"):
        moved, sizes = _norms(trace.updates, 0), _norms(tuple(before), 0)
        ratios = np.where(sizes > 0, moved / sizes, np.nan)
        rms = np.array([_norm(delta) / np.sqrt(delta.size) for delta in trace.delta])
        gradients = _norms(trace.gradients, 0), _norms(trace.gradients, 1)
        found = *gradients, rms, ratios, _carried(trace)
    return Signals(*map(read_only, found))


def signals_in(row: Array) -> Signals:
    """Read them from a row of the history of steps."""
    made = row[1:].reshape(4, -1).copy()
    return Signals(*map(read_only, (*made, np.full(made.shape[1], np.nan))))


def _carried(trace: StepTrace) -> Array:
    """The rms of dL/da = delta @ W^T of each hidden layer, over examples and neurons."""
    start = trace.start
    layers = book_layers(start.build.layout, start.parameters)
    found = np.full(len(layers), np.nan)
    for layer, units in enumerate(start.build.layout.units[:-1]):
        dL_da = (trace.delta[layer + 1] @ layers[layer + 1].connected.T)[:, :units]
        mask = start.masks[layer]
        dL_da = dL_da if mask is None else dL_da * mask
        found[layer] = _norm(dL_da) / np.sqrt(dL_da.size)
    return found


def _norms(pairs: Pairs, part: int) -> Array:
    return np.array([_norm(pair[part]) for pair in pairs])


def _norm(values: Array) -> float:
    flat = values.ravel().astype(np.float64, copy=False)
    square, (low, high) = float(flat.dot(flat)), SAFE[8]
    return sqrt(square) if low < square < high else float(scaled_norms(flat[None])[0])
