"""A pyqtgraph plot with axes, grid, end dots and crosshair of our own, cheap enough to be live."""

import math
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import Background
from bplab.ui.views.base.card import draw_card
from bplab.ui.views.base.heat import between
from bplab.ui.views.plot.axes import Axes, PlotFrame, paint_axes
from bplab.ui.views.plot.captions import Captions, Floats
from bplab.ui.views.plot.curves import Line, dashed, kept_near
from bplab.ui.views.plot.end_labels import End, draw_end_labels

LEFT, TOP, RIGHT, BOTTOM = 48, 7, 24, 27
MARK = 12  # beside the marks of the y axis
FAINT, WIDTH = 0.32, 2.0


@dataclass(frozen=True)
class LineStyle:
    """The color of a line, its dashes (on, off) in pixels, None for a solid one, and the name at its end."""

    color: QColor
    dashes: tuple[float, float] | None = None
    name: str = ""  # written at its end


@dataclass(frozen=True)
class Crosshair:
    """A vertical line at x with the values it meets."""

    x: float
    ys: tuple[float, ...]
    lines: tuple[str, ...]


class Stroke(pg.PlotCurveItem):
    """A curve that always claims the whole plot: its own bounds would be worked out anew in every frame."""

    def __init__(self) -> None:
        super().__init__(antialias=True, skipFiniteCheck=True)
        self._bounds = QRectF()

    def set_bounds(self, bounds: QRectF) -> None:
        """Say what the plot spans now."""
        self.prepareGeometryChange()
        self._bounds = bounds

    def boundingRect(self) -> QRectF:
        return self._bounds

    def informViewBoundsChanged(self) -> None:
        """Nobody follows the bounds: the plot sets its ranges itself."""


class Plot(pg.PlotWidget):
    """A few lines, each with its raw one faint behind it; pyqtgraph's own axes and menus are off."""

    hovered = Signal(object)  # x under the pointer, None when it leaves

    def __init__(self, theme: Theme, parent: QWidget | None = None, right: int = RIGHT) -> None:
        super().__init__(parent, background=None)
        self._theme, self._right = theme, right
        self._left = LEFT  # more where a mark of the y axis is long
        self.axes = Axes()
        self.crosshair: Crosshair | None = None
        self._ends: list[tuple[float, float, QColor, str]] = []
        self._drawn: list[tuple[Floats, Floats]] = []  # what no word is to be written over
        self._captions, self._background = Captions(), Background()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.hideAxis("left")
        self.hideAxis("bottom")
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.disableAutoRange()
        self.plotItem.layout.setContentsMargins(LEFT, TOP, right, BOTTOM)
        self._lines: list[tuple[Stroke, Stroke]] = []
        self._styles: list[LineStyle] = []
        self._ratio = 1.0

    def set_styles(self, styles: list[LineStyle]) -> None:
        """Say how each line is drawn, the raw one in the same color, faint; more or fewer start empty."""
        if len(styles) != len(self._lines):
            self._make_lines(len(styles))
        self._styles = styles
        self._ratio = self.devicePixelRatioF()
        for (behind, front), style in zip(self._lines, styles, strict=True):
            faint = between(self._theme.color("panel"), style.color, FAINT)
            # pyqtgraph's pens count the screen's own pixels; one of them is far cheaper to draw than two
            behind.setPen(pg.mkPen(faint, width=1))
            front.setPen(pg.mkPen(style.color, width=WIDTH * self._ratio))
        self.restyle()

    def _make_lines(self, count: int) -> None:
        for item in (item for pair in self._lines for item in pair):
            self.removeItem(item)
        self._ends = []
        self._lines = [(Stroke(), Stroke()) for _ in range(count)]
        for behind, front in self._lines:
            # Wide antialiased lines are four times cheaper step by step than as one outline.
            front.setSegmentedLineMode("on")
            behind.setSegmentedLineMode("on")
            behind.setZValue(-1)
            self.addItem(behind)
            self.addItem(front)
        self._bound(self.axes)

    def _set_front(self, front: Stroke, line: Line, style: LineStyle) -> None:
        x, y = line.x, kept_near(line.y, *self.axes.y_range)
        self._drawn.append((x, y))
        connect: Any = "all"
        if style.dashes is not None and len(x) > 1:
            x, y, connect = dashed(x, y, *self.frame_now.scale, style.dashes)
        front.setData(x, y, connect=connect, skipFiniteCheck=True)

    def set_lines(self, lines: list[Line], raw: bool) -> None:
        """Show other data; `raw` says whether the raw lines are drawn too."""
        if self._ratio != self.devicePixelRatioF():  # on another screen now
            self.set_styles(self._styles)
        self._ends, self._drawn = [], []
        for (behind, front), line, style in zip(self._lines, lines, self._styles, strict=True):
            behind.setVisible(raw and len(line.raw_x) > 1)
            if raw:
                raw_y = kept_near(line.raw_y, *self.axes.y_range)
                behind.setData(line.raw_x, raw_y, skipFiniteCheck=True)
                self._drawn.append((line.raw_x, raw_y))
            self._set_front(front, line, style)
            if len(line.x):
                self._ends.append((float(line.x[-1]), float(line.y[-1]), style.color, style.name))
        self.viewport().update()

    def set_axes(self, axes: Axes) -> None:
        """Change ranges, marks and texts, if they are others."""
        if axes == self.axes:
            return
        if (axes.x_range, axes.y_range) != (self.axes.x_range, self.axes.y_range):
            self.setRange(xRange=axes.x_range, yRange=axes.y_range, padding=0, disableAutoRange=False)
            self._bound(axes)
        self.axes = axes
        self._make_room(axes)
        self._background.forget()
        self.viewport().update()

    def _make_room(self, axes: Axes) -> None:
        """Let the marks of the y axis stand in whole."""
        metrics = QFontMetricsF(self._theme.font("tick"))
        left = max([LEFT, *(math.ceil(metrics.horizontalAdvance(tick.text)) + MARK for tick in axes.y_ticks)])
        if left != self._left:
            self._left = left
            self.plotItem.layout.setContentsMargins(left, TOP, self._right, BOTTOM)

    def outgrown(self, last: float) -> bool:
        """Whether the axes are those of before the first step, or end before the x of the last value."""
        return bool(self.axes.message) or last > self.axes.x_range[1]

    def _bound(self, axes: Axes) -> None:
        (left, right), (low, high) = axes.x_range, axes.y_range
        for stroke in (stroke for pair in self._lines for stroke in pair):
            stroke.set_bounds(QRectF(left, low, right - left, high - low))

    def set_crosshair(self, crosshair: Crosshair | None) -> None:
        """Show or hide the crosshair."""
        if crosshair != self.crosshair:
            self.crosshair = crosshair
            self.viewport().update()

    def restyle(self) -> None:
        """Paint the still parts anew."""
        self._background.forget()
        self.viewport().update()

    @property
    def field(self) -> QRectF:
        """The rectangle that the lines are drawn in."""
        return QRectF(self.viewport().rect()).adjusted(self._left, TOP, -self._right, -BOTTOM)

    @property
    def frame_now(self) -> PlotFrame:
        """The axes laid over it."""
        return PlotFrame(self.axes, self.field)

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.resetTransform()
        self._background.draw(painter, self.viewport().size(), self._theme.dark, self._paint_still)
        painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self.frame_now
        self._captions.draw(painter, frame, self._theme, self._drawn)
        painter.setPen(Qt.PenStyle.NoPen)
        ends = [found for end in self._ends if (found := _end_in(frame, *end)) is not None]
        for end in ends:
            painter.setBrush(end.color)
            painter.drawEllipse(end.at, 3.5, 3.5)
        draw_end_labels(painter, [end for end in ends if end.name], frame.field, self._theme)
        if self.crosshair is not None:
            self._draw_crosshair(painter, self.crosshair)
        painter.restore()

    def _draw_crosshair(self, painter: QPainter, crosshair: Crosshair) -> None:
        theme, field, frame = self._theme, self.field, self.frame_now
        x = frame.pixel(crosshair.x, 0).x()
        painter.setPen(QPen(theme.color("t3"), 1))
        painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
        for y in crosshair.ys:
            if frame.holds(crosshair.x, y):
                painter.setBrush(theme.color("panel"))
                painter.setPen(QPen(theme.color("text"), 1.5))
                painter.drawEllipse(frame.pixel(crosshair.x, y), 3, 3)
        draw_card(painter, QPointF(x, field.top() + 8), field, list(crosshair.lines), theme)

    def _paint_still(self, painter: QPainter) -> None:
        painter.fillRect(self.viewport().rect(), self._theme.color("panel"))
        paint_axes(painter, self.frame_now, self._theme)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        inside = self.field.contains(event.position())
        self.hovered.emit(self.frame_now.x_at(event.position().x()) if inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    # The plot neither pans nor zooms; what is pressed on it belongs to the view around it.
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if getattr(self, "_still", None) is not None:
            self._background.forget()


def _end_in(frame: PlotFrame, x: float, y: float, color: QColor, name: str) -> End | None:
    """Say where a line ends in the picture, if there; at 0 on a log axis it has dropped out, and says so."""
    if y == -math.inf:
        y, name = frame.axes.y_range[0], f"{name} 0".strip()
    return End(frame.pixel(x, y), name, color) if frame.holds(x, y) else None
