"""A layer's relative differences as a map: a cell for each gradient, with its number where there is room."""

from dataclasses import dataclass
from math import log10

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from bplab.arrays import Array, Words
from bplab.numerals import short
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.heat import between
from bplab.ui.views.weights.image import image_of, strongest

WIDEST, HIGHEST = 64.0, 36.0  # of a cell
ROOM = 252.0  # height of a map
NUMBERS = (47.0, 20.0)  # the smallest cell with a number
GAP = 4.0  # between weights and biases
DECADES = 16  # from 1e-16 to 1
STEPS = 256


@dataclass(frozen=True)
class MapPlan:
    """Where the cells of a layer are; `down` times `across` gradients share one.

    Units: pixels.
    """

    rows: int
    columns: int
    down: int
    across: int
    cell: tuple[float, float]
    at: QPointF

    @property
    def weights(self) -> QRectF:
        """The place of the weights."""
        width, height = self.cell
        return QRectF(self.at.x(), self.at.y(), width * self._wide, height * -(-self.rows // self.down))

    @property
    def biases(self) -> QRectF:
        """The place of the biases, under the weights."""
        above = self.weights
        return QRectF(above.left(), above.bottom() + GAP, above.width(), max(self.cell[1], GAP))

    @property
    def has_numbers(self) -> bool:
        """Whether the cells are large enough for numbers."""
        return self.down == self.across == 1 and self.cell[0] >= NUMBERS[0] and self.cell[1] >= NUMBERS[1]

    @property
    def _wide(self) -> int:
        return -(-self.columns // self.across)

    def gradient_at(self, at: QPointF) -> tuple[int, int] | None:
        """Row and column under a point, the first of those that share a cell; the biases are the last row."""
        for place, first in ((self.weights, 0), (self.biases, self.rows)):
            if place.contains(at):
                row = first or int((at.y() - place.top()) / self.cell[1]) * self.down
                return min(row, self.rows), int((at.x() - place.left()) / self.cell[0]) * self.across
        return None


def plan_map(rows: int, columns: int, at: QPointF, width: float) -> MapPlan:
    """Lay out a layer; if there are more gradients than pixels, several share a cell."""
    down, across = max(1, -(-rows // int(ROOM - HIGHEST))), max(1, -(-columns // int(width)))
    cells_down, cells_across = -(-rows // down), -(-columns // across)
    cell = min(WIDEST, width / cells_across), min(HIGHEST, ROOM / (cells_down + 1))
    return MapPlan(rows, columns, down, across, cell, at)


def share_of(value: float) -> float:
    """Where a relative difference is on the scale from 1e-16 to 1."""
    return min(max(1 + log10(value) / DECADES, 0.0), 1.0) if value > 0 else 0.0


def color_of(theme: Theme, value: float) -> QColor:
    """The color of a relative difference."""
    return between(theme.color("zero"), theme.color("bad"), share_of(value))


def colored(theme: Theme, values: Array) -> Words:
    """The colors of many.

    Shapes: any, the same.
    """
    ramp = np.array(
        [between(theme.color("zero"), theme.color("bad"), step / (STEPS - 1)).rgb() for step in range(STEPS)],
        np.uint32,
    )
    with np.errstate(divide="ignore"):
        shares = np.clip(1 + np.log10(values) / DECADES, 0, 1)
    return np.asarray(ramp[np.rint(shares * (STEPS - 1)).astype(np.intp)], np.uint32)


def paint_map(painter: QPainter, plan: MapPlan, W: Array, b: Array, theme: Theme) -> None:
    """Draw the relative differences of weights and biases."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)  # cells keep their edges
    for place, values, name in ((plan.weights, W, "w"), (plan.biases, b[None], "b")):
        down = plan.down if name == "w" else 1
        painter.drawImage(place, image_of(colored(theme, strongest(values, down, plan.across))))
        draw_frame(painter, place.adjusted(-1, -1, 1, 1), None, theme.color("line2"), 1)
        painter.setFont(theme.font("tick"))
        painter.setPen(theme.color("t3"))
        painter.drawText(place.topRight() + QPointF(7, min(place.height() / 2, 9) + 4), name)
        if plan.has_numbers:
            _numbers(painter, plan, place, values, theme)


def _numbers(painter: QPainter, plan: MapPlan, place: QRectF, values: Array, theme: Theme) -> None:
    width, height = plan.cell
    painter.setFont(theme.font("form" if width >= WIDEST - 6 else "tick", 500))
    for (row, column), value in np.ndenumerate(values):
        ground = color_of(theme, float(value))
        painter.setPen(QColor("white") if ground.lightnessF() < 0.58 else QColor("#1a1e24"))
        if theme.dark and ground.lightnessF() < 0.4:
            painter.setPen(theme.color("text"))
        cell = QRectF(place.left() + column * width, place.top() + row * height, width, height)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, short(float(value)))
