"""A plot with axes, lines, end dots and crosshair, fast enough to be live."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
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

from bplab.arrays import Floats
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import Background
from bplab.ui.views.base.heat import between
from bplab.ui.views.plot.axes import Axes, PlotFrame, paint_axes
from bplab.ui.views.plot.bands import Band
from bplab.ui.views.plot.captions import Captions
from bplab.ui.views.plot.crosshair import Crosshair, draw_crosshair
from bplab.ui.views.plot.curves import Line
from bplab.ui.views.plot.end_labels import draw_end_labels, end_of
from bplab.ui.views.plot.item import Lines
from bplab.ui.views.plot.moment import Moment, draw_moment
from bplab.ui.views.plot.others import Other, Others
from bplab.ui.views.plot.strokes import Stroke, StrokeLayer, steps_of_all
from bplab.ui.views.plot.threshold import Threshold, ThresholdHandle

LEFT, TOP, RIGHT, BOTTOM = 48, 7, 24, 27
MARK = 12  # beside the tick marks of the y axis
FAINT, WIDTH = 0.32, 2.0
DOT = 7.0  # the width of the dot at the end of a line
AFTER, AFTER_DARK, AFTER_STRONG = 0.24, 0.34, 0.55  # how strong what came after is; the last in high contrast
AFTER_WIDTH = 1.5


@dataclass(frozen=True)
class LineStyle:
    """The color of a line, its dashes (on, off) in pixels, None for a solid one, and the name at its end."""

    color: QColor
    dashes: tuple[float, float] | None = None
    name: str = ""  # drawn at its end


class Plot(pg.PlotWidget):
    """Several lines, each with its raw version faintly behind; pyqtgraph's axes, curves and menus are off."""

    hovered = Signal(object)  # x under the pointer, None when it leaves
    dragged = Signal(float)  # the threshold, to a level

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, right: int = RIGHT, left: int = LEFT
    ) -> None:
        super().__init__(parent, background=None, enableMenu=False)
        self._theme, self._right = theme, right
        self._left = self._least = left  # more if a tick mark of the y axis is long
        self.axes = Axes()
        self.crosshair: Crosshair | None = None
        self.moment: Moment | None = None
        self.lines: list[Line] = []
        self.after: list[Line] = []  # how the lines went on after the moment that is shown
        self.has_raw = False  # whether the raw lines are drawn too
        self._steps: list[Floats] = []  # of all lines in the picture that is painted
        self._frame = PlotFrame(self.axes, QRectF())  # of that picture
        self.styles: list[LineStyle] = []
        self.others, self.handle = Others(), ThresholdHandle()
        self._captions, self._background, self._strokes = Captions(), Background(), StrokeLayer()
        self._all_lines = Lines(self._paint_lines)
        self._turn_off()
        self.addItem(self._all_lines, ignoreBounds=True)
        self._span()

    def _turn_off(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # What changes is painted whole and asked for here; the scene would ask for the same a second time.
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.hideAxis("left")
        self.hideAxis("bottom")
        for axis in self.plotItem.axes.values():
            axis["item"].unlinkFromView()  # hidden, they would still follow every change of the ranges
        self.hideButtons()
        menu = self.plotItem.ctrlMenu
        menu.setParent(self, menu.windowFlags())  # never shown, it ends with the plot
        self.setMouseEnabled(x=False, y=False)
        self.disableAutoRange()

    def _span(self) -> None:
        """Have pyqtgraph's view show what the axes say, where they say it."""
        (left, right), (low, high) = self.axes.x_range, self.axes.y_range
        self.plotItem.layout.setContentsMargins(self._left, TOP, self._right, BOTTOM)
        self.setRange(xRange=(left, right), yRange=(low, high), padding=0, disableAutoRange=False)
        self._all_lines.set_bounds(QRectF(left, low, right - left, high - low))

    def set_styles(self, styles: list[LineStyle]) -> None:
        """Set how each line is drawn, the raw one in the same color, faint; new lines start empty."""
        if len(styles) != len(self.styles):
            self.lines, self.after = [], []
        self.styles = styles
        self.restyle()

    def set_lines(self, lines: list[Line], raw: bool, after: Sequence[Line] = ()) -> None:
        """Show other data; `raw` says whether the raw lines are drawn too, `after` how the lines went on."""
        self.lines, self.has_raw, self.after = lines, raw, list(after)
        self.viewport().update()

    def set_beside(
        self,
        others: Sequence[Other],
        named: str = "",
        bands: Sequence[Band] = (),
        threshold: Threshold | None = None,
    ) -> None:
        """Show other lines beneath, areas beneath those, and a threshold that can be dragged.

        `named` names the first of the own lines, beside the names of the others.
        """
        self.others.shown, self.others.named, self.others.bands = tuple(others), named, tuple(bands)
        self.handle.threshold = threshold
        self.viewport().update()

    def set_axes(self, axes: Axes) -> None:
        """Change ranges, tick marks and texts, if they differ."""
        if axes != self.axes:
            self.axes = axes
            self._make_room(axes)
            self._span()
            self.restyle()

    def _make_room(self, axes: Axes) -> None:
        """Make room for the tick marks of the y axis."""
        metrics = QFontMetricsF(self._theme.font("tick"))
        wide = (math.ceil(metrics.horizontalAdvance(tick.text)) + MARK for tick in axes.y_ticks)
        self._left = max([self._least, *wide])

    def outgrown(self, last: float) -> bool:
        """Whether the axes date from before the first step, or end before the x of the last value."""
        return bool(self.axes.message) or last > self.axes.x_range[1]

    def set_crosshair(self, crosshair: Crosshair | None) -> None:
        """Show or hide the crosshair."""
        if crosshair != self.crosshair:
            self.crosshair = crosshair
            self.viewport().update()

    def set_moment(self, moment: Moment | None) -> None:
        """Mark a moment, or none."""
        if moment != self.moment:
            self.moment = moment
            self.viewport().update()

    def restyle(self) -> None:
        """Repaint everything."""
        self._background.forget()
        self._strokes.forget()
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
        self._frame = self.frame_now  # once for lines and words, and so are the steps
        self._steps = self._all_steps(self._frame)
        painter.save()
        painter.resetTransform()
        self._background.draw(painter, self.viewport().size(), self._theme.dark, self._paint_background)
        painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self._frame
        if self.moment is not None:
            draw_moment(painter, frame, self.moment, self._theme)
        steps = [np.concatenate(self._steps)] if self._steps else []
        threshold = self.handle.threshold
        taken = self._captions.draw(painter, frame, self._theme, steps, self.moment, threshold)
        first = (self.styles[0].color, self._steps[-len(self.lines)]) if self.lines else None
        self.others.draw_names(painter, frame.field, self._theme, self._steps, first, taken)
        self._draw_ends(painter, frame)
        self.handle.draw(painter, frame, self._theme)
        if self.crosshair is not None:
            draw_crosshair(painter, frame, self.crosshair, self._theme)
        painter.restore()

    def _paint_lines(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self._frame
        self.others.paint_bands(painter, frame)
        others, rest = self._steps[: len(self.others.shown)], self._steps[len(self.others.shown) :]
        after, rest = rest[: len(self.after)], rest[len(self.after) :]
        raw, fronts = rest[: len(rest) - len(self.lines)], rest[len(rest) - len(self.lines) :]
        strokes = [
            *self.others.strokes(others),
            *map(self._after_stroke, self.styles, after),
            *map(self._raw_stroke, self.styles, raw),
            *map(self._front_stroke, self.styles, fronts),
        ]
        self._strokes.draw(painter, self.viewport().size(), frame.field, strokes)

    def _all_steps(self, frame: PlotFrame) -> list[Floats]:
        """The steps of other lines, of what came after, of the raw lines, if drawn, then of the own ones."""
        beneath = [*(other.line for other in self.others.shown), *self.after]
        raw = [(line.raw_x, line.raw_y) for line in self.lines if self.has_raw]
        fronts = [(line.x, line.y) for line in self.lines]
        return steps_of_all(frame, [*((line.x, line.y) for line in beneath), *raw, *fronts])

    def _raw_stroke(self, style: LineStyle, steps: Floats) -> Stroke:
        pen = QPen(between(self._theme.color("panel"), style.color, FAINT), 1)
        pen.setCosmetic(True)  # one pixel of the screen is far faster to draw than two
        return Stroke.growing(pen, steps)

    def _after_stroke(self, style: LineStyle, steps: Floats) -> Stroke:
        theme = self._theme
        share = AFTER_STRONG if theme.high_contrast else AFTER_DARK if theme.dark else AFTER
        pen = QPen(between(theme.color("panel"), style.color, share), AFTER_WIDTH)
        return Stroke.growing(pen, steps, style.dashes)

    @staticmethod
    def _front_stroke(style: LineStyle, steps: Floats) -> Stroke:
        return Stroke.growing(QPen(style.color, WIDTH), steps, style.dashes)

    def _draw_ends(self, painter: QPainter, frame: PlotFrame) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        ends = self.others.ends(frame) + [
            end
            for line, style in zip(self.lines, self.styles, strict=True)
            for end in end_of(frame, line, style.name, style.color)
        ]
        for end in ends:
            painter.setBrush(end.color)
            painter.drawEllipse(end.at, DOT / 2, DOT / 2)
        named = [end for end in ends if end.name]
        draw_end_labels(painter, named, frame.field, self._theme, leaders=not self.after)

    def _paint_background(self, painter: QPainter) -> None:
        painter.fillRect(self.viewport().rect(), self._theme.color("panel"))
        paint_axes(painter, self.frame_now, self._theme)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        level = self.handle.dragged_to(self.frame_now, event.position())
        if level is not None:
            self.dragged.emit(level)
            return
        on_line = self.handle.holds(self.frame_now, event.position())
        self.viewport().setCursor(Qt.CursorShape.SizeVerCursor if on_line else Qt.CursorShape.ArrowCursor)
        inside = self.field.contains(event.position())
        self.hovered.emit(self.frame_now.x_at(event.position().x()) if inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    # The plot neither pans nor zooms; what is pressed on it, but for a threshold, belongs to the view.
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(self.handle.press(self.frame_now, event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.handle.is_dragged = False
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None:  # not pyqtgraph's own call while it is being made
            self._background.forget()
            self._strokes.forget()
