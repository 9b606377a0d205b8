"""The focus ring over a widget whose children cover it to its edges."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from bplab.ui.controls.painting import KeyboardFocus, draw_ring, painter_for
from bplab.ui.style.theme import Theme


class RingAbove(KeyboardFocus):
    """Mixin for a themed widget: draws the ring above the widget and its children."""

    theme: Theme
    _above: "_Ring | None" = None

    def show_ring(self) -> None:
        if self._above is None and self.ring:
            self._above = _Ring(self.theme, self)
        if self._above is not None:
            self._above.setGeometry(self.rect())
            self._above.setVisible(self.ring)
            self._above.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_ring()


class _Ring(QWidget):
    def __init__(self, theme: Theme, around: QWidget) -> None:
        super().__init__(around)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), self._theme)
        painter.end()
