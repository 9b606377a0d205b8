"""Outputs over the plane and the data: output map, neuron tiles, mean outputs, confusion matrix.

What the network answers is in the data's own units; what its neurons put out is what the next layer gets.
"""

from functools import lru_cache
from threading import get_ident

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Array
from bplab.data.prepare import Prepared
from bplab.nn.losses import LOSSES
from bplab.training.build import Build
from bplab.training.forward import Forward, activations_of, outputs_of, whole
from bplab.training.metrics import Worst, classes, confusion, worst

SHOWN = 256  # training examples averaged for the mean activation


@lru_cache(maxsize=8)
def grid_inputs(prepared: Prepared, side: int) -> Array:
    """Network inputs at side x side cell centers of the plane, row 0 at the bottom.

    Shapes: (side^2, d).
    """
    extent = prepared.row.extent or 1.0
    line = (np.arange(side) + 0.5) / side * 2 * extent - extent
    x1, x2 = np.meshgrid(line, line)
    return prepared.inputs_of(np.stack([x1.ravel(), x2.ravel()], axis=1)).astype(np.float32)


def output_map(build: Build, parameters: Array, side: int) -> Array:
    """The outputs over the plane, in single precision if its range suffices.

    Shapes: (outputs, side, side).
    """
    _, y = _map_program(build, side, get_ident()).run(parameters.astype(np.float32))
    if not np.isfinite(y).all():
        _, y = outputs_of(build.layout, build.spec.skip, parameters, grid_inputs(build.prepared, side))
    y = build.prepared.outputs_of(y)
    return np.array(y.T, order="C").reshape(-1, side, side)


@lru_cache(maxsize=2)
def _map_program(build: Build, side: int, _thread: int) -> Forward:
    """The forward pass over the plane, made once: its buffers belong to one thread."""
    return Forward(build.layout, build.spec.skip, grid_inputs(build.prepared, side))


def neuron_tiles(build: Build, parameters: Array, side: int) -> tuple[Array, ...]:
    """Every neuron's output over the plane, inputs first.

    Shapes: (units, side, side) per layer.
    """
    inputs = grid_inputs(build.prepared, side)
    layers = _tile_program(build, side, get_ident()).activations(parameters.astype(np.float32))
    if not np.isfinite(layers[-1]).all():  # a run about to diverge has values beyond single precision
        layers = activations_of(build.layout, build.spec.skip, parameters, inputs)
    return tuple(layer.reshape(-1, side, side) for layer in layers)


@lru_cache(maxsize=2)
def _tile_program(build: Build, side: int, _thread: int) -> Forward:
    """The forward pass over the plane whose values in all layers are seen, made once."""
    return whole(build.layout, build.spec.skip, grid_inputs(build.prepared, side))


def output_curve(build: Build, parameters: Array, samples: int) -> Array:
    """The outputs along the axis of a 1-D set, from end to end.

    Shapes: (outputs, samples).
    """
    _, y = outputs_of(build.layout, build.spec.skip, parameters, line_inputs(build.prepared, samples))
    return np.ascontiguousarray(build.prepared.outputs_of(y).T)


def neuron_curves(build: Build, parameters: Array, samples: int) -> tuple[Array, ...]:
    """Every neuron's output along the axis of a 1-D set, inputs first.

    Shapes: (units, samples) per layer.
    """
    inputs = line_inputs(build.prepared, samples)
    layers = activations_of(build.layout, build.spec.skip, parameters, inputs)
    return tuple(np.ascontiguousarray(layer) for layer in layers)


def line_inputs(prepared: Prepared, samples: int) -> Array:
    """Network inputs along the axis of a 1-D set, both ends included.

    Shapes: (samples, d).
    """
    domain = prepared.row.domain or 1.0
    return prepared.inputs_of(np.linspace(-domain, domain, samples)[:, None])


def predictions(build: Build, parameters: Array) -> Array:
    """The outputs for every example of the data set, in its order.

    Shapes: (n, outputs).
    """
    _, y = _data_program(build, get_ident()).run(parameters)
    return np.array(build.prepared.outputs_of(y))


@lru_cache(maxsize=2)
def _data_program(build: Build, _thread: int) -> Forward:
    """The forward pass over all examples, made once."""
    X = np.asarray(build.prepared.X, build.parameters.dtype)
    return Forward(build.layout, build.spec.skip, X)


def mean_activations(build: Build, parameters: Array) -> tuple[Array, ...]:
    """Every neuron's mean output over the first training examples, inputs first.

    Shapes: (units,) per layer.
    """
    layers = _shown_program(build, get_ident()).activations(parameters)
    return tuple(layer.mean(axis=1) for layer in layers)


@lru_cache(maxsize=2)
def _shown_program(build: Build, _thread: int) -> Forward:
    """The forward pass over the first training examples, made once."""
    X = build.prepared.X[build.prepared.split.train[:SHOWN]]
    return whole(build.layout, build.spec.skip, np.asarray(X, build.parameters.dtype))


def judged(build: Build, parameters: Array) -> tuple[NDArray[np.int64] | None, str, tuple[Worst, ...]]:
    """The confusion matrix and worst examples of the test part, or of the training part if there is none."""
    dataset, split = build.prepared.dataset, build.prepared.split
    if not dataset.classes:
        return None, "", ()
    part, rows = ("test", split.test) if len(split.test) else ("train", split.train)
    z, y = outputs_of(build.layout, build.spec.skip, parameters, build.prepared.X[rows])
    losses = LOSSES[build.spec.loss].per_example(y, z, build.targets[rows])
    coding, labels = build.shape.coding, dataset.targets[rows]
    counts = confusion(labels, classes(y, coding), len(dataset.classes))
    counts.setflags(write=False)
    return counts, part, worst(rows, labels, y, losses, coding)
