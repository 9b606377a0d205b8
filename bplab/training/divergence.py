"""Finds the first layer and tensor that were not finite after a step diverged."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array
from bplab.training.step import StepTrace


@dataclass(frozen=True)
class Divergence:
    """Where the first value that is not finite appeared."""

    step: int  # the update that failed, from 1
    layer: int  # from 0; the last one is the output layer
    tensor: str  # "z", "a", "loss", "delta", "gradient" or "weights"


def first_not_finite(trace: StepTrace, left: Array) -> tuple[int, str]:
    """Return layer and name of the first tensor of a step that is not finite.

    Shapes: left (parameters,), the parameters after the kernel's step.
    """
    for layer, name, values in _tensors(trace, left):
        if not np.isfinite(values).all():
            return layer, name
    return len(
        trace.z
    ) - 1, "loss"  # so near the largest number that the reference implementation just stays below it


def _tensors(trace: StepTrace, left: Array) -> Iterator[tuple[int, str, Array | float]]:
    """All tensors of a step, in the order of their computation."""
    for layer, (z, a) in enumerate(zip(trace.z, trace.a, strict=True)):
        yield layer, "z", z
        yield layer, "a", a
    yield len(trace.z) - 1, "loss", trace.loss
    for layer, (dL_dW, dL_db) in reversed([*enumerate(trace.gradients)]):
        yield layer, "delta", trace.delta[layer]
        yield layer, "gradient", dL_dW
        yield layer, "gradient", dL_db
    for layer, block in enumerate(trace.start.build.layout.blocks(left)):
        yield layer, "weights", block
