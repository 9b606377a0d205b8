"""Reading the output map: a crosshair on one of its samples, or on an example, and its values."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bplab.numerals import MINUS, fixed, short
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.card import draw_card
from bplab.ui.views.output_map.examples import MapPoints
from bplab.ui.views.output_map.markers import draw_mark
from bplab.ui.views.output_map.scale import MapScale

Values = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Probe:
    """A sample of the map, by its column and row from the lower left; near an example, that example."""

    column: int
    row: int
    example: int | None
    samples: int

    @classmethod
    def under(cls, where: QPointF, square: QRectF, points: MapPoints, samples: int) -> Self:
        """Find the sample and the example under the pointer."""
        across = (where.x() - square.left()) / square.width()
        up = (square.bottom() - where.y()) / square.height()
        column, row = (min(samples - 1, max(0, int(share * samples))) for share in (across, up))
        return cls(column, row, points.nearest(where, square), samples)

    def moved(self, across: int, up: int) -> "Probe":
        """Move to a neighboring sample, not beyond the edge."""
        last = self.samples - 1
        column, row = min(last, max(0, self.column + across)), min(last, max(0, self.row + up))
        return Probe(column, row, None, self.samples)

    def place(self, square: QRectF, points: MapPoints) -> QPointF:
        """The position of the crosshair."""
        if self.example is not None:
            return points.at(self.example, square)
        cell = square.width() / self.samples
        return QPointF(square.left() + (self.column + 0.5) * cell, square.bottom() - (self.row + 0.5) * cell)

    def lines(self, points: MapPoints, values: Values | None, said: Values | None = None) -> list[str]:
        """Describe it in one or two lines.

        Shapes: said (n, outputs), the outputs for each example, if known.
        """
        if self.example is not None:
            return _of_example(self.example, points, values, said)
        names = points.prepared.dataset.input_names
        x, y = ((2 * (i + 0.5) / self.samples - 1) * points.extent for i in (self.column, self.row))
        where = f"{names[0]} {fixed(x)}   {names[1]} {fixed(y)}"
        if values is None or values.shape[-1] != self.samples:
            return [where]
        if points.scale.many:
            return [where, *_ranked(values[:, self.row, self.column].tolist(), points.scale)]
        return [where, f"{points.scale.title} {short(float(values[self.row, self.column]), 3)}"]


def _of_example(index: int, points: MapPoints, values: Values | None, said: Values | None) -> list[str]:
    """Describe an example, its class, and the network's prediction; approximate if only samples are known."""
    dataset, scale = points.prepared.dataset, points.scale
    target = dataset.targets[index]
    is_class = bool(dataset.classes)
    label = dataset.classes[int(target)] if is_class else f"target {short(float(target[0]), 3)}"
    lines = [f"Example {index + 1:,} of {dataset.count:,} · {points.part_of(index)} · {label}"]
    if said is not None:
        outputs, about = said[index].tolist(), ""
    elif values is not None:
        layers = values if scale.many else values[None]
        outputs, about = [between(one, *points.place[index]) for one in layers], "≈ "
    else:
        return lines
    if scale.many:
        return [*lines, *_ranked(outputs, scale)]
    decided = f" → {scale.decided(outputs[-1])}" if is_class else ""
    return [*lines, f"{scale.title} {about}{short(outputs[-1], 3)}{decided}"]


def _ranked(outputs: list[float], scale: MapScale) -> list[str]:
    """Name the classes by their outputs, the largest first, at most three."""
    ranked = sorted(zip(outputs, scale.classes, strict=True), reverse=True)[:3]
    return [f"{name} {short(output, 3)}" for output, name in ranked]


def between(values: Values, across: float, up: float) -> float:
    """Interpolate a value between the four samples around a position (0 to 1 from the lower left)."""
    last = len(values) - 1
    x, y = (min(max(share * len(values) - 0.5, 0.0), last) for share in (across, up))
    column, row = min(int(x), last - 1), min(int(y), last - 1)
    corners = values[row : row + 2, column : column + 2]
    dx, dy = x - column, y - row
    return float(np.array([1 - dy, dy]) @ corners @ np.array([1 - dx, dx]))


def table(values: Values, points: MapPoints) -> str:
    """All samples as a tab-separated table, the highest row first."""
    count = values.shape[-1]
    places = [fixed((2 * (i + 0.5) / count - 1) * points.extent, 4) for i in range(count)]
    names = points.prepared.dataset.input_names
    rows = ["\t".join([f"{names[1]} \\ {names[0]}", *places])]
    rows += ("\t".join([places[row], *_cells(values, row, points.scale)]) for row in reversed(range(count)))
    return "\n".join(rows).replace(MINUS, "-")


def _cells(values: Values, row: int, scale: MapScale) -> list[str]:
    """Format a row of samples; for more than two classes, the winning class."""
    if scale.many:
        return [scale.classes[winner] for winner in values[:, row].argmax(axis=0).tolist()]
    return [f"{value:.6g}" for value in values[row].tolist()]


def draw_crosshair(
    painter: QPainter, square: QRectF, probe: Probe, points: MapPoints, lines: list[str], theme: Theme
) -> None:
    """Draw the lines through the selected point, and its values beside it."""
    at = probe.place(square, points)
    line = QColor(theme.color("text"))
    line.setAlphaF(0.45)
    painter.setPen(QPen(line, 1))
    painter.drawLine(QPointF(square.left(), at.y()), QPointF(square.right(), at.y()))
    painter.drawLine(QPointF(at.x(), square.top()), QPointF(at.x(), square.bottom()))
    if probe.example is not None:
        painter.setPen(QPen(theme.color("acc"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_mark(painter, "circle", at, 6)
    draw_card(painter, at, square, lines, theme)
