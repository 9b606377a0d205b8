"""A step's layers in buffers one after another, so that one call can process several of them."""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from bplab.arrays import Array
from bplab.experiment.spec import Experiment
from bplab.training.kernel.calls import FAST, Call, Constant
from bplab.training.kernel.outputs import needs_slope


class HiddenLayer(NamedTuple):
    """What all steps have in common; their programs share it, so that they take less room in the cache.

    Shapes: z, a, slope (units, batch); fed, the next layer's input with the row of ones (rows, batch).
    """

    z: Array
    a: Array
    slope: Array
    fed: Array
    activate: list[Call]  # from z to a


class Layers:
    """The hidden layers, and the outputs if the delta needs their slope and this is a function of them.

    Shapes: z, a, dropped, slopes (all rows, batch).
    """

    def __init__(
        self, spec: Experiment, sizes: tuple[int, ...], batch: int, dtype: np.dtype[Any], c: Constant
    ) -> None:
        output = spec.output.activation
        self.has_outputs = needs_slope(spec.loss, output) and not FAST[output].reads_z
        self._spec, self._c = spec, c
        heights = [units + 1 for units in sizes[1:-1]]
        heights[-1:] = [height + sizes[0] * spec.skip for height in heights[-1:]]
        if self.has_outputs:
            heights.append(sizes[-1])
        self._ends = [0, *(int(end) for end in np.cumsum(heights))]
        self._places = [slice(*ends) for ends in pairwise(self._ends)]
        self._z = np.zeros((self._ends[-1], batch), dtype)
        self._a, self._slopes = np.ones_like(self._z), np.zeros_like(self._z)
        self._dropped = np.ones_like(self._z)
        self.hidden = [self._hidden(layer, units) for layer, units in enumerate(sizes[1:-1])]
        self.slope_calls = self._slope_calls()

    @property
    def outputs(self) -> tuple[Array, Array]:
        """The outputs and their slope, if they are here.

        Shapes: (outputs, batch) both.
        """
        return self._a[self._places[-1]], self._slopes[self._places[-1]]

    def _hidden(self, layer: int, units: int) -> HiddenLayer:
        row, place = self._spec.layers[layer], self._places[layer]
        z, a, slope = (buffer[place][:units] for buffer in (self._z, self._a, self._slopes))
        fed = self._dropped if row.dropout > 0 else self._a
        return HiddenLayer(z, a, slope, fed[place], FAST[row.activation].forward(z, a, self._c))

    def _slope_calls(self) -> list[Call]:
        """The slopes of neighboring layers with the same activation in a single call."""
        calls: list[Call] = []
        names = [layer.activation for layer in self._spec.layers]
        names += [self._spec.output.activation] * self.has_outputs
        first = 0
        for layer, name in enumerate(names):
            if names[layer + 1 : layer + 2] == [name]:
                continue
            rows = slice(self._ends[first], self._ends[layer + 1])
            if name != "identity":
                calls += FAST[name].slope(self._z[rows], self._a[rows], self._slopes[rows], self._c)
            first = layer + 1
        return calls
