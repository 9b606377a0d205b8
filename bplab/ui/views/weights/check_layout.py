"""Where the cells of the checked gradients stand: a block per layer, side by side, biases as the last row."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from bplab.arrays import Floats
from bplab.experiment.parameters import Parameter

WIDEST, TALLEST, LEAST = 30.0, 22.0, 4.0  # pixels of a cell; of a row of biases at least
SHARE = 0.12  # of the height of a large area, that a cell may take
GAP, NARROW = 22.0, 6.0  # between two layers, and where there are many


class Block(NamedTuple):
    """One layer: its weights, and its biases below; `down` times `across` parameters share a cell."""

    layer: int
    rows: int  # of W
    columns: int
    weights: QRectF
    biases: QRectF
    down: int
    across: int

    def cells(self, values: Floats) -> tuple[Floats, Floats]:
        """The worst value of each cell: of the weights, and of the biases.

        Shapes: values (rows + 1, columns).
        """
        starts = np.arange(0, self.columns, self.across)
        by_column = np.maximum.reduceat(values, starts, axis=1)
        down = np.arange(0, self.rows, self.down)
        return np.maximum.reduceat(by_column[:-1], down, axis=0), by_column[-1:]

    def size(self) -> tuple[float, float]:
        """The width and height of a cell of the weights."""
        return (
            self.weights.width() / -(-self.columns // self.across),
            self.weights.height() / -(-self.rows // self.down),
        )

    def place(self, parameter: Parameter) -> QRectF:
        """The cell of a parameter."""
        width, height = self.size()
        left = self.weights.left() + parameter.unit // self.across * width
        if parameter.source is None:
            return QRectF(left, self.biases.top(), width, self.biases.height())
        return QRectF(left, self.weights.top() + parameter.source // self.down * height, width, height)

    def at(self, point: QPointF, errors: Floats) -> Parameter | None:
        """The parameter at a point: the worst of those that share its cell.

        Shapes: errors (rows + 1, columns).
        """
        width, height = self.size()
        first = int((point.x() - self.weights.left()) // width) * self.across
        if not self.weights.left() <= point.x() < self.weights.right():
            return None
        columns = slice(first, first + self.across)
        if self.biases.top() <= point.y() < self.biases.bottom():
            return Parameter(self.layer, None, first + int(errors[-1, columns].argmax()))
        if not self.weights.top() <= point.y() < self.weights.bottom():
            return None
        top = int((point.y() - self.weights.top()) // height) * self.down
        part = errors[top : min(top + self.down, self.rows), columns]
        row, column = divmod(int(part.argmax()), part.shape[1])
        return Parameter(self.layer, top + row, first + column)

    def moved(self, parameter: Parameter, down: int, right: int) -> Parameter | None:
        """The neighbor of a parameter within the layer; None beyond its sides."""
        unit = (parameter.unit // self.across + right) * self.across
        if not 0 <= unit < self.columns:
            return None
        row = self.rows if parameter.source is None else parameter.source
        if row == self.rows:
            row = (self.rows - 1) // self.down * self.down if down < 0 else row
        else:
            row = (row // self.down + down) * self.down
        row = min(max(row, 0), self.rows)
        return Parameter(self.layer, None if row == self.rows else row, unit)


def lay_out(shapes: Sequence[tuple[int, int]], area: QRectF) -> tuple[Block, ...]:
    """Lay out layers of (rows of W, columns); cells are equally wide, and as high as each layer permits."""
    gap = GAP if len(shapes) <= 8 else NARROW
    room = area.width() - gap * (len(shapes) - 1)
    across = 1
    while sum(-(-columns // across) for _, columns in shapes) > room:
        across *= 2
    larger = max(1.0, SHARE * area.height() / TALLEST)
    wide = min(larger * WIDEST, room / sum(-(-columns // across) for _, columns in shapes))
    blocks, x = [], area.left()
    for layer, (rows, columns) in enumerate(shapes):
        down = max(1, ceil(rows / max(1.0, area.height() - LEAST - 2)))
        cells = -(-rows // down)
        high = min(larger * TALLEST, (area.height() - 2) / (cells + 1))
        width, below = wide * -(-columns // across), max(high, LEAST)
        high = min(high, (area.height() - 2 - below) / cells)
        weights = QRectF(x, area.top(), width, high * cells)
        biases = QRectF(x, weights.bottom() + 2, width, below)
        blocks.append(Block(layer, rows, columns, weights, biases, down, across))
        x += width + gap
    return tuple(blocks)


def neighbor(blocks: Sequence[Block], here: Parameter | None, down: int, right: int) -> Parameter:
    """Move to a neighboring cell, at a side of a layer to that of the next one; begin at the first."""
    if here is None:
        return Parameter(0, 0, 0)
    moved = blocks[here.layer].moved(here, down, right)
    layer = here.layer + right
    if moved is not None or not 0 <= layer < len(blocks):
        return moved or here
    block = blocks[layer]
    source = min(block.rows - 1, here.source) if here.source is not None else None
    return Parameter(layer, source, 0 if right > 0 else (block.columns - 1) // block.across * block.across)
