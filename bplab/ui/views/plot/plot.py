"""A plot with axes, lines, end dots and crosshair, cheap enough to be live."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import Background
from bplab.ui.views.base.card import draw_card
from bplab.ui.views.base.heat import between
from bplab.ui.views.plot.axes import Axes, PlotFrame, paint_axes
from bplab.ui.views.plot.captions import Captions
from bplab.ui.views.plot.curves import Line, kept_near
from bplab.ui.views.plot.end_labels import End, draw_end_labels
from bplab.ui.views.plot.strokes import Floats, Stroke, StrokeLayer, steps_of

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


class Plot(QWidget):
    """A few lines, each with its raw one faint behind it; what is pressed on it is for the view around."""

    hovered = Signal(object)  # x under the pointer, None when it leaves

    def __init__(self, theme: Theme, parent: QWidget | None = None, right: int = RIGHT) -> None:
        super().__init__(parent)
        self._theme, self._right = theme, right
        self._left = LEFT  # more where a mark of the y axis is long
        self.axes = Axes()
        self.crosshair: Crosshair | None = None
        self.lines: list[Line] = []
        self.has_raw = False  # whether the raw lines are drawn too
        self.styles: list[LineStyle] = []
        self._captions, self._background, self._strokes = Captions(), Background(), StrokeLayer()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)

    def set_styles(self, styles: list[LineStyle]) -> None:
        """Say how each line is drawn, the raw one in the same color, faint; more or fewer start empty."""
        if len(styles) != len(self.styles):
            self.lines = []
        self.styles = styles
        self.restyle()

    def set_lines(self, lines: list[Line], raw: bool) -> None:
        """Show other data; `raw` says whether the raw lines are drawn too."""
        self.lines, self.has_raw = lines, raw
        self.update()

    def set_axes(self, axes: Axes) -> None:
        """Change ranges, marks and texts, if they are others."""
        if axes != self.axes:
            self.axes = axes
            self._make_room(axes)
            self.restyle()

    def _make_room(self, axes: Axes) -> None:
        """Let the marks of the y axis stand in whole."""
        metrics = QFontMetricsF(self._theme.font("tick"))
        wide = (math.ceil(metrics.horizontalAdvance(tick.text)) + MARK for tick in axes.y_ticks)
        self._left = max([LEFT, *wide])

    def outgrown(self, last: float) -> bool:
        """Whether the axes are those of before the first step, or end before the x of the last value."""
        return bool(self.axes.message) or last > self.axes.x_range[1]

    def set_crosshair(self, crosshair: Crosshair | None) -> None:
        """Show or hide the crosshair."""
        if crosshair != self.crosshair:
            self.crosshair = crosshair
            self.update()

    def restyle(self) -> None:
        """Paint everything anew."""
        self._background.forget()
        self._strokes.forget()
        self.update()

    @property
    def field(self) -> QRectF:
        """The rectangle that the lines are drawn in."""
        return QRectF(self.rect()).adjusted(self._left, TOP, -self._right, -BOTTOM)

    @property
    def frame_now(self) -> PlotFrame:
        """The axes laid over it."""
        return PlotFrame(self.axes, self.field)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, frame = QPainter(self), self.frame_now
        self._background.draw(painter, self.size(), self._theme.dark, self._paint_still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        raw = [self._steps(frame, line.raw_x, line.raw_y) for line in self.lines if self.has_raw]
        fronts = [self._steps(frame, line.x, line.y) for line in self.lines]
        strokes = [*map(self._raw_stroke, self.styles, raw), *map(self._front_stroke, self.styles, fronts)]
        self._strokes.draw(painter, self.size(), frame.field, strokes)
        self._captions.draw(painter, frame, self._theme, [*raw, *fronts])
        self._draw_ends(painter, frame)
        if self.crosshair is not None:
            self._draw_crosshair(painter, self.crosshair)

    @staticmethod
    def _steps(frame: PlotFrame, x: Floats, y: Floats) -> Floats:
        return steps_of(frame, x, kept_near(y, *frame.axes.y_range))

    def _raw_stroke(self, style: LineStyle, steps: Floats) -> Stroke:
        pen = QPen(between(self._theme.color("panel"), style.color, FAINT), 1)
        pen.setCosmetic(True)  # a pixel of the screen itself is far cheaper to draw than two
        return Stroke.growing(pen, steps)

    @staticmethod
    def _front_stroke(style: LineStyle, steps: Floats) -> Stroke:
        return Stroke.growing(QPen(style.color, WIDTH), steps, style.dashes)

    def _draw_ends(self, painter: QPainter, frame: PlotFrame) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        ends = [
            end
            for line, style in zip(self.lines, self.styles, strict=True)
            for end in _end(frame, line, style)
        ]
        for end in ends:
            painter.setBrush(end.color)
            painter.drawEllipse(end.at, 3.5, 3.5)
        draw_end_labels(painter, [end for end in ends if end.name], frame.field, self._theme)

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
        painter.fillRect(self.rect(), self._theme.color("panel"))
        paint_axes(painter, self.frame_now, self._theme)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        inside = self.field.contains(event.position())
        self.hovered.emit(self.frame_now.x_at(event.position().x()) if inside else None)
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)


def _end(frame: PlotFrame, line: Line, style: LineStyle) -> list[End]:
    """Say where a line ends in the picture, if there; at 0 on a log axis it has dropped out, and says so."""
    if not len(line.x):
        return []
    x, y, name = float(line.x[-1]), float(line.y[-1]), style.name
    if y == -math.inf:
        y, name = frame.axes.y_range[0], f"{name} 0".strip()
    return [End(frame.pixel(x, y), name, style.color)] if frame.holds(x, y) else []
