"""After a step that was not finite: which layer and tensor were the first to go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bplab.experiment.spec import Experiment
from bplab.nn.losses import LOSSES
from bplab.nn.network import Dropout, Layer, Trace, backward, forward
from bplab.training.kernel.layout import Array


@dataclass(frozen=True)
class Divergence:
    """Where the first value that is not finite appeared."""

    step: int  # the update that could not be made, from 1
    layer: int  # from 0; the last one is the output layer
    tensor: str  # "z", "a", "loss", "delta", "gradient" or "weights"


def first_not_finite(
    spec: Experiment, layers: Sequence[Layer], X: Array, T: Array, dropout: Dropout, after: Sequence[Array]
) -> tuple[int, str]:
    """Walk a step again by the book; return layer and name of the first tensor that is not finite.

    Shapes: X (batch, inputs), T (batch, outputs); after: a layer's parameters each, as the step left them.
    """
    trace = forward(layers, X, dropout, skip=spec.skip)
    for layer, name, values in _tensors(spec, layers, trace, T, after):
        if not np.isfinite(values).all():
            return layer, name
    return len(layers) - 1, "loss"  # so near the largest number that the book just stays below it


def _tensors(
    spec: Experiment, layers: Sequence[Layer], trace: Trace, T: Array, after: Sequence[Array]
) -> Iterator[tuple[int, str, Array]]:
    """Everything a step computes, in its order."""
    for layer, (z, a) in enumerate(zip(trace.z, trace.a, strict=True)):
        yield layer, "z", z
        yield layer, "a", a
    losses = LOSSES[spec.loss].per_example(trace.y, trace.z[-1], T)
    yield len(layers) - 1, "loss", losses.mean() if spec.reduction == "mean" else losses.sum()
    found = backward(layers, trace, T, spec.loss, spec.reduction)
    for layer in reversed(range(len(layers))):
        yield layer, "delta", found.delta[layer]
        yield layer, "gradient", found.dL_dW[layer]
        yield layer, "gradient", found.dL_db[layer]
    for layer, block in enumerate(after):
        yield layer, "weights", block
