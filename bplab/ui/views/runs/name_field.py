"""Where the name of a run is typed, in its row."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from bplab.ui.controls.field import Field
from bplab.ui.style.theme import Theme

LONGEST = 60  # letters
EDGE = 5  # from the field's border to its text


class NameField(Field):
    """Enter accepts the name, Esc or leaving it does not."""

    accepted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(theme.font("form"))
        self.setMaxLength(LONGEST)
        self.setAccessibleName("Name of the run")
        self.setProperty("flat", True)
        self.hide()

    def begin(self, title: str, place: QRectF) -> None:
        """Appear over a title, which is selected."""
        self.setText(title)
        self.setGeometry(place.adjusted(-EDGE, 0, 0, 0).toRect())
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._end(self.text().strip())
        elif event.key() == Qt.Key.Key_Escape:
            self._end("")
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.hide()

    def _end(self, title: str) -> None:
        self.hide()
        self.accepted.emit(title)
