"""The next step: everything that determines it, and every value that it will compute.

The kernel makes steps fast and keeps little of them; here `bplab.nn` makes one in full, to be examined.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bplab.arrays import Array, Indices, Mask
from bplab.experiment.spec import Experiment
from bplab.nn import step as book
from bplab.nn.network import loss_of
from bplab.training.build import Build
from bplab.training.kernel.book import book_layers, hyper_of
from bplab.training.kernel.layout import ParameterLayout

Pairs = tuple[
    tuple[Array, Array], ...
]  # (W (fan_in, fan_out), b (fan_out,)) per layer, or values of the same shapes


@dataclass(frozen=True, eq=False)
class StepInput:
    """Everything that determines a step, before it is made.

    Shapes: parameters, slots and dead flat, as in `build.layout`; batch: rows of the data set; masks: factors
    of dropout for the outputs of a hidden layer, (batch, units) each, None without dropout.
    """

    build: Build
    spec: Experiment  # with the live changes made so far
    step: int  # updates made before it
    epoch: int  # epochs completed before it
    parameters: Array
    slots: Mapping[str, Array]  # the optimizer's state
    dead: Mask  # weights removed by pruning
    batch: Indices
    masks: tuple[Array | None, ...]
    learning_rate: float  # after the schedule

    @property
    def effort(self) -> float:
        """A rough estimate of the time to trace the step on a machine of 2020.

        Units: seconds.
        """
        return effort_of(self.build, len(self.batch), np.dtype(self.spec.dtype).itemsize)

    def kept(self) -> "StepInput":
        """The same step with arrays of its own, that stay as they are when the run goes on."""
        slots = {name: read_only(slot.copy()) for name, slot in self.slots.items()}
        parameters, dead = read_only(self.parameters.copy()), self.dead.copy()
        return replace(self, parameters=parameters, slots=slots, dead=dead)

    def only(self, examples: slice) -> "StepInput":
        """The step as if its batch had only some of its examples."""
        masks = tuple(mask if mask is None else mask[examples] for mask in self.masks)
        return replace(self, batch=self.batch[examples], masks=masks)

    def on(self, rows: Indices) -> "StepInput":
        """The step as if it were made on other examples, without dropout."""
        return replace(self, batch=rows, masks=tuple(None for _ in self.masks))


def effort_of(build: Build, examples: float, itemsize: int) -> float:
    """About how long a machine of 2020 takes to pass so many examples forward and back, in seconds."""
    size, units = build.layout.size, sum(build.layout.units)
    products, vectors, signals = 0.4 * size * examples, 35.0 * size, 35.0 * units * examples
    return 1e-9 * (products + vectors + signals) * itemsize / 8


@dataclass(frozen=True, eq=False)
class BatchTrace:
    """The forward and backward pass of a step's examples; all arrays are read-only.

    `a[l]` is the output of layer l after dropout, as the next layer receives it.

    Shapes: x (batch, inputs), target (batch, outputs), losses (batch,); z, a, delta (batch, units) per layer,
    the first hidden layer first.
    Units: delta is dL/dz of each example's own loss.
    """

    start: StepInput
    x: Array
    target: Array
    z: tuple[Array, ...]
    a: tuple[Array, ...]
    delta: tuple[Array, ...]
    losses: Array
    loss: float  # of the batch, without penalty


@dataclass(frozen=True, eq=False)
class StepTrace(BatchTrace):
    """Every value of one step, in the precision of its run.

    `gradients` are those of the loss alone; `updates` are the new parameters minus the old ones.

    Shapes: (W (fan_in, fan_out), b (fan_out,)) per layer; slots flat.
    """

    gradients: Pairs
    penalty_gradients: Pairs
    used_gradients: Pairs  # the sum of both, clipped: the optimizer's input
    updates: Pairs
    parameters: Pairs  # after the step, as are the slots
    slots: Mapping[str, Array]


def trace_batch(start: StepInput) -> BatchTrace:
    """Run a step's examples forward and backward with `bplab.nn`; values may be infinite or NaN."""
    with np.errstate(all="ignore"):
        made = book.make_passes(book_start(start), *_examples(start), method_of(start.spec))
    return BatchTrace(start, **_by_layer(start, made))


def trace_step(start: StepInput) -> StepTrace:
    """Make a step with `bplab.nn` and keep all of its values, which may be infinite or NaN."""
    with np.errstate(all="ignore"):
        made = book.make_step(book_start(start), *_examples(start), method_of(start.spec))
        update = made.new_w - made.w
    layout = start.build.layout
    return StepTrace(
        start,
        **_by_layer(start, made),
        gradients=pairs_of(layout, made.gradient),
        penalty_gradients=pairs_of(layout, made.penalty),
        used_gradients=pairs_of(layout, made.used),
        updates=pairs_of(layout, update),
        parameters=pairs_of(layout, made.new_w),
        slots=made.slots,
    )


def loss_after(trace: StepTrace) -> float:
    """Give the loss of the step's own batch, with the same dropout, once its update is made; no penalty."""
    start, spec = trace.start, trace.start.spec
    with np.errstate(all="ignore"):
        layers = book_layers(start.build.layout, book.join(trace.parameters))
        dropout = [*start.masks, None]
        return loss_of(layers, trace.x, trace.target, spec.loss, spec.reduction, dropout, spec.skip)


def parameters_after(trace: StepTrace, rate: float) -> Array:
    """Give the parameters after the same step made at another learning rate.

    Shapes: flat.
    """
    start = trace.start
    used = book.join(trace.used_gradients)
    with np.errstate(all="ignore"):
        at_rate = book_start(replace(start, learning_rate=rate))
        return book.update(start.parameters, used, at_rate, method_of(start.spec))[0]


def _examples(start: StepInput) -> tuple[Array, Array]:
    """Inputs and targets in the precision of the run.

    Shapes: (batch, inputs), (batch, outputs).
    """
    dtype, prepared = np.dtype(start.spec.dtype), start.build.prepared
    return prepared.X[start.batch].astype(dtype), start.build.targets[start.batch].astype(dtype)


def _by_layer(start: StepInput, made: book.Passes) -> dict[str, Any]:
    """The fields of a BatchTrace except the first."""
    X, T = map(read_only, _examples(start))
    fed = zip(
        made.trace.inputs[1:], start.build.layout.units, strict=False
    )  # followed by X, with a skip link
    passed_on = [*(inputs[:, :units] for inputs, units in fed), made.trace.y]
    each = {"z": made.trace.z, "a": passed_on, "delta": made.found.delta}
    layers = {name: tuple(map(read_only, arrays)) for name, arrays in each.items()}
    return {"x": X, "target": T, **layers, "losses": read_only(made.losses), "loss": made.loss}


def read_only(array: Array) -> Array:
    """Make an array read-only."""
    array.setflags(write=False)
    return array


def pairs_of(layout: ParameterLayout, flat: Array) -> Pairs:
    """Split a flat vector, which becomes read-only, into (W, b) of each layer."""
    return tuple(layout.weights(read_only(flat)))


def book_start(start: StepInput) -> book.Start:
    """Describe the start of a step in terms of `bplab.nn`."""
    layout = start.build.layout
    frozen = layout.frozen(start.spec.frozen)
    return book.Start(
        book_layers(layout, start.parameters),
        dict(start.slots),
        start.dead,
        np.zeros(layout.size, bool) if frozen is None else frozen,
        start.step + 1,
        start.learning_rate,
        [*start.masks, None],
    )


def method_of(spec: Experiment) -> book.Method:
    """The method by which an experiment makes its steps."""
    return book.Method(
        loss=spec.loss, reduction=spec.reduction, skip=spec.skip, penalty=spec.regularization,
        penalty_rate=spec.regularization_rate, clip=spec.clip, optimizer=spec.optimizer, hyper=hyper_of(spec),
    )  # fmt: skip
