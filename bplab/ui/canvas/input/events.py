"""Qt's events of the graph, forwarded to the objects for mouse and keyboard."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from bplab.ui.canvas.input.announcements import Announcements
from bplab.ui.canvas.input.keys import GraphKeys
from bplab.ui.canvas.input.pointer import Pointer
from bplab.ui.controls.painting import KeyboardFocus

LEFT = Qt.MouseButton.LeftButton


class GraphEvents(KeyboardFocus, QWidget):
    """Common base of widgets that are navigated by keys and edited by mouse."""

    _by_keys = False  # it has the focus when the window opens
    keys: GraphKeys
    pointer: Pointer
    voice: Announcements

    def look(self) -> None:
        """The keyboard focus has arrived or gone."""

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.keys.takes(event)
        ):
            event.accept()  # keys of the graph take precedence over those of the menus
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.voice.open_tip(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.press(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self.ring = self._by_keys = False  # the lab gave it the focus, not a key
        self.look()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.look()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == LEFT:
            self.pointer.press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == LEFT:
            self.pointer.release(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == LEFT:
            self.pointer.double_click(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.pointer.turn(event.position(), event.angleDelta().y())

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer.leave()
        super().leaveEvent(event)
