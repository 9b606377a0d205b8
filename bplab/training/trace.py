"""One example of the next step, traced through the network and back, or the mean of all examples."""

from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array
from bplab.training.step import BatchTrace, StepInput, read_only, trace_batch

MEAN = 1 << 30  # the position after the last example


@dataclass(frozen=True, eq=False)
class ExampleTrace:
    """The values of one example in a step, with the weights and the dropout of that step.

    For the mean (`example` None), every value is the mean over the examples. An own point is no example: it
    has no target and no δ.
    Shapes: x (inputs,), target (outputs,); z, a, delta (units,) per layer, the first hidden layer first.
    Units: delta is dL/dz of the example's own loss.
    """

    example: int | None  # its number in the batch, from 0
    count: int  # examples in the batch
    row: int | None  # its row in the data set
    x: Array
    target: Array
    z: tuple[Array, ...]
    a: tuple[Array, ...]
    delta: tuple[Array, ...]
    is_own: bool = False


def example_of(trace: BatchTrace, stop: int) -> ExampleTrace:
    """Select an example of a batch, counted from 1, or the mean of all for MEAN.

    A number beyond the last example of the batch selects the last.
    """
    count = len(trace.x)
    example = None if stop >= MEAN else min(stop, count) - 1
    return _example(trace, example, count, 0 if example is None else example)


def trace_example(start: StepInput, stop: int) -> ExampleTrace:
    """Trace a single example, which is fast however large the batch is."""
    example = min(stop, len(start.batch)) - 1
    alone = trace_batch(start.only(slice(example, example + 1)))
    return _example(alone, example, len(start.batch), 0)


def _example(trace: BatchTrace, example: int | None, count: int, place: int) -> ExampleTrace:
    def taken(values: Array) -> Array:
        with np.errstate(all="ignore"):
            found: Array = values.mean(axis=0) if example is None else values[place]
        return read_only(found)

    row = None if example is None else int(trace.start.batch[place])
    z, a, delta = (tuple(map(taken, arrays)) for arrays in (trace.z, trace.a, trace.delta))
    return ExampleTrace(example, count, row, taken(trace.x), taken(trace.target), z, a, delta)
