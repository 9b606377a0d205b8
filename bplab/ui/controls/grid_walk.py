"""Buttons that stand in rows: arrow keys walk from one to its neighbor, and never out of sight."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from bplab.ui.controls.painting import EnterPresses

Key = Qt.Key


class InGrid(EnterPresses):
    """Mixed into a button: arrows are left to whoever arranges it; by itself Qt goes along the tab order."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


def walk_grid(widgets: Sequence[QWidget], columns: int, key: int) -> bool:
    """Move the focus from one of the widgets to its neighbor; False if the key is no arrow or none has it."""
    steps = {Key.Key_Left: -1, Key.Key_Right: 1, Key.Key_Up: -columns, Key.Key_Down: columns}
    here = [widget.hasFocus() for widget in widgets]
    if key not in steps or True not in here:
        return False
    to = here.index(True) + steps[Key(key)]
    if 0 <= to < len(widgets):
        widgets[to].setFocus(Qt.FocusReason.TabFocusReason)
    return True
