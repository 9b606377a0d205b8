"""What the notice and the table share: a stripe, an icon, and a cross that Esc presses too."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from bplab.ui.controls.button import Button
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme

STRIPE, ICON, INSET = 3, 18, 16


class Closable(QWidget):
    """Says that it is to be closed when its cross is pressed, or Esc within it; it does not close itself."""

    closed = Signal()

    def __init__(self, theme: Theme, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cross = Button(theme, icon="x", kind="quiet")
        self.cross.setFixedWidth(28)
        self.cross.setToolTip(tip)
        self.cross.setAccessibleName(name)
        self.cross.clicked.connect(self.closed)
        theme.changed.connect(self.update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def draw_mark(self, painter: QPainter, stripe: QRectF, middle: float, *, bad: bool) -> None:
        """Draw the stripe at the left, and the icon beside it."""
        ink = self._theme.color("bad" if bad else "acc")
        painter.fillRect(stripe, ink)
        icon = QRectF(INSET, middle - ICON / 2, ICON, ICON)
        draw_icon(painter, "triangle-alert" if bad else "info", ink, icon)
