"""The plot of the slope: the true loss as the parameter varies, its tangent, and where the steps land."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.arrays import Array
from bplab.explain.slope.curve import Slope
from bplab.explain.slope.words import Told, letter
from bplab.numerals import exact, short
from bplab.ui.controls.painting import KeyboardFocus, draw_ring
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import Background
from bplab.ui.views.base.card import draw_card
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.microscope.slope.axes import axes_of
from bplab.ui.views.microscope.slope.marks import DRAWN, Marks, step_pixels
from bplab.ui.views.plot.axes import Axes, PlotFrame, paint_axes
from bplab.ui.views.plot.curves import kept_near
from bplab.ui.views.plot.strokes import steps_of

TOP, RIGHT, BOTTOM = 7, 6, 20
MARK = 12  # beside the marks of the y axis
WIDE, HIGH = 55, 20  # pixels that a mark of an axis has for itself, at least
STEP, FAR = 1 / 60, 10  # of the axis that an arrow key goes; so many times with Shift


class SlopePlot(KeyboardFocus, Picture):
    """Shows a slope, or why there is none; the pointer and the arrow keys read the curve."""

    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Slope of the loss", parent)
        self._slope: Slope | None = None
        self._words: Told | None = None
        self._message = ""
        self._background, self._pictures = Background(), 0  # the pictures are counted: each is another ground
        self._probe: float | None = None  # the value of the parameter that is read
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 96)

    def show_slope(self, slope: Slope, words: Told) -> None:
        """Draw a slope."""
        self._slope, self._words, self._message = slope, words, ""
        self._renew()

    def show_message(self, message: str) -> None:
        """Draw none, and say why."""
        if (self._slope, self._message) != (None, message):
            self._slope, self._message, self._probe = None, message, None
            self._renew()

    def _renew(self) -> None:
        self._pictures += 1
        self._describe()
        self.update()

    def restyle(self) -> None:
        self._background.forget()
        self.update()

    @property
    def small_step(self) -> str:
        """Say how short the plain step is, where it is too short to be drawn."""
        if self._slope is None:
            return ""
        move = self._slope.steps.plain.value - self._slope.point.value
        pixels = step_pixels(self.frame_now(), move)
        if not 0 < pixels < DRAWN:
            return ""
        size = f"{short(pixels)} pixels" if pixels > 0.5 else f"1/{_round(1 / pixels)} of a pixel"
        return f"The step is {size} here, so no arrow."

    def axes(self) -> Axes:
        """Ranges and marks for the room that there is."""
        if self._slope is None:
            return Axes(message=self._message)
        return axes_of(
            self._slope, max(3, self.width() // WIDE), max(3, (self.height() - TOP - BOTTOM) // HIGH)
        )

    def frame_now(self) -> PlotFrame:
        """The axes over the field that they leave, with all marks of the y axis in whole."""
        axes, metrics = self.axes(), QFontMetricsF(self.theme.font("tick"))
        left = max((math.ceil(metrics.horizontalAdvance(tick.text)) for tick in axes.y_ticks), default=-MARK)
        return PlotFrame(axes, QRectF(self.rect()).adjusted(left + MARK, TOP, -RIGHT, -BOTTOM))

    def sizeHint(self) -> QSize:
        return QSize(300, 170)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._background.draw(painter, self.size(), self._pictures, self._paint_still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._probe is not None:
            self._paint_probe(painter, self.frame_now())
        if self.ring:
            draw_ring(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self.theme)

    def _paint_still(self, painter: QPainter) -> None:
        """Everything but what follows the pointer."""
        painter.fillRect(self.rect(), self.theme.color("panel"))
        if self._slope is None or self._words is None:
            self._paint_message(painter)
            return
        frame = self.frame_now()
        paint_axes(painter, frame, self.theme)
        curve = self._steps(self._slope, frame)
        self._paint_curve(painter, frame, curve)
        Marks(self._slope, self._words, frame, self.theme).paint(painter, curve)

    @staticmethod
    def _steps(slope: Slope, frame: PlotFrame) -> Array:
        """The curve's finite part in pixels.

        Shapes: (n, 4).
        """
        x, y = (np.asarray(each, np.float64) for each in slope.curve)
        finite = np.isfinite(y)
        return steps_of(frame, x[finite], kept_near(y[finite], *frame.axes.y_range))

    def _paint_curve(self, painter: QPainter, frame: PlotFrame, curve: Array) -> None:
        if not len(curve):
            return
        painter.save()
        painter.setClipRect(frame.field)
        painter.setPen(QPen(self.theme.color("text"), 2, j=Qt.PenJoinStyle.RoundJoin))
        corners = [QPointF(x, y) for x, y in (*curve[:, :2].tolist(), curve[-1, 2:].tolist())]
        painter.drawPolyline(QPolygonF(corners))
        painter.restore()

    def _paint_message(self, painter: QPainter) -> None:
        painter.setFont(self.theme.font("form"))
        painter.setPen(self.theme.color("t3"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(self.rect()).adjusted(8, 0, -8, 0), flags, self._message)

    def _paint_probe(self, painter: QPainter, frame: PlotFrame) -> None:
        read = self._nearest()
        if read is None:
            return
        x, y = read
        at = frame.pixel(x, min(max(y, frame.axes.y_range[0]), frame.axes.y_range[1]))
        painter.setPen(QPen(self.theme.color("t3"), 1))
        painter.drawLine(QPointF(at.x(), frame.field.top()), QPointF(at.x(), frame.field.bottom()))
        painter.setPen(QPen(self.theme.color("text"), 1.5))
        painter.setBrush(self.theme.color("panel"))
        painter.drawEllipse(at, 3, 3)
        draw_card(painter, at, frame.field, self.probe_lines(), self.theme)

    def _nearest(self) -> tuple[float, float] | None:
        """The point of the curve nearest to where it is read: one that was computed, none between."""
        if self._slope is None or self._probe is None:
            return None
        x, y = self._slope.curve
        nearest = int(np.abs(x - self._probe).argmin())
        return float(x[nearest]), float(y[nearest])

    def probe_lines(self) -> list[str]:
        """What stands beside the crosshair."""
        read = self._nearest()
        if read is None or self._slope is None:
            return []
        return [f"{letter(self._slope.point)} = {short(read[0], 4)}", f"loss {short(read[1], 6)}"]

    def _set_probe(self, value: float | None) -> None:
        if value != self._probe:
            self._probe = value
            self._describe()
            self.update()

    def _describe(self) -> None:
        """Tell a screen reader what is shown, or what is read of it."""
        words = self._words
        text = ", ".join(self.probe_lines()) or self._message
        if not text and words is not None:
            text = f"{words.headline} Now {words.now}. {words.alone.caption} {words.alone.loss}."
            text += f" {words.real.caption} {words.real.loss}."
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        frame = self.frame_now()
        inside = self._slope is not None and frame.field.contains(event.position())
        self._set_probe(frame.x_at(event.position().x()) if inside else None)

    def leaveEvent(self, event: object) -> None:
        self._set_probe(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._set_probe(None)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._probe is not None:
            self._set_probe(None)
        elif way is not None and self._slope is not None:
            low, high = self._slope.span
            far = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            start = self._slope.point.value if self._probe is None else self._probe
            self._set_probe(min(max(start + way * far * STEP * (high - low), low), high))
        else:
            super().keyPressEvent(event)

    def tips(self) -> list[Tip]:
        slope, words = self._slope, self._words
        if slope is None or words is None:
            return []
        marks, name = Marks(slope, words, self.frame_now(), self.theme), letter(slope.point)
        spots = [("Now", slope.point.value, slope.point.now, marks.now)]
        for title, landing in (("Only this one moved", slope.steps.plain), ("Its own step", slope.steps.own),
                               ("The real step", slope.steps.real)):  # fmt: skip
            if landing is not None:
                spots.append((title, landing.value, landing.loss, marks.at(landing)))
        return [
            (QRectF(at.x() - 7, at.y() - 7, 14, 14), f"{title}: {name} = {exact(value)}, loss {exact(loss)}")
            for title, value, loss, at in spots
        ]

    def values_text(self) -> str:
        if self._slope is None:
            return ""
        rows = zip(*(each.tolist() for each in self._slope.curve), strict=True)
        name = self._slope.point.parameter.name
        return "\n".join([f"{name}\tloss", *(f"{value!r}\t{loss!r}" for value, loss in rows)])


def _round(value: float) -> str:
    """A count to two digits: 68, 1,200."""
    return f"{float(f'{value:.1e}'):,.0f}" if value < 1e6 else short(value)
