"""A thin slider, filled in the accent color; it shows any value and stops at those of its scale."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from bplab.ui.controls.painting import KeyboardFocus, draw_frame, painter_for
from bplab.ui.controls.scales import Scale, nearest_stop
from bplab.ui.style.theme import Theme

MARGIN = 10  # from the widget's edge to the end of the groove: half a handle and its ring
KNOB = 16.0
TICKED = 18  # height added by decade marks


class Slider(KeyboardFocus, QSlider):
    """`edited` follows every move by the user; `released` reports the end of a drag or key press."""

    edited = Signal(float)
    released = Signal()

    def __init__(self, theme: Theme, scale: Scale, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._scale = scale
        self._stops = scale.stops
        self._number = self._stops[0]
        self._quiet = False
        self.setRange(0, len(self._stops) - 1)
        self.setPageStep(max(1, len(self._stops) // 10))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel alone must not take the focus
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.valueChanged.connect(self._moved)
        theme.changed.connect(self.update)

    @property
    def number(self) -> float:
        """The value shown."""
        return self._number

    def set_value(self, number: float) -> None:
        """Show a value, on a stop or between, without emitting `edited`; a drag is not disturbed."""
        if self.isSliderDown() or number == self._number:
            return
        self._number = number
        self._quiet = True
        self.setValue(nearest_stop(self._scale, self._scale.fraction(number)))
        self._quiet = False
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 20 + (TICKED if self._scale.ticks else 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._drag_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self.released.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat():
            self.released.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel scrolls the sidebar, unless this slider has the focus.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        middle, at = 10.0, self._x(self._scale.fraction(self._number))
        groove = QRectF(MARGIN, middle - 2, self.width() - 2 * MARGIN, 4)
        draw_frame(painter, groove, color("groove"), None, 2)
        filled = QRectF(groove)
        filled.setRight(at)
        draw_frame(painter, filled, color("acc" if self.isEnabled() else "t3"), None, 2)
        self._draw_ticks(painter)
        self._draw_knob(painter, QPointF(at, middle))

    def _draw_ticks(self, painter: QPainter) -> None:
        color = self._theme.color
        painter.setFont(self._theme.font("tick"))
        for value, text in self._scale.ticks:
            x = self._x(self._scale.fraction(value))
            painter.setPen(color("line2"))
            painter.drawLine(QPointF(x, 18), QPointF(x, 20))
            painter.setPen(color("t3"))
            painter.drawText(QRectF(x - 20, 20, 40, 14), Qt.AlignmentFlag.AlignCenter, text)

    def _draw_knob(self, painter: QPainter, center: QPointF) -> None:
        color, theme = self._theme.color, self._theme
        if self.ring:
            painter.setBrush(color("panel"))
            painter.setPen(QPen(color("acc"), 2))
            painter.drawEllipse(center, KNOB / 2 + 1, KNOB / 2 + 1)
        rim = color("acc" if self.isEnabled() else "t3")
        # On a dark ground a bright disk without a rim is clearer.
        painter.setPen(Qt.PenStyle.NoPen if theme.dark else QPen(rim, 2))
        painter.setBrush(color("accw" if self.underMouse() and not theme.dark else "handle"))
        radius = KNOB / 2 - 1 - (2 if self.ring else 0)
        painter.drawEllipse(center, radius, radius)

    def _way(self) -> tuple[float, float]:
        inset = 6 if self._scale.ticks else 0
        return MARGIN + inset, self.width() - MARGIN - inset

    def _x(self, fraction: float) -> float:
        left, right = self._way()
        return left + fraction * (right - left)

    def _drag_to(self, position: QPointF) -> None:
        left, right = self._way()
        self.setSliderPosition(nearest_stop(self._scale, (position.x() - left) / max(right - left, 1)))

    def _moved(self, stop: int) -> None:
        if not self._quiet:
            self._number = self._stops[stop]
            self.update()
            self.edited.emit(self._number)
