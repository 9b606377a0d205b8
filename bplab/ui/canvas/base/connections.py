"""Which connections are drawn, and their values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bplab.arrays import Floats, Integers
from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import Shape
from bplab.ui.canvas.base.curve import Curves
from bplab.ui.canvas.base.layout import Column, GraphLayout

MOST = 600  # maximum number of connections drawn
Matrices = Sequence[tuple[npt.NDArray[Any], npt.NDArray[Any]]]  # (W, b) per layer


@dataclass(frozen=True, eq=False)
class Connections:
    """The connections between the neurons shown, layer by layer.

    Shapes: all (edges,). `source` is a row of the layer's W; a direct link's inputs come last.
    """

    layer: Integers
    source: Integers
    unit: Integers
    curves: Curves
    total: int  # weights in the whole network

    @property
    def count(self) -> int:
        """The number of connections."""
        return int(self.layer.size)

    def take(self, edges: Integers) -> "Connections":
        """Select some of them."""
        c = self.curves
        kept = Curves(c.x0[edges], c.y0[edges], c.x1[edges], c.y1[edges])
        return Connections(self.layer[edges], self.source[edges], self.unit[edges], kept, self.total)

    def values(self, matrices: Matrices) -> Floats:
        """Select their values from weights, gradients or updates.

        Shapes: (edges,).
        """
        picked = np.zeros(self.count)
        bounds = np.searchsorted(self.layer, np.arange(len(matrices) + 1))
        for (W, _), low, high in zip(matrices, bounds[:-1], bounds[1:], strict=True):
            picked[low:high] = W[self.source[low:high], self.unit[low:high]]
        return picked

    def parameter(self, edge: int) -> Parameter:
        """The parameter of a connection."""
        return Parameter(int(self.layer[edge]), int(self.source[edge]), int(self.unit[edge]))

    def find(self, parameter: Parameter) -> int | None:
        """Find a weight among the connections drawn."""
        same = (
            (self.layer == parameter.layer)
            & (self.source == parameter.source)
            & (self.unit == parameter.unit)
        )
        found = np.flatnonzero(same)
        return int(found[0]) if found.size else None

    def touching(self, column: int, unit: int, sizes: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Which of them enter or leave a neuron.

        Shapes: (edges,).
        """
        entering = (self.layer == column - 1) & (self.unit == unit)
        leaving = (self.layer == column) & (self.source == unit)
        if column == 0 and len(sizes) > 2:
            leaving |= (self.layer == len(sizes) - 2) & (self.source == sizes[-2] + unit)
        hit: npt.NDArray[np.bool_] = entering | leaving
        return hit


def connect(shape: Shape, layout: GraphLayout) -> Connections:
    """List the connections between all neurons shown; masked ones are absent."""
    parts = [
        _between(layout.columns[layer], layout.columns[layer + 1], layer, 0, shape)
        for layer in range(len(shape.layers))
    ]
    if shape.fan_in[-1] > shape.sizes[-2]:
        last = len(shape.layers) - 1
        parts.append(_between(layout.columns[0], layout.columns[-1], last, shape.sizes[-2], shape))
    layer, source, unit, *ends = (np.concatenate(each) for each in zip(*parts, strict=True))
    total = sum(shape.weights_in(layer) for layer in range(len(shape.layers)))
    return Connections(layer, source, unit, Curves(*ends), total)


def strongest(values: Floats, most: int = MOST) -> Integers:
    """Choose the connections to draw: all, or those with the largest values, in order.

    Shapes: (edges,).
    """
    if values.size <= most:
        return np.arange(values.size)
    return np.sort(np.argpartition(-np.abs(values), most)[:most])


def _between(left: Column, right: Column, layer: int, offset: int, shape: Shape) -> tuple[Any, ...]:
    source, unit = (grid.ravel() for grid in np.meshgrid(left.shown + offset, right.shown, indexing="ij"))
    y0, y1 = (grid.ravel() for grid in np.meshgrid(left.ys, right.ys, indexing="ij"))
    kept = _exists(shape.layers[layer].groups, source, unit)
    source, unit, y0, y1 = source[kept], unit[kept], y0[kept], y1[kept]
    x0, x1 = np.full(source.size, left.right), np.full(source.size, right.left)
    return np.full(source.size, layer), source, unit, x0, y0, x1, y1


def _exists(groups: tuple[tuple[int, int], ...], source: Integers, unit: Integers) -> npt.NDArray[np.bool_]:
    if not groups:
        return np.ones(source.size, bool)
    inputs, units = np.cumsum(groups, axis=0).T
    block: npt.NDArray[np.bool_] = np.searchsorted(inputs, source, "right") == np.searchsorted(
        units, unit, "right"
    )
    return block
