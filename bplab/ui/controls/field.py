"""A line edit in which undo and Space belong to the window as long as nothing is being typed."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from bplab.ui.controls.painting import KeyboardFocus

UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class Field(KeyboardFocus, QLineEdit):
    """A text once accepted is an edit of the experiment, which Ctrl+Z then undoes."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isModified():
            QLineEdit.keyPressEvent(self, event)  # while typing, Space belongs to the field
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self.isModified()
            and any(event.matches(key) for key in UNDO)
        ):
            event.ignore()
            return False
        return super().event(event)
