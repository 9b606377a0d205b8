"""The network applied to whole parts of the data, in pieces that fit into the core's cache."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from bplab.arrays import Array
from bplab.training.kernel.calls import FAST, Call, constants
from bplab.training.kernel.calls import run as run_calls
from bplab.training.kernel.layout import ParameterLayout

PIECE = 1024  # examples per piece


class Forward:
    """The forward pass over fixed inputs as a program of bound calls that can be repeated.

    Feature-major like the kernel, with a row of ones that multiplies b. No piece extends across a cut,
    because the last bits of a result depend on the size of the piece.

    Shapes: X (n, inputs).
    """

    def __init__(
        self, layout: ParameterLayout, skip: bool, X: Array, piece: int = PIECE, cuts: Sequence[int] = ()
    ) -> None:
        self._layout, self._skip = layout, skip and len(layout.units) > 1
        self._inputs = X.T
        self._flat = np.zeros(layout.size, X.dtype)
        self._buffers: dict[tuple[int, int], tuple[Array, Array]] = {}  # (layer, examples) -> z, a
        self._calls: list[Call] = []
        self._ends: list[tuple[Array, Array]] = []  # z and y of each piece
        self._whole = np.empty((2, len(X), layout.units[-1]), X.dtype)  # z and y of all
        for start, end in pairwise([0, *cuts, len(X)]):
            for first, last in pairwise([*range(start, end, piece), end]):
                self._add_piece(X[first:last], self._whole[:, first:last])
        if self._ends and layout.units[-1] == 1:  # those of all pieces lie side by side
            z, y = self._whole.swapaxes(1, 2)
            self._calls += FAST[layout.shape.layers[-1].activation].forward(z, y, constants(X.dtype))

    def _add_piece(self, X: Array, whole: Array) -> None:
        layout, count = self._layout, len(X)
        given = np.ones((X.shape[1] + 1, count), X.dtype)
        given[:-1] = X.T
        a, c, last = given, constants(X.dtype), len(layout.units) - 1
        for layer, (block, units) in enumerate(zip(layout.blocks(self._flat), layout.units, strict=True)):
            if layer == last:
                z, out = np.empty((2, units, count), X.dtype) if units > 1 else whole.swapaxes(1, 2)
                self._ends.append((z, out))
            else:
                z, out = self._hidden(layer, count)
            self._calls.append((block.T.dot, (a, z)))
            if layer < last or units > 1:
                self._calls += FAST[layout.shape.layers[layer].activation].forward(z, out[:units], c)
            if self._skip and layer == last - 1:
                self._calls.append((np.copyto, (out[units:-1], given[:-1])))
            a = out

    def _hidden(self, layer: int, count: int) -> tuple[Array, Array]:
        """Buffers of a hidden layer, shared by all pieces of equal size; z in that of a, where it may be."""
        if (layer, count) not in self._buffers:
            units, activation = self._layout.units[layer], self._layout.shape.layers[layer].activation
            a = np.ones((self._layout.rows[layer + 1], count), self._flat.dtype)
            z = a[:units] if FAST[activation].in_place else np.empty_like(a[:units])
            self._buffers[layer, count] = z, a
        return self._buffers[layer, count]

    def run(self, parameters: Array) -> tuple[Array, Array]:
        """Logits and outputs, overwritten by the next run.

        Shapes: flat -> (n, outputs) both.
        """
        self._flat[...] = parameters
        run_calls(self._calls)
        return self.results()

    def run_in_parts(self, parameters: Array) -> Iterator[None]:
        """Run one call after the other, so that something else can be done between them."""
        self._flat[...] = parameters
        for call in self._calls:
            run_calls([call])
            yield

    def results(self) -> tuple[Array, Array]:
        """Logits and outputs of the last run, overwritten by the next.

        Shapes: (n, outputs) both.
        """
        if len(self._ends) == 1:
            z, y = self._ends[0]
            return z.T, y.T
        if self._ends and self._layout.units[-1] > 1:  # those of one output are there already
            for whole, ends in zip(self._whole, zip(*self._ends, strict=True), strict=True):
                np.concatenate([end.T for end in ends], out=whole)
        return self._whole[0], self._whole[1]

    def hidden_activations(self) -> list[Array]:
        """The hidden layers' outputs of the last run, if it was a single piece.

        Shapes: (units, n) per layer.
        """
        (count,) = {count for _, count in self._buffers} or {0}
        hidden = enumerate(self._layout.units[:-1])
        return [self._buffers[layer, count][1][:units] for layer, units in hidden]

    def activations(self, parameters: Array) -> list[Array]:
        """The outputs of every layer, inputs first, if it is a single piece: copies.

        Shapes: flat -> (units, n) per layer.
        """
        _, y = self.run(parameters)
        hidden = [layer.copy() for layer in self.hidden_activations()]
        return [np.array(self._inputs, order="C"), *hidden, np.array(y.T, order="C")]


def outputs_of(layout: ParameterLayout, skip: bool, parameters: Array, X: Array) -> tuple[Array, Array]:
    """Logits and outputs.

    Shapes: parameters flat, X (n, inputs) -> z, y (n, outputs).
    """
    return Forward(layout, skip, np.asarray(X, parameters.dtype)).run(parameters)


def activations_of(layout: ParameterLayout, skip: bool, parameters: Array, X: Array) -> list[Array]:
    """The outputs of every layer, inputs first.

    Shapes: X (n, inputs) -> (units, n) a layer.
    """
    return whole(layout, skip, np.asarray(X, parameters.dtype)).activations(parameters)


def whole(layout: ParameterLayout, skip: bool, X: Array) -> Forward:
    """The forward pass in a single piece, so that the values of all layers remain to be seen.

    Shapes: X (n, inputs).
    """
    return Forward(layout, skip, X, piece=max(len(X), 1))
