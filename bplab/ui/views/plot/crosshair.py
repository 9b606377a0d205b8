"""A vertical line in a plot with the values that it crosses."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from bplab.ui.style.theme import Theme
from bplab.ui.views.base.card import draw_card
from bplab.ui.views.plot.axes import PlotFrame


@dataclass(frozen=True)
class Crosshair:
    """A vertical line at x with the values that it crosses."""

    x: float
    ys: tuple[float, ...]
    lines: tuple[str, ...]


def draw_crosshair(painter: QPainter, frame: PlotFrame, crosshair: Crosshair, theme: Theme) -> None:
    """Draw the line, its crossings, and the card with their values."""
    field = frame.field
    x = frame.pixel(crosshair.x, 0).x()
    painter.setPen(QPen(theme.color("t3"), 1))
    painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
    for y in crosshair.ys:
        if frame.holds(crosshair.x, y):
            painter.setBrush(theme.color("panel"))
            painter.setPen(QPen(theme.color("text"), 1.5))
            painter.drawEllipse(frame.pixel(crosshair.x, y), 3, 3)
    draw_card(painter, QPointF(x, field.top() + 8), field, list(crosshair.lines), theme)
