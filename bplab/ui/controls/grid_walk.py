"""Arrow-key navigation between buttons in rows, which scrolls the focused one into view."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from bplab.ui.controls.painting import EnterPresses

Key = Qt.Key


class InGrid(EnterPresses):
    """Mixin for a button: leaves arrow keys to its container; by default Qt follows the tab order."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


def walk_grid(widgets: Sequence[QWidget], columns: int, key: int) -> bool:
    """Move the focus to a neighbor; False if the key is no arrow or no widget has the focus."""
    steps = {Key.Key_Left: -1, Key.Key_Right: 1, Key.Key_Up: -columns, Key.Key_Down: columns}
    here = [widget.hasFocus() for widget in widgets]
    if key not in steps or True not in here:
        return False
    to = here.index(True) + steps[Key(key)]
    if 0 <= to < len(widgets):
        widgets[to].setFocus(Qt.FocusReason.TabFocusReason)
    return True
