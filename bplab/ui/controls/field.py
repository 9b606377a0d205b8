"""A line to type in, where undo and Space are the window's as long as nothing is being typed."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from bplab.ui.controls.painting import KeyboardFocus

UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class Field(KeyboardFocus, QLineEdit):
    """What has been taken from it is an edit of the experiment; Ctrl+Z then takes that back."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isModified():
            QLineEdit.keyPressEvent(self, event)  # while one types, Space is the field's
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
