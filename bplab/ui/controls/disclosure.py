"""A line that expands on a click."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from bplab.ui.controls.painting import EnterPresses, KeyboardFocus, draw_ring, painter_for
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme


class Disclosure(QWidget):
    """A title with a chevron; the contents of `body` are hidden until it is opened."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = _Head(theme, title)
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 8)
        self.body.setSpacing(0)
        self._content.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._content)
        self.head.toggled.connect(self._content.setVisible)
        self.head.toggled.connect(self.toggled)

    @property
    def open(self) -> bool:
        """Whether the content is shown."""
        return self.head.isChecked()

    def set_open(self, on: bool) -> None:
        """Show or hide the content."""
        self.head.setChecked(on)


class _Head(EnterPresses, KeyboardFocus, QAbstractButton):
    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self.setText(title)
        self.setCheckable(True)
        self.setFixedHeight(36)
        self.setFont(theme.font("form", 500))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        ink = self._theme.color("text" if self.underMouse() else "t2")
        if self.ring:
            draw_ring(painter, QRectF(self.rect()).adjusted(8, 4, -8, -4), self._theme)
        painter.setPen(ink)
        painter.drawText(
            QRectF(self.rect()).adjusted(16, 0, -40, 0), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        name = "chevron-down" if self.isChecked() else "chevron-right"
        draw_icon(painter, name, ink, QRectF(self.width() - 31, self.height() / 2 - 7, 14, 14))
