"""The buffers and programs of one batch size: several steps in a row, each a list of bound calls."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from bplab.arrays import Array, Indices, Mask
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.training.kernel.calls import FAST, Call, constants, run
from bplab.training.kernel.layers import Layers
from bplab.training.kernel.layout import ParameterLayout
from bplab.training.kernel.outputs import OutputLayer, needs_slope, output_delta
from bplab.training.kernel.ring import Ring
from bplab.training.kernel.squares import Squares
from bplab.training.kernel.steps import DropoutMasks
from bplab.training.kernel.straight import straight
from bplab.training.kernel.updates import (
    Rates,
    Vectors,
    clipped,
    decay,
    is_plain,
    optimized,
    penalized,
    pruned,
)

Program = Callable[[], None]  # makes a step


@dataclass(frozen=True)
class Model:
    """What all programs of a run share."""

    spec: Experiment
    shape: Shape
    layout: ParameterLayout
    dtype: np.dtype[Any]
    slots: dict[str, Array]  # the optimizer's state, flat vectors
    connected: Mask | None
    frozen: Mask | None
    dead: Mask  # weights removed by pruning; changed in place
    inputs: Array  # (n, d + 1), its last column ones
    targets: Array  # (n, outputs)
    unit: Array | None  # (outputs, 1), of the measured losses


class StepProgram:
    """Steps of one batch size in a row, without a Python decision in between.

    The examples of all steps are gathered at once, and norms are taken of all steps at once. Large networks,
    whose vectors would not stay in the cache until then, do both within each step.

    Shapes: inputs (rows or 1, batch, inputs + 1), its last column ones; targets, logits
    (rows, outputs, batch); deltas (rows or 1, sum of units * batch).
    """

    def __init__(self, model: Model, ring: Ring, batch: int) -> None:
        self.model, self.ring, self.batch = model, ring, batch
        self.c = constants(model.dtype)
        sizes = model.shape.sizes
        self.units = sizes[1:]
        ends = [0, *(int(end) for end in np.cumsum([units * batch for units in self.units]))]
        self.delta_spans = [slice(start, end) for start, end in pairwise(ends)]
        self.rows = ring.steps + 1  # when alternating, the first step may be in either row
        self.plain = is_plain(model.spec)
        self.factor = 1.0 / batch if model.spec.reduction == "mean" else 1.0
        # From the norm of the deltas to their rms, without the batch factor that they contain.
        self.delta_scale = 1 / (np.sqrt(np.array(self.units) * batch) * self.factor)
        self._make_buffers(sizes)
        # Made when rows are first used: an epoch may need only a few; those that measure are separate.
        self._programs: tuple[dict[int, Program], dict[int, Program]] = ({}, {})

    def _make_buffers(self, sizes: tuple[int, ...]) -> None:
        rows, batch, dtype = self.rows, self.batch, self.model.dtype
        self.inputs = np.ones((1 if self.ring.alternates else rows, batch, sizes[0] + 1), dtype)
        self.indices = np.zeros((rows, batch), np.int64)
        self.targets = np.zeros((rows, sizes[-1], batch), dtype)
        self.logits = np.zeros((rows, sizes[-1], batch), dtype)
        self.deltas = np.zeros((1 if self.ring.alternates else rows, self.delta_spans[-1].stop), dtype)
        self.squares = Squares(self.ring, self.model.layout, rows, dtype)
        self.masks = [
            np.ones((rows, layer.units, batch), dtype) if layer.dropout else None
            for layer in self.model.spec.layers
        ]
        self.scratch = np.zeros((2, self.model.layout.size), dtype)
        self._layers = Layers(self.model.spec, sizes, batch, dtype, self.c)
        are_kept = not self._layers.has_outputs and self.model.spec.output.activation != "identity"
        self._outputs = np.zeros_like(self.logits) if are_kept else self.logits
        self._output_slope = np.zeros_like(self.logits[0])

    def calls(self, step: int, measuring: bool) -> list[Call]:
        """The calls of the step of a row; for large networks that measure, including those."""
        blocks = self.model.layout.blocks(self.ring.w(step))
        fed = [self._inputs(step).T, *(layer.fed for layer in self._layers.hidden)]
        gradients, deltas = self.model.layout.blocks(self.ring.g(step)), self.deltas_of(step)
        last = self._output(step, deltas[-1])
        return [
            *(self._gather(step) if self.ring.alternates else []),
            *self._forward(step, blocks, fed, last),
            *self._layers.slope_calls,
            *self._output_delta(last),
            *self._backward(step, blocks, fed, gradients, deltas),
            *self._mask(step),
            *(self._measure(step) if measuring else []),
            *self._update(step),
            *(self.squares.of_parameters(step) if measuring else []),
        ]

    def _output(self, step: int, delta: Array) -> OutputLayer:
        z, t = self.logits[step], self.targets[step]
        if self._layers.has_outputs:
            y, slope = self._layers.outputs
        else:
            y, slope = z if self._outputs is self.logits else self._outputs[step], self._output_slope
        return OutputLayer(z, y, t, delta, slope)

    def _inputs(self, step: int) -> Array:
        """A step's inputs with their column of ones.

        Shapes: (batch, inputs + 1).
        """
        inputs: Array = self.inputs[0 if self.ring.alternates else step]
        return inputs

    def _measure(self, step: int) -> list[Call]:
        z = self.logits[step].reshape(-1)
        return self.squares.of_gradients(step, self._deltas(step), self.delta_spans, z)

    def _gather(self, step: int) -> list[Call]:
        return [(self.model.inputs.take, (self.indices[step], 0, self.inputs[0], "clip"))]

    def _output_delta(self, last: OutputLayer) -> list[Call]:
        spec, calls = self.model.spec, []
        if needs_slope(spec.loss, spec.output.activation) and not self._layers.has_outputs:
            calls = FAST[spec.output.activation].slope(last.z, last.y, last.slope, self.c)
        return calls + output_delta(spec.loss, spec.output.activation, last, self.factor, self.c)

    def _forward(self, step: int, blocks: list[Array], fed: list[Array], last: OutputLayer) -> list[Call]:
        calls: list[Call] = []
        for layer, hidden in enumerate(self._layers.hidden):
            calls.append((blocks[layer].T.dot, (fed[layer], hidden.z)))
            calls += hidden.activate
            mask = self.masks[layer]
            if mask is not None:
                calls.append((np.multiply, (hidden.a, mask[step], hidden.fed[: len(hidden.a)])))
        if self.model.spec.skip and len(self.units) > 1:
            first = self.units[-2]
            calls.append((np.copyto, (fed[-1][first:-1], fed[0][:-1])))
        calls.append((blocks[-1].T.dot, (fed[-1], last.z)))
        return calls + FAST[self.model.spec.output.activation].forward(last.z, last.y, self.c)

    def _backward(
        self, step: int, blocks: list[Array], fed: list[Array], gradients: list[Array], deltas: list[Array]
    ) -> list[Call]:
        calls: list[Call] = []
        for layer in reversed(range(len(self.units))):
            calls.append((fed[layer].dot, (deltas[layer].T, gradients[layer])))
            if layer:
                units = self.units[layer - 1]
                calls.append((blocks[layer][:units].dot, (deltas[layer], deltas[layer - 1])))
                mask = self.masks[layer - 1]
                if mask is not None:
                    calls.append((np.multiply, (deltas[layer - 1], mask[step], deltas[layer - 1])))
                if self.model.spec.layers[layer - 1].activation != "identity":
                    slope = self._layers.hidden[layer - 1].slope
                    calls.append((np.multiply, (deltas[layer - 1], slope, deltas[layer - 1])))
        return calls

    def _mask(self, step: int) -> list[Call]:
        """A missing connection has no gradient."""
        g, connected = self.ring.g(step), self.model.connected
        return [] if connected is None else [(np.multiply, (g, connected.astype(g.dtype), g))]

    def _update(self, step: int) -> list[Call]:
        model, spec = self.model, self.model.spec
        w, g, after = self.ring.w(step), self.ring.g(step), self.ring.w(step + 1)
        update = after if self.plain else self.ring.update(step)
        weights = model.layout.is_weight()
        rates = Rates(*(self.ring.rates[step, column, ...] for column in range(3)))
        calls: list[Call] = []
        penalty = penalized(spec, w, g, self.scratch[0], weights, self.c)
        used = self.scratch[0] if penalty else g
        clip = clipped(spec, used, self.scratch[0])
        used = self.scratch[0] if clip else used
        vectors = Vectors(w, used, update, model.slots, self.scratch[1])
        calls += penalty + clip + optimized(spec, vectors, rates, weights, self.c)
        calls += decay(spec, vectors, rates, weights, self.c)
        pulls = weights if model.frozen is None else weights & ~model.frozen
        calls += pruned(spec, vectors, rates, self.scratch[0], pulls, model.dead, self.c)
        if model.frozen is not None:
            calls.append((np.multiply, (update, (~model.frozen).astype(model.dtype), update)))
        return [*calls, (np.subtract, (w, update, after))]

    def _deltas(self, step: int) -> Array:
        row: Array = self.deltas[0 if self.ring.alternates else step]
        return row

    def deltas_of(self, step: int) -> list[Array]:
        """Views of one step's deltas, one (units, batch) per layer, including the batch factor."""
        row = self._deltas(step)
        return [
            row[span].reshape(units, self.batch)
            for span, units in zip(self.delta_spans, self.units, strict=True)
        ]

    def outputs_of(self, rows: slice | Indices) -> Array:
        """The outputs of some steps; from their logits again, if their buffer is another step's by now.

        Shapes: (steps, outputs, batch).
        """
        if not self._layers.has_outputs:
            return self._outputs[rows]
        z = np.ascontiguousarray(self.logits[rows])
        y: Array = np.empty_like(z)
        run(FAST[self.model.spec.output.activation].forward(z, y, self.c))
        return y

    def load(self, rows: slice | Indices, examples: Indices) -> None:
        """Gather the examples of some steps.

        Shapes: examples (steps, batch).
        """
        inputs, targets = self.model.inputs, self.model.targets
        if self.ring.alternates:
            self.indices[rows] = examples
        elif isinstance(rows, slice):
            inputs.take(examples, 0, self.inputs[rows], "clip")
        else:
            self.inputs[rows] = inputs.take(examples, 0)
        self.targets[rows] = targets.take(examples, 0).swapaxes(1, 2)

    def load_masks(self, row: int, masks: DropoutMasks) -> None:
        """Take over a step's dropout masks."""
        for mask, drawn in zip(self.masks, masks, strict=True):
            if mask is not None and drawn is not None:
                mask[row] = drawn

    def _bound(self, row: int, measuring: bool) -> Program:
        program = self._programs[measuring][row] = straight(self.calls(row, measuring))
        return program

    def execute(self, rows: slice, measuring: bool) -> int:
        """Run the programs of some rows; return the row after the last one run.

        Large networks that measure stop after a step whose vectors must be examined, because the next
        step but one would overwrite them.
        """
        measuring &= self.ring.alternates
        programs = self._programs[measuring]
        for row in range(rows.start, rows.stop):
            (programs.get(row) or self._bound(row, measuring))()
            if measuring and not self.squares.are_ordinary(row):
                return row + 1
        stop: int = rows.stop
        return stop


class StepRange(NamedTuple):
    """Steps that a program has made, in these rows."""

    program: StepProgram
    rows: slice
