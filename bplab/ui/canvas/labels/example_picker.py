"""Selects the example whose numbers are shown on the canvas: one of the batch, or the mean of all."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bplab.training.trace import MEAN
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.painting import KeyboardFocus, draw_frame, draw_ring, painter_for
from bplab.ui.style.theme import Theme

TALL = 28
ARROW, MEAN_WIDTH = 26, 60
STEPS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10, Qt.Key.Key_PageUp: 10,
}  # fmt: skip


class ExamplePicker(KeyboardFocus, QWidget):
    """< example 2 of 32 > | mean; arrow keys step, Home is the first example, End the mean."""

    edited = Signal(int)  # a position: an example's number from 1, or MEAN

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.stop, self.count = 1, 1
        self.shown = (
            1  # the number of the example shown, or last shown; a short batch may have fewer examples
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        theme.changed.connect(self.update)
        self.own = False  # neither: a point of one's own
        self._name()

    def set_value(self, stop: int, shown: int, count: int, *, own: bool = False) -> None:
        """Show a position without emitting a signal; `shown` is the example's number, of so many.

        `own`: the numbers are of an own point instead; any choice leaves it.
        """
        if (stop, shown, count, own) != (self.stop, self.shown, self.count, self.own):
            self.stop, self.shown, self.count, self.own = stop, shown, count, own
            self._name()
            self.resize(self.sizeHint())
            self.update()

    @property
    def text(self) -> str:
        """The text in the middle."""
        if self.own:
            return "my point"
        return f"example {self.shown:,} of {self.count:,}"

    def sizeHint(self) -> QSize:
        return QSize(2 * ARROW + round(self._text_width()) + 10 + MEAN_WIDTH, TALL)

    def step(self, by: int) -> None:
        """Go to another position; the mean follows the last example."""
        here = self.count + 1 if self.stop >= MEAN else self.shown
        self.pick(here + by)

    def pick(self, stop: int) -> None:
        """Go to a position."""
        stop = MEAN if stop > self.count else max(stop, 1)
        if stop != self.stop or self.own:
            self.set_value(stop, min(stop, self.count) if stop < MEAN else self.shown, self.count)
            self.edited.emit(stop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self.step(STEPS[key])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.pick(1 if key == Qt.Key.Key_Home else MEAN)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pick(self.shown if self.stop >= MEAN else MEAN)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        if x < ARROW:
            self.step(-1)
        elif x >= self.width() - MEAN_WIDTH:
            self.pick(MEAN)
        elif x >= self.width() - MEAN_WIDTH - ARROW:
            self.step(1)
        else:
            self.pick(self.shown)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick clicks are two steps

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = (
                "The example of the next batch whose numbers are shown; it is ringed on the output map. "
                "Each step has its own batch, so its examples change. The mean is over all examples of the "
                "batch."
            )
            QToolTip.showText(event.globalPos(), wrapped(tip), self)
            return True
        return super().event(event)

    def _name(self) -> None:
        mean = self.stop >= MEAN and not self.own
        what = f"mean of {self.count:,} examples" if mean else self.text
        self.setAccessibleName(f"Numbers of {what}")
        self.setAccessibleDescription("Left and Right step through the batch; the mean comes last.")

    def _text_width(self) -> float:
        return QFontMetricsF(self._theme.font("form", 600)).horizontalAdvance(self.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        box = QRectF(self.rect())
        draw_frame(painter, box, color("field"), color("line2"), TALL / 2)
        if self.ring:
            draw_ring(painter, box, self._theme, TALL / 2)
        mean = self.stop >= MEAN and not self.own
        self._draw_arrow(painter, 16, -3.5, on=mean or self.shown > 1)
        end = self.width() - MEAN_WIDTH
        self._draw_arrow(painter, end - 17, 3.5, on=not mean)
        painter.setPen(QPen(color("line2"), 1))
        painter.drawLine(QPointF(end + 0.5, 7), QPointF(end + 0.5, TALL - 7))
        self._write(painter, QRectF(ARROW, 0, end - 2 * ARROW, TALL), self.text, on=not mean)
        self._write(painter, QRectF(end, 0, MEAN_WIDTH - 6, TALL), "mean", on=mean)

    def _write(self, painter: QPainter, box: QRectF, text: str, on: bool) -> None:
        painter.setFont(self._theme.font("form", 600 if on else 400))
        painter.setPen(self._theme.color("text" if on else "t2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_arrow(self, painter: QPainter, x: float, tip: float, on: bool) -> None:
        painter.setPen(QPen(self._theme.color("text" if on else "line2"), 1.6))
        middle = TALL / 2
        painter.drawPolyline(
            [QPointF(x - tip / 2, middle - 4), QPointF(x + tip / 2, middle), QPointF(x - tip / 2, middle + 4)]
        )
