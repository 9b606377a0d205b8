"""A moment marked in a plot by a vertical line."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPainter, QPen

from bplab.ui.style.theme import Theme
from bplab.ui.views.plot.axes import PlotFrame

SOFT = 0.5


@dataclass(frozen=True)
class Moment:
    """A vertical line at x, with a text beside its lower end if there is one."""

    x: float
    text: str = ""


def draw_moment(painter: QPainter, frame: PlotFrame, moment: Moment, theme: Theme) -> None:
    """Draw the line over the whole height, if it is on the axis."""
    low, high = frame.axes.y_range
    if frame.holds(moment.x, low):
        color = QColor(theme.color("acc"))
        color.setAlphaF(1.0 if theme.high_contrast else SOFT)
        painter.setPen(QPen(color, 1.2))
        painter.drawLine(frame.pixel(moment.x, high), frame.pixel(moment.x, low))
