"""The neurons as a layer of the graph: a strip of tiles for each column, drawn where the neurons stand."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from bplab.experiment.shape import Shape
from bplab.nn.activations import ACTIVATIONS
from bplab.ui.canvas.layout import Column, Layout
from bplab.ui.canvas.numbers import Arrays
from bplab.ui.canvas.picks import Neuron
from bplab.ui.canvas.raster import Words
from bplab.ui.canvas.tiles import MOST_PIXELS, paint_picture, paint_tiles, strengths
from bplab.ui.theme import Theme

FADED = 0.25


@dataclass(eq=False)
class _Strip:
    """The tiles of one column; the image borrows the memory of words."""

    words: Words
    image: QImage
    side: int  # pixels of one tile, or of the whole picture


class TileLayer:
    """Hold the tiles; they are painted for a size in pixels and stretched for others."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._strips: list[_Strip] = []

    def show(self, values: Arrays | None, shape: Shape, layout: Layout, ratio: float) -> None:
        """Paint all tiles from the neurons' maps or activations; blank ones where there are none."""
        self._strips = []
        for number, column in enumerate(layout.columns):
            strength = np.zeros(column.units, np.float32)
            if values is not None:
                activation = ACTIVATIONS[shape.layers[number - 1].activation] if number else None
                strength = strengths(values[number], activation)
            self._strips.append(self._strip(column, strength, ratio))

    def draw(self, painter: QPainter, layout: Layout, ratio: float, bright: set[Neuron] | None) -> None:
        """Draw every neuron shown; all but `bright` ones step back (None: none does)."""
        for number, (column, strip) in enumerate(zip(layout.columns, self._strips, strict=False)):
            exact = strip.side == round(column.tile * ratio)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
            if column.picture:
                box = QRectF(column.left, column.top, column.right - column.left, column.bottom - column.top)
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
                painter.drawImage(box, strip.image)
                continue
            size = QSizeF(strip.side, strip.side)
            for row, unit in enumerate(column.shown):
                painter.setOpacity(1.0 if bright is None or Neuron(number, int(unit)) in bright else FADED)
                source = QRectF(0, row * strip.side, size.width(), size.height())
                painter.drawImage(box_of(column, row, ratio), strip.image, source)
        painter.setOpacity(1.0)

    def _strip(self, column: Column, strength: npt.NDArray[Any], ratio: float) -> _Strip:
        ramp = self._theme.ramp("tile")
        border = self._theme.color("line2").rgb() & 0xFFFFFF
        if column.picture:
            words = paint_picture(strength, column.picture, 4, ramp)
            form = QImage.Format.Format_RGB32
        else:
            side = max(min(round(column.tile * ratio), MOST_PIXELS), 4)
            radius = min(5.0 * ratio, side * 0.22)
            words = paint_tiles(strength[column.shown], side, ramp, border, radius)
            form = QImage.Format.Format_ARGB32_Premultiplied
        height, width = words.shape
        return _Strip(words, QImage(words.data, width, height, 4 * width, form), width)


def box_of(column: Column, row: int, ratio: float) -> QRectF:
    """Give the square of a neuron, on whole pixels of the screen."""
    side = round(column.tile * ratio) / ratio
    x = round((column.xs[row] - side / 2) * ratio) / ratio
    y = round((column.ys[row] - side / 2) * ratio) / ratio
    return QRectF(x, y, side, side)
