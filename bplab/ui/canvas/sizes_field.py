"""All hidden layers typed at once, such as 8-8-6."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.ui.controls.field import Field
from bplab.ui.theme import Theme

WIDTH = 66


class SizesField(Field):
    """Enter or leaving takes the text, Esc brings the old one back."""

    edited = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = ""
        self.setFont(theme.font("form"))
        self.setFixedHeight(28)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setPlaceholderText("8-8-6")
        self.setAccessibleName("Hidden layer sizes")
        self.setToolTip("The hidden layers' neurons. Type 8-8-6 for three layers, nothing for none.")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.returnPressed.connect(self._commit)

    def set_value(self, text: str) -> None:
        """Show the sizes without telling anyone."""
        if text != self._now:
            self._now = text
            self.updateGeometry()
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(max(WIDTH, self.fontMetrics().horizontalAdvance(self._now) + 32), 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH, 28)

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
