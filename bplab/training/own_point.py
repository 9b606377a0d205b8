"""The forward pass of inputs that someone chose, in a step that is made for others: they have no target."""

from dataclasses import replace

import numpy as np

from bplab.arrays import Floats
from bplab.nn.network import forward
from bplab.training.kernel.book import book_layers
from bplab.training.step import StepTrace, read_only
from bplab.training.trace import ExampleTrace


def pass_forward(step: StepTrace, raw: Floats) -> StepTrace:
    """Give a step as if its only example were a point without a target; dropout silences nothing.

    Where a target is needed stands NaN: losses and δ. Gradients and updates are still those of the step.

    Shapes: raw (raw inputs,), as in the data set.
    """
    start = step.start
    X = start.build.prepared.inputs_of(raw[None]).astype(start.parameters.dtype)
    with np.errstate(all="ignore"):
        made = forward(book_layers(start.build.layout, start.parameters), X, skip=start.spec.skip)
    unknown = tuple(read_only(np.full_like(z, np.nan)) for z in made.z)
    alone = replace(start, batch=start.batch[:0], masks=tuple(None for _ in start.masks))
    return replace(
        step, start=alone, x=read_only(X), target=unknown[-1], delta=unknown, losses=unknown[-1][:, 0],
        z=tuple(map(read_only, made.z)), a=tuple(map(read_only, made.a)),
    )  # fmt: skip


def numbers_of(own: StepTrace, count: int) -> ExampleTrace:
    """The same as the numbers of one example, beside a batch of so many."""
    rows = (own.x, own.target, *own.z, *own.a, *own.delta)
    x, target, *rest = (read_only(each[0]) for each in rows)
    layers = len(own.z)
    z, a, delta = (tuple(rest[place * layers : (place + 1) * layers]) for place in range(3))
    return ExampleTrace(None, count, None, x, target, z, a, delta, is_own=True)
