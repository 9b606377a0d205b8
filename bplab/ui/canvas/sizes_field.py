"""All hidden layers typed at once, such as 8-8-6."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.ui.controls.field import Field
from bplab.ui.style.theme import Theme

WIDTH = 66
EDGE = 8  # around the text
HELP = "The sizes of the hidden layers. Type 8-8-6 for three layers, or nothing for none."


class SizesField(Field):
    """Enter or leaving the field accepts the text, Esc restores the old one."""

    edited = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = ""
        self.setFont(theme.font("form"))
        self.setFixedHeight(28)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setPlaceholderText("8-8-6")
        self.setAccessibleName("Hidden layer sizes")
        self.setToolTip(HELP)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.returnPressed.connect(self._commit)

    def set_value(self, text: str) -> None:
        """Show the sizes without emitting `edited`."""
        if text != self._now:
            self._now = text
            self.setToolTip(f"{text}\n{HELP}" if text else HELP)
            self.updateGeometry()
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(max(WIDTH, self.fontMetrics().horizontalAdvance(self._now) + 32), 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Text that does not fit ends in an ellipsis, unless the user is typing."""
        super().paintEvent(event)
        if not self.is_cut:
            return
        painter, base = QPainter(self), self.palette().color(QPalette.ColorRole.Base)
        dots = self.fontMetrics().horizontalAdvance("…") + 2
        place = QRect(self.width() - EDGE - dots, 4, dots, self.height() - 8)
        painter.fillRect(place, base)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "…")

    @property
    def is_cut(self) -> bool:
        """Whether some of the sizes do not fit."""
        wide = self.fontMetrics().horizontalAdvance(self.text())
        return wide > self.width() - 2 * EDGE and not self.hasFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._show()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit()
        super().focusOutEvent(event)

    def _commit(self) -> None:
        text = self.text().strip()
        self._show()
        if text != self._now:
            self.edited.emit(text)

    def _show(self) -> None:
        if self.text() != self._now:
            self.setText(self._now)
        self.setModified(False)
        self.setCursorPosition(0)
