"""What the graph says: in tooltips, which keep to the newest numbers, and to screen readers."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from bplab.ui.canvas.base.wording import plain


class Announcements:
    """Opens tooltips and keeps the open one true; announces what keys and clicks come to."""

    def __init__(self, graph: QWidget, text_at: Callable[[QPointF], str]) -> None:
        self._graph, self._text_at = graph, text_at
        self._at, self._place = QPointF(), QPoint()
        self._shown = ""

    def open_tip(self, event: QHelpEvent) -> None:
        """Say what lies under the pointer."""
        self._at, self._place = QPointF(event.pos()), event.globalPos()
        self._say(plain(self._text_at(self._at)))

    def refresh_tip(self) -> None:
        """Say the newest numbers in the tooltip that is open, or close it where there are none any more."""
        if self._shown and QToolTip.isVisible() and QToolTip.text() == self._shown:
            text = plain(self._text_at(self._at))
            if text != self._shown:
                self._say(text)

    def announce(self, text: str) -> None:
        """Say a text aloud, and keep it for who asks."""
        self._graph.setAccessibleDescription(text)
        if QAccessible.isActive() and text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._graph, text))

    def _say(self, text: str) -> None:
        self._shown = text
        QToolTip.showText(self._place, text, self._graph)
