"""A scrolling column with a thin scroll bar over its content."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QScrollBar, QWidget

from bplab.ui.style.theme import Theme

BAR = 8
MARGIN = 24  # kept around the focused widget


class OverlayScrollArea(QScrollArea):
    """Shows its bar over the right edge, only if there is something to scroll."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hidden = self.verticalScrollBar()
        hidden.rangeChanged.connect(self._sync_range)
        hidden.valueChanged.connect(self.bar.setValue)
        self.bar.valueChanged.connect(hidden.setValue)
        self._sync_range(hidden.minimum(), hidden.maximum())
        theme.changed.connect(self._recolor)
        self._recolor()
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.setGeometry(self.width() - BAR - 1, 2, BAR, self.height() - 4)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll a widget that keys have focused into view; Qt does so only for Tab, and only from within."""
        by_keys = QApplication.mouseButtons() == Qt.MouseButton.NoButton
        if by_keys and now is not None and self.isVisible() and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, MARGIN)

    def _sync_range(self, low: int, high: int) -> None:
        self.bar.setRange(low, high)
        self.bar.setPageStep(self.verticalScrollBar().pageStep())
        self.bar.setSingleStep(36)
        self.bar.setVisible(high > low)
        self.bar.raise_()

    def _recolor(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.color("panel"))
        self.viewport().setPalette(palette)
        self.viewport().setAutoFillBackground(True)
