"""A horizontal line in a plot that can be dragged, with marks where something crosses it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.views.plot.axes import PlotFrame

GRIP, TALL = 10.0, 15.0  # the handle
NEAR = 6.0  # pixels within which the line is caught
MARK = 5.0  # half of the height of a mark


@dataclass(frozen=True)
class Threshold:
    """A level, in the axis's own units; the first of the texts that fits is written beside it."""

    y: float
    texts: tuple[str, ...]
    marks: tuple[float, ...] = ()  # x of each


class ThresholdHandle:
    """Draws the line, and follows the pointer that drags it."""

    def __init__(self) -> None:
        self.threshold: Threshold | None = None
        self.is_dragged = False

    def holds(self, frame: PlotFrame, at: QPointF) -> bool:
        """Whether the pointer is on the line or its handle."""
        if self.threshold is None or not _is_shown(frame, self.threshold):
            return False
        y = frame.pixel(0, self.threshold.y).y()
        return abs(at.y() - y) <= NEAR and frame.field.left() - GRIP <= at.x() <= frame.field.right()

    def press(self, frame: PlotFrame, at: QPointF) -> bool:
        """Begin to drag it, if the pointer is on it."""
        self.is_dragged = self.holds(frame, at)
        return self.is_dragged

    def dragged_to(self, frame: PlotFrame, at: QPointF) -> float | None:
        """The level at the pointer that drags it, within the axis."""
        if not self.is_dragged:
            return None
        low, high = frame.axes.y_range
        share = (frame.field.bottom() - at.y()) / frame.field.height()
        return low + min(max(share, 0.0), 1.0) * (high - low)

    def draw(self, painter: QPainter, frame: PlotFrame, theme: Theme) -> None:
        """Draw the line with its handle and its marks, if it is on the axis."""
        if self.threshold is None or not _is_shown(frame, self.threshold):
            return
        field, color = frame.field, theme.color("ok")
        y = round(frame.pixel(0, self.threshold.y).y()) + 0.5
        pen = QPen(color, 1.4)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([4.0, 2.6])
        painter.setPen(pen)
        painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
        painter.setPen(QPen(color, 2))
        for x in self.threshold.marks:
            across = frame.pixel(x, 0).x()
            painter.drawLine(QPointF(across, y - MARK), QPointF(across, y + MARK))
        grip = QRectF(field.left() - GRIP / 2, y - TALL / 2, GRIP, TALL)
        draw_frame(painter, grip, theme.color("panel"), color, GRIP / 2, 1.5)


def _is_shown(frame: PlotFrame, threshold: Threshold) -> bool:
    return frame.holds(frame.axes.x_range[0], threshold.y)
