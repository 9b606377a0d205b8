"""The position of every weight and bias in the single flat parameter vector."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Mask
from bplab.experiment.parameters import Parameter, parse_block, parse_parameter
from bplab.experiment.shape import Shape

T = TypeVar("T", bound=np.generic)


class ParameterLayout:
    """Each layer is a block (fan_in + 1, units) of the flat vector, whose last row is the bias."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.rows = tuple(fan_in + 1 for fan_in in shape.fan_in)
        self.units = shape.sizes[1:]
        ends = np.cumsum([rows * units for rows, units in zip(self.rows, self.units, strict=True)])
        self.size = int(ends[-1])
        self.offsets = (0, *(int(end) for end in ends[:-1]))
        places = zip(self.offsets, self.rows, self.units, strict=True)
        self._blocks = [(slice(at, at + rows * units), (rows, units)) for at, rows, units in places]
        self.spans = tuple(self._spans())
        self.alike = tuple(self._alike())

    def blocks(self, flat: NDArray[T]) -> list[NDArray[T]]:
        """Views of a flat vector, one (fan_in + 1, units) per layer."""
        return [flat[span].reshape(shape) for span, shape in self._blocks]

    def weights(self, flat: NDArray[T]) -> list[tuple[NDArray[T], NDArray[T]]]:
        """Views (W (fan_in, units), b (units,)) of a flat vector, one pair per layer."""
        return [(block[:-1], block[-1]) for block in self.blocks(flat)]

    def _spans(self) -> Iterator[tuple[slice, slice]]:
        """The positions of each layer's W and b in a flat vector."""
        for offset, rows, units in zip(self.offsets, self.rows, self.units, strict=True):
            middle = offset + (rows - 1) * units
            yield slice(offset, middle), slice(middle, middle + units)

    def _alike(self) -> Iterator[slice]:
        """Runs of neighboring layers with blocks of equal shape, which a single call can process."""
        shapes = list(zip(self.rows, self.units, strict=True))
        first = 0
        for layer, shape in enumerate(shapes):
            if layer + 1 == len(shapes) or shapes[layer + 1] != shape:
                yield slice(first, layer + 1)
                first = layer + 1

    def is_weight(self) -> Mask:
        """True for weights, False for biases."""
        mask = np.ones(self.size, bool)
        for _, bias in self.spans:
            mask[bias] = False
        return mask

    def connected(self) -> Mask | None:
        """True where a parameter exists, False at masked connections of grouped layers; None if all exist."""
        if not any(layer.groups for layer in self.shape.layers):
            return None
        mask = np.ones(self.size, bool)
        for block, layer in zip(self.blocks(mask), self.shape.layers, strict=True):
            if layer.groups:
                block[:-1] = group_mask(layer.groups)
        return mask

    def frozen(self, names: Iterable[str]) -> Mask | None:
        """True for the named parameters (`W1[2,3]`, `b1[3]`, `W1`, `b1`); None if there are none."""
        mask = np.zeros(self.size, bool)
        for name in names:
            whole = parse_block(name)
            if whole:
                mask[self.spans[whole[0]][int(whole[1])]] = True
            else:
                mask[self.index(parse_parameter(name))] = True
        return mask if mask.any() else None

    def index(self, parameter: Parameter) -> int:
        """The index of one weight or bias in the flat vector."""
        row = self.rows[parameter.layer] - 1 if parameter.source is None else parameter.source
        return self.offsets[parameter.layer] + row * self.units[parameter.layer] + parameter.unit


def group_mask(groups: tuple[tuple[int, int], ...]) -> Mask:
    """True on the diagonal blocks of a grouped layer: (inputs, units) each."""
    inputs, units = (sum(column) for column in zip(*groups, strict=True))
    mask = np.zeros((inputs, units), bool)
    row = column = 0
    for height, width in groups:
        mask[row : row + height, column : column + width] = True
        row, column = row + height, column + width
    return mask
