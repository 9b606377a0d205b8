"""The static part of a plot: axes, grid, a level line, notes; and the pixel positions of values."""

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from bplab.ui.style.theme import Theme
from bplab.ui.views.base.ticks import Tick

RIGHT_MIDDLE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Axes:
    """Ranges and tick marks of both axes, a horizontal level line, and notes."""

    x_range: tuple[float, float] = (0.0, 100.0)
    y_range: tuple[float, float] = (0.0, 1.0)
    x_ticks: tuple[Tick, ...] = ()
    y_ticks: tuple[Tick, ...] = ()
    level: float | None = None
    level_text: str = ""
    cut_text: str = ""  # what lies beyond the top, if the axis is cut
    message: str = ""  # in the middle, while there is nothing to draw
    band: tuple[float, float] | None = None  # a typical range, as a band in a soft color
    band_text: str = ""
    x_title: str = ""  # at the right of the marks


class PlotFrame(NamedTuple):
    """Axes laid over a rectangle of pixels."""

    axes: Axes
    field: QRectF

    def pixel(self, x: float, y: float) -> QPointF:
        """The position of a point of the plot."""
        (left, right), (low, high), field = self.axes.x_range, self.axes.y_range, self.field
        across, up = (x - left) / (right - left), (y - low) / (high - low)
        return QPointF(field.left() + across * field.width(), field.bottom() - up * field.height())

    def x_at(self, pixel: float) -> float:
        """The x at a pixel."""
        low, high = self.axes.x_range
        return low + (pixel - self.field.left()) / self.field.width() * (high - low)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within both ranges."""
        (left, right), (low, high) = self.axes.x_range, self.axes.y_range
        return left <= x <= right and low <= y <= high

    @property
    def scale(self) -> tuple[float, float]:
        """Pixels per unit of x and of y."""
        (left, right), (low, high) = self.axes.x_range, self.axes.y_range
        return self.field.width() / (right - left), self.field.height() / (high - low)


def paint_axes(painter: QPainter, frame: PlotFrame, theme: Theme) -> None:
    """Draw everything that does not move."""
    _paint_band(painter, frame, theme)
    _paint_y_axis(painter, frame, theme)
    _paint_x_axis(painter, frame, theme)
    _paint_level(painter, frame, theme)
    if frame.axes.cut_text:
        _paint_cut(painter, frame, theme)
    if frame.axes.message:
        _paint_message(painter, frame, theme)


def _paint_y_axis(painter: QPainter, frame: PlotFrame, theme: Theme) -> None:
    field = frame.field
    painter.setFont(theme.font("tick"))
    for at, text in frame.axes.y_ticks:
        y = round(frame.pixel(0, at).y()) + 0.5
        if y < field.bottom() - 1:
            painter.setPen(QPen(theme.color("grid"), 1))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
        painter.setPen(theme.color("t3"))
        painter.drawText(QRectF(0, y - 8, field.left() - 8, 16), RIGHT_MIDDLE, text)


def _paint_x_axis(painter: QPainter, frame: PlotFrame, theme: Theme) -> None:
    field = frame.field
    bottom = round(field.bottom()) + 0.5
    painter.setPen(QPen(theme.color("line2"), 1))
    painter.drawLine(QPointF(field.left(), bottom), QPointF(field.right(), bottom))
    painter.setPen(theme.color("t3"))
    painter.setFont(theme.font("tick"))
    for at, text in frame.axes.x_ticks:
        x = frame.pixel(at, 0).x()
        painter.drawText(QRectF(x - 40, bottom + 4, 80, 14), Qt.AlignmentFlag.AlignCenter, text)
    painter.drawText(QPointF(field.right() + 20, bottom + 15), frame.axes.x_title)


def _paint_band(painter: QPainter, frame: PlotFrame, theme: Theme) -> None:
    axes, field = frame.axes, frame.field
    if axes.band is None:
        return
    (low, high), (bottom, top) = axes.band, axes.y_range
    if high <= bottom or low >= top:
        return
    upper, lower = frame.pixel(0, min(high, top)).y(), frame.pixel(0, max(low, bottom)).y()
    soft = QColor(theme.color("okw"))
    soft.setAlphaF(0.6)
    painter.fillRect(QRectF(field.left(), upper, field.width(), lower - upper), soft)


def _paint_level(painter: QPainter, frame: PlotFrame, theme: Theme) -> None:
    axes, field = frame.axes, frame.field
    if axes.level is None or not frame.holds(axes.x_range[0], axes.level):
        return
    y = round(frame.pixel(0, axes.level).y()) + 0.5
    pen = QPen(theme.color("t3"), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.0, 1.7])
    painter.setPen(pen)
    painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))


def _paint_cut(painter: QPainter, frame: PlotFrame, theme: Theme) -> None:
    """Mark the axis as cut with two short slanted strokes across it."""
    field = frame.field
    painter.setPen(QPen(theme.color("t3"), 1.2))
    at = QPointF(field.left(), field.top() + 7)
    for shift in (0, 4):
        painter.drawLine(at + QPointF(-4, shift + 2), at + QPointF(2, shift - 2))


def _paint_message(painter: QPainter, frame: PlotFrame, theme: Theme) -> None:
    painter.setFont(theme.font("form"))
    field = message_field(frame, QFontMetricsF(theme.font("tick")).height())
    box = painter.boundingRect(field, Qt.AlignmentFlag.AlignCenter, frame.axes.message)
    painter.fillRect(box.adjusted(-8, -2, 8, 2), theme.color("panel"))
    painter.setPen(theme.color("t3"))
    painter.drawText(field, Qt.AlignmentFlag.AlignCenter, frame.axes.message)


def message_field(frame: PlotFrame, words: float) -> QRectF:
    """Choose the area in which the message is centered: the field, or the larger side of the level line.

    `words` is the height of the level's own text above or below it.
    """
    axes, field = frame.axes, frame.field
    if axes.level is None or not frame.holds(axes.x_range[0], axes.level):
        return field
    y, taken = frame.pixel(0, axes.level).y(), words + 6
    if abs(y - field.center().y()) > taken + words:
        return field
    if y - taken - field.top() > field.bottom() - y:
        return field.adjusted(0, 0, 0, y - taken - field.bottom())
    return field.adjusted(0, y - field.top(), 0, 0)
