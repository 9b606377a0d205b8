"""What all controls share: frames, the focus ring, how the focus arrived, and Enter as a press."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen

from bplab.ui.style.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton, QWidget

    _Base = QWidget
    _ButtonBase = QAbstractButton
else:
    _Base = _ButtonBase = object

RADIUS = 6.0
_BY_KEYS = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
}
# The window or a menu returns the focus: the ring is as before.
_BACK_AGAIN = {
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class KeyboardFocus(_Base):
    """Mixin for a widget: `ring` is true while it has the focus by keyboard rather than by a click."""

    ring = False
    by_click = False
    _by_keys = True  # what has the focus when the window opens was not clicked

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _BACK_AGAIN:
            self._by_keys = event.reason() in _BY_KEYS
            self.by_click = event.reason() == Qt.FocusReason.MouseFocusReason
        self.ring = self._by_keys
        super().focusInEvent(event)
        self.show_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ring = False
        super().focusOutEvent(event)
        self.show_ring()

    def show_ring(self) -> None:
        """Show or hide the ring."""
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # After a click nothing shows the focus, so Space plays, as everywhere in the window.
        if self.by_click and event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)


class EnterPresses(_ButtonBase):
    """Mixin for a button: Enter presses it too; by default Qt knows only Space."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def painter_for(widget: "QWidget") -> QPainter:
    """Begin painting a widget with antialiasing."""
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
    """Draw the focus ring along the inside of rect."""
    draw_frame(painter, rect, None, theme.color("acc"), radius, 2.0)
