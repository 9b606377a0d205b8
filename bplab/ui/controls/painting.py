"""What all controls share when they paint themselves: frames, the focus ring, and who brought the focus."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen

from bplab.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    _Base = QWidget
else:
    _Base = object

RADIUS = 6.0
_BY_KEYS = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
}
# The window or a menu gives the focus back: what was true before still is.
_BACK_AGAIN = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}


class KeyboardFocus(_Base):
    """Mixed into a widget: `ring` is true while it has the focus and a key, not a click, brought it there."""

    ring = False
    by_click = False
    _by_keys = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _BACK_AGAIN:
            self._by_keys = event.reason() in _BY_KEYS
            self.by_click = event.reason() == Qt.FocusReason.MouseFocusReason
        self.ring = self._by_keys
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ring = False
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Nothing shows that a click left the focus here, so Space does what the window promises: it plays.
        if self.by_click and event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)


def painter_for(widget: "QWidget") -> QPainter:
    """Begin painting a widget with smooth edges."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def draw_frame(
    painter: QPainter,
    rect: QRectF,
    fill: QColor | None,
    border: QColor | None = None,
    radius: float = RADIUS,
    width: float = 1.0,
) -> None:
    """Draw a rounded rectangle whose border lies inside rect, on whole pixels."""
    half = width / 2 if border is not None else 0.0
    painter.setPen(QPen(border, width) if border is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)


def draw_ring(painter: QPainter, rect: QRectF, theme: Theme, radius: float = RADIUS) -> None:
    """Draw the ring of keyboard focus along the inside of rect."""
    draw_frame(painter, rect, None, theme.color("acc"), radius, 2.0)
