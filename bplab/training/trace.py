"""One example of a batch followed through the network and back, or the mean over all of them."""

from dataclasses import dataclass

import numpy as np

from bplab.nn.network import backward, forward
from bplab.training.batches import Indices
from bplab.training.build import Build
from bplab.training.kernel.book import book_layers
from bplab.training.kernel.layout import Array

MEAN = 1 << 30  # the stop behind all examples


@dataclass(frozen=True, eq=False)
class ExampleTrace:
    """What the network makes of an example, with the weights of this moment and nothing dropped out.

    Of the mean (`example` None), every number is the mean of the examples' own.
    Shapes: x (inputs,), target (outputs,); z, a, delta (units,) a layer, the first hidden layer first.
    Units: delta is dL/dz of the example's own loss.
    """

    example: int | None  # its number in the batch, from 0
    count: int  # examples in the batch
    row: int | None  # its place in the data set
    x: Array
    target: Array
    z: tuple[Array, ...]
    a: tuple[Array, ...]
    delta: tuple[Array, ...]


def trace_example(build: Build, parameters: Array, batch: Indices, stop: int) -> ExampleTrace:
    """Follow example number `stop` of a batch, counted from 1, or all of them for MEAN.

    A number beyond the batch's last example is taken for the last.
    Shapes: parameters flat; batch: rows of the data set.
    """
    mean = stop >= MEAN
    example = None if mean else min(stop, len(batch)) - 1
    rows = batch if example is None else batch[example : example + 1]
    X, T = build.prepared.X[rows], build.targets[rows]
    layers = book_layers(build.layout, parameters.astype(np.float64))
    with np.errstate(all="ignore"):  # a run that diverged shows what it has
        trace = forward(layers, X, skip=build.spec.skip)
        delta = backward(layers, trace, T, build.spec.loss).delta
        return ExampleTrace(
            example,
            len(batch),
            None if example is None else int(rows[0]),
            _mean(X),
            _mean(T),
            tuple(map(_mean, trace.z)),
            tuple(map(_mean, trace.a)),
            tuple(map(_mean, delta)),
        )


def _mean(values: Array) -> Array:
    found: Array = values.mean(axis=0)
    found.setflags(write=False)
    return found
