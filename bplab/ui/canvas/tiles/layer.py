"""The neurons as a layer of the graph: all tiles in one strip, drawn at the neurons' places."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from bplab.arrays import Words
from bplab.experiment.shape import Shape
from bplab.nn.activations import ACTIVATIONS
from bplab.ui.canvas.base.layout import Column, GraphLayout
from bplab.ui.canvas.base.motion import Motion
from bplab.ui.canvas.base.numbers import Arrays
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.tiles.tiles import (
    MOST_PIXELS,
    Strengths,
    curve_maps,
    paint_picture,
    paint_tiles,
    strengths,
)
from bplab.ui.style.theme import Theme

FADED = 0.25


@dataclass(eq=False)
class _Strip:
    """Painted tiles, one below the other; the images share the memory of the words, which stays."""

    words: Words = field(default_factory=lambda: np.zeros((1, 1), np.uint32))
    images: list[QImage] = field(default_factory=list)

    def show(self, words: Words, tile_height: int) -> None:
        """Take newly painted words."""
        if words.shape == self.words.shape and len(self.images) * tile_height == len(words):
            self.words[...] = words
            return
        self.words = words
        width = words.shape[1]
        self.images = [
            QImage(tile.data, width, tile_height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
            for tile in words.reshape(-1, tile_height, width)
        ]


class TileLayer:
    """Holds the tiles, which are painted for a size in pixels and stretched for others."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._tiles, self._picture = _Strip(), _Strip()
        self._layout: GraphLayout | None = None
        self._boxes: list[tuple[Neuron, QRectF]] = []  # one for each tile of the strip, in order

    def show(
        self, values: Arrays | None, shape: Shape, layout: GraphLayout, ratio: float, bounded: bool = True
    ) -> None:
        """Paint all tiles from the neurons' maps or numbers; blank ones if there are none.

        `bounded`: they are outputs, within the range of their activation.
        """
        if layout is not self._layout:
            self._layout = layout
            self._boxes = [
                (Neuron(number, int(unit)), box_of(column, row, ratio))
                for number, column in enumerate(layout.columns)
                if not column.picture
                for row, unit in enumerate(column.shown)
            ]
        parts = []
        for number, column in enumerate(layout.columns):
            strength = _strength(values, shape, number, column, bounded)
            if column.picture:
                self._show_picture(strength, column, ratio)
            else:
                parts.append(strength[column.shown])
        self._show_tiles(np.concatenate(parts), layout.columns[-1].tile, ratio)

    def seen(self, motion: Motion) -> dict[Neuron, QRectF]:
        """Where each neuron is shown now."""
        return {neuron: motion.place(neuron, box) for neuron, box in self._boxes}

    def draw(
        self, painter: QPainter, layout: GraphLayout, bright: set[Neuron] | None, motion: Motion
    ) -> None:
        """Draw every neuron shown, dimming all but the `bright` ones (None: dim none)."""
        first = layout.columns[0]
        if first.picture:
            area = QRectF(first.left, first.top, first.right - first.left, first.bottom - first.top)
            painter.drawImage(area, self._picture.images[0])
        side, moving = self._tiles.words.shape[1], motion.progress < 1
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, side >= MOST_PIXELS or moving)
        for (neuron, box), tile in zip(self._boxes, self._tiles.images, strict=True):
            if bright is not None:
                painter.setOpacity(1.0 if neuron in bright else FADED)
            painter.drawImage(motion.place(neuron, box) if moving else box, tile)
        painter.setOpacity(1.0)

    def _show_tiles(self, strength: Strengths, tile: float, ratio: float) -> None:
        side = max(min(round(tile * ratio), MOST_PIXELS), 4)
        border = self._theme.color("line2").rgb() & 0xFFFFFF
        radius = min(5.0 * ratio, side * 0.22)
        self._tiles.show(paint_tiles(strength, side, self._theme.ramp("tile"), border, radius), side)

    def _show_picture(self, strength: Strengths, column: Column, ratio: float) -> None:
        cell = max(min(round(column.tile * ratio), MOST_PIXELS // 4), 1)
        shape = column.picture or (1, 1)
        border = self._theme.color("line2").rgb() & 0xFFFFFF
        words = paint_picture(strength, shape, cell, self._theme.ramp("tile"), border)
        self._picture.show(words, len(words))


def box_of(column: Column, row: int, ratio: float) -> QRectF:
    """The square of a neuron, on whole pixels of the screen."""
    side = round(column.tile * ratio) / ratio
    x = round((column.xs[row] - side / 2) * ratio) / ratio
    y = round((column.ys[row] - side / 2) * ratio) / ratio
    return QRectF(x, y, side, side)


def _strength(values: Arrays | None, shape: Shape, number: int, column: Column, bounded: bool) -> Strengths:
    if values is None:
        return np.zeros((column.units, 1, 1), np.float32)
    activation = ACTIVATIONS[shape.layers[number - 1].activation] if number and bounded else None
    strength = strengths(values[number], activation)
    if strength.ndim == 2:
        return curve_maps(strength)
    return strength if strength.ndim == 3 else strength[:, None, None]
