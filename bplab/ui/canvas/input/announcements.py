"""What the graph announces: in tooltips, which follow the latest numbers, and to screen readers."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from bplab.ui.controls.options import unformatted


class Announcements:
    """Opens tooltips and updates the open one; announces the result of keys and clicks."""

    def __init__(self, graph: QWidget, text_at: Callable[[QPointF], str]) -> None:
        self._graph, self._text_at = graph, text_at
        self._at, self._place = QPointF(), QPoint()
        self._shown = ""

    def open_tip(self, event: QHelpEvent) -> None:
        """Describe what is under the pointer."""
        self._at, self._place = QPointF(event.pos()), event.globalPos()
        self._say(unformatted(self._text_at(self._at)))

    def refresh_tip(self) -> None:
        """Show the latest numbers in the open tooltip, or close it if there are none any more."""
        if self._shown and QToolTip.isVisible() and QToolTip.text() == self._shown:
            text = unformatted(self._text_at(self._at))
            if text != self._shown:
                self._say(text)

    def announce(self, text: str) -> None:
        """Announce a text to screen readers, and keep it for those who ask."""
        self._graph.setAccessibleDescription(text)
        if QAccessible.isActive() and text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._graph, text))

    def _say(self, text: str) -> None:
        self._shown = text
        QToolTip.showText(self._place, text, self._graph)
