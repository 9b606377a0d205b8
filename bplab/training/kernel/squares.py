"""The sums of squares behind a large network's statistics, taken within each step."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from bplab.arrays import Array
from bplab.training.kernel.calls import Call
from bplab.training.kernel.layout import ParameterLayout
from bplab.training.kernel.ring import Ring

# Between these limits, a sum of squares has lost nothing to underflow or overflow.
SAFE = {4: (1e-30, 1e36), 8: (1e-280, 1e300)}  # by the bytes of a number


class Squares:
    """Buffers for them, and the calls that fill these while the vectors are in the cache.

    Shapes: values (rows, kinds + 2, layers), of weights, gradient, update (if kept), bias gradient, deltas;
    logits (rows,).
    """

    def __init__(self, ring: Ring, layout: ParameterLayout, rows: int, dtype: np.dtype[Any]) -> None:
        self._ring = ring
        self._weights, self._biases = zip(*layout.spans, strict=True)
        self.values = np.zeros((rows, ring.kinds + 2, len(layout.units)), dtype)
        self.logits = np.zeros(rows, dtype)
        self._vectors: dict[tuple[int, int, int], Array] = {}  # whose squares these are, by their place

    def of_gradients(self, row: int, deltas: Array, spans: Iterable[slice], z: Array) -> list[Call]:
        """The calls after a step's backward pass.

        Shapes: deltas and logits z flat, spans per layer.
        """
        g = self._ring.g(row)
        return [
            *self._calls(row, 1, g, self._weights),
            *self._calls(row, -2, g, self._biases),
            *self._calls(row, -1, deltas, spans),
            (z.dot, (z, self.logits[row, ...])),
        ]

    def of_parameters(self, row: int) -> list[Call]:
        """The calls after a step's update."""
        kept = self._ring.kinds > 2
        updates = self._calls(row, 2, self._ring.update(row), self._weights) if kept else []
        return [*updates, *self._calls(row, 0, self._ring.w(row), self._weights)]

    def are_ordinary(self, row: int) -> bool:
        """Whether they are so far from the ends of their range that the step's loss is finite as well.

        A square of 0 is ordinary if the vector is: nothing moves at a learning rate of 0 or in a dead layer.
        """
        low, high = SAFE[self.values.dtype.itemsize]
        values = self.values[row]
        if not (values.max() < high and self.logits[row] < high):
            return False
        return bool(low < values.min()) or not any(
            self._vectors[row, int(what), int(layer)].any() for what, layer in np.argwhere(values <= low)
        )

    def _calls(self, row: int, what: int, vector: Array, spans: Iterable[slice]) -> list[Call]:
        calls: list[Call] = []
        for layer, span in enumerate(spans):
            part = self._vectors[row, what % self.values.shape[1], layer] = vector[span]
            calls.append((part.dot, (part, self.values[row, what, layer, ...])))
        return calls
