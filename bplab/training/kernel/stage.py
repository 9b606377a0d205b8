"""One batch size's buffers and programs: several steps in a row, each a list of bound calls."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.training.kernel.calls import FAST, Call, constants
from bplab.training.kernel.layout import Array, Layout, Mask
from bplab.training.kernel.outputs import output_delta
from bplab.training.kernel.updates import UPDATES, Rates, Vectors, clipped, decay, penalized, pruned

RING_BYTES = 1536 << 10  # what the rings of several steps may fill: they should stay in the core's own cache
MAX_STEPS = 128


@dataclass(frozen=True)
class Model:
    """What all stages of a run share."""

    spec: Experiment
    shape: Shape
    layout: Layout
    dtype: np.dtype[Any]
    slots: dict[str, Array]  # the optimizer's memory, flat vectors
    connected: Mask | None
    frozen: Mask | None
    dead: Mask  # weights cut off by pruning; changed in place


def steps_in_a_row(parameters: int, deltas: int, itemsize: int) -> int:
    """How many steps with so many numbers each keep within the cache."""
    return max(1, min(MAX_STEPS, RING_BYTES // ((3 * parameters + deltas) * itemsize)))


class Stage:
    """Steps of one batch size in a row, without a Python decision in between.

    ring[k] holds w before step k, its gradient and its update; step k writes w of the next row. Large nets
    have two rows and go to and fro between them, for copying their parameters back would cost a good part of
    a step.

    Shapes: ring (rows, 3, parameters); inputs (rows * batch, inputs + 1), its last column ones;
    targets, logits, outputs (rows, outputs, batch); deltas (rows, sum of units * batch).
    """

    def __init__(self, model: Model, batch: int) -> None:
        self.model, self.batch = model, batch
        self.c = constants(model.dtype)
        sizes = model.shape.sizes
        self.units = sizes[1:]
        ends = [0, *(int(end) for end in np.cumsum([units * batch for units in self.units]))]
        self.delta_spans = [slice(start, end) for start, end in pairwise(ends)]
        self.steps = steps_in_a_row(model.layout.size, ends[-1], model.dtype.itemsize)
        self.rows = self.steps + 1
        self.alternates = self.rows == 2
        self.factor = 1.0 / batch if model.spec.reduction == "mean" else 1.0
        # From the norm of the deltas to their rms, without the batch factor that is in them.
        self.delta_scale = 1 / (np.sqrt(np.array(self.units) * batch) * self.factor)
        self._make_buffers(sizes)
        self.views: dict[tuple[int, ...], tuple[Array, Array, Array]] = {}  # of the buffers, for statistics
        self.programs: list[list[Call]] = []  # made as rows are first used: an epoch may need only a few

    def _make_buffers(self, sizes: tuple[int, ...]) -> None:
        rows, batch, dtype = self.rows, self.batch, self.model.dtype
        self.ring = np.zeros((rows, 3, self.model.layout.size), dtype)
        self.inputs = np.ones((rows * batch, sizes[0] + 1), dtype)
        self.targets = np.zeros((rows, sizes[-1], batch), dtype)
        self.logits = np.zeros((rows, sizes[-1], batch), dtype)
        self.outputs = np.zeros((rows, sizes[-1], batch), dtype)
        self.deltas = np.zeros((rows, self.delta_spans[-1].stop), dtype)
        self.rates = np.zeros((rows, 3), dtype)
        hidden = sizes[1:-1]
        self.masks = [
            np.ones((rows, layer.units, batch), dtype) if layer.dropout else None
            for layer in self.model.spec.layers
        ]
        self.scratch = np.zeros((2, self.model.layout.size), dtype)
        # Layers stand one after another in z, a and the slopes, so that one call can serve several of them.
        skip = sizes[0] if self.model.spec.skip else 0
        heights = [units + 1 for units in hidden]
        heights[-1:] = [height + skip for height in heights[-1:]]
        self.row_ends = np.cumsum([0, *heights])
        self.z = np.zeros((int(self.row_ends[-1]), batch), dtype)
        self.a, self.slopes = np.ones_like(self.z), np.zeros_like(self.z)
        self.dropped = np.ones_like(self.z)

    def _rows(self, buffer: Array, layer: int) -> Array:
        return buffer[self.row_ends[layer] : self.row_ends[layer + 1]]

    def _program(self, step: int) -> list[Call]:
        w, g, update = self.ring[step]
        blocks = self.model.layout.blocks(w)
        inputs = self.inputs[step * self.batch : (step + 1) * self.batch].T
        fed = [inputs, *(self._fed(layer) for layer in range(len(self.units) - 1))]
        return [
            *self._forward(step, blocks, fed),
            *self._backward(step, blocks, fed, self.model.layout.blocks(g)),
            *self._update(step, w, g, update),
        ]

    def _fed(self, layer: int) -> Array:
        """What the next layer is fed: this hidden layer's outputs (after dropout) with the row of ones."""
        dropped = self.model.spec.layers[layer].dropout > 0
        return self._rows(self.dropped if dropped else self.a, layer)

    def _forward(self, step: int, blocks: list[Array], fed: list[Array]) -> list[Call]:
        calls: list[Call] = []
        for layer, units in enumerate(self.units[:-1]):
            z, a = (self._rows(buffer, layer)[:units] for buffer in (self.z, self.a))
            calls.append((blocks[layer].T.dot, (fed[layer], z)))
            calls += FAST[self.model.spec.layers[layer].activation].forward(z, a, self.c)
            mask = self.masks[layer]
            if mask is not None:
                calls.append((np.multiply, (a, mask[step], fed[layer + 1][:units])))
        if self.model.spec.skip and len(self.units) > 1:
            first = self.units[-2]
            calls.append((np.copyto, (fed[-1][first:-1], fed[0][:-1])))
        z, y = self.logits[step], self.outputs[step]
        calls.append((blocks[-1].T.dot, (fed[-1], z)))
        return calls + FAST[self.model.spec.output.activation].forward(z, y, self.c)

    def _backward(
        self, step: int, blocks: list[Array], fed: list[Array], gradients: list[Array]
    ) -> list[Call]:
        spec, deltas = self.model.spec, self.deltas_of(step)
        calls = output_delta(
            spec.loss, spec.output.activation, self.logits[step], self.outputs[step], self.targets[step],
            deltas[-1], self.factor, self.c,
        )  # fmt: skip
        calls += self._hidden_slopes()
        for layer in reversed(range(len(self.units))):
            calls.append((fed[layer].dot, (deltas[layer].T, gradients[layer])))
            if layer:
                units = self.units[layer - 1]
                calls.append((blocks[layer][:units].dot, (deltas[layer], deltas[layer - 1])))
                mask = self.masks[layer - 1]
                if mask is not None:
                    calls.append((np.multiply, (deltas[layer - 1], mask[step], deltas[layer - 1])))
                if spec.layers[layer - 1].activation != "identity":
                    slope = self._rows(self.slopes, layer - 1)[:units]
                    calls.append((np.multiply, (deltas[layer - 1], slope, deltas[layer - 1])))
        return calls

    def _hidden_slopes(self) -> list[Call]:
        """The slopes of neighboring layers with the same activation in one go."""
        calls: list[Call] = []
        names = [layer.activation for layer in self.model.spec.layers]
        first = 0
        for layer, name in enumerate(names):
            if layer + 1 < len(names) and names[layer + 1] == name:
                continue
            rows = slice(self.row_ends[first], self.row_ends[layer + 1])
            if name != "identity":
                calls += FAST[name].slope(self.z[rows], self.a[rows], self.slopes[rows], self.c)
            first = layer + 1
        return calls

    def _update(self, step: int, w: Array, g: Array, update: Array) -> list[Call]:
        model, spec = self.model, self.model.spec
        weights = model.layout.is_weight()
        rates = Rates(*(self.rates[step, column, ...] for column in range(3)))
        calls: list[Call] = []
        if model.connected is not None:
            calls.append((np.multiply, (g, model.connected.astype(model.dtype), g)))
        penalty = penalized(spec, w, g, self.scratch[0], weights, self.c)
        used = self.scratch[0] if penalty else g
        clip = clipped(spec, used, self.scratch[0])
        used = self.scratch[0] if clip else used
        vectors = Vectors(w, used, update, model.slots, self.scratch[1])
        calls += penalty + clip + UPDATES[spec.optimizer](vectors, rates, spec, self.c)
        calls += decay(spec, vectors, rates, weights, self.c)
        pulls = weights if model.frozen is None else weights & ~model.frozen
        calls += pruned(spec, vectors, rates, self.scratch[0], pulls, model.dead, self.c)
        if model.frozen is not None:
            calls.append((np.multiply, (update, (~model.frozen).astype(model.dtype), update)))
        return [*calls, (np.subtract, (w, update, self.ring[self.after(step), 0]))]

    def deltas_of(self, step: int) -> list[Array]:
        """Views of one step's deltas, one (units, batch) a layer, with the batch factor still in them."""
        row = self.deltas[step]
        return [
            row[span].reshape(units, self.batch)
            for span, units in zip(self.delta_spans, self.units, strict=True)
        ]

    def after(self, row: int) -> int:
        """The row whose parameters a step from `row` writes."""
        return (row + 1) % self.rows

    def load(
        self, rows: slice, inputs: Array, targets: Array, indices: NDArray[np.int64], rates: Array
    ) -> None:
        """Gather the examples of some steps.

        Shapes: inputs (n, d + 1), targets (n, outputs), indices (steps * batch,), rates (steps, 3).
        """
        inputs.take(indices, 0, self.inputs[rows.start * self.batch : rows.stop * self.batch], "clip")
        chosen = targets.take(indices, 0).reshape(len(rates), self.batch, -1)
        self.targets[rows] = chosen.swapaxes(1, 2)
        self.rates[rows] = rates

    def execute(self, rows: slice) -> None:
        """Run the programs of some rows."""
        while len(self.programs) < rows.stop:
            self.programs.append(self._program(len(self.programs)))
        for program in self.programs[rows]:
            for function, arguments in program:
                function(*arguments)
