"""The right column of a wide window: the output, and the loss under it."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bplab.ui.shell.view_place import ViewPlace
from bplab.ui.style.theme import Theme

COLUMN_WIDTH = 336
PICTURE_HEIGHT = 387
WIDEST = 16_777_215  # Qt's "no maximum"


class RightColumn(QWidget):
    """336 px at the right of the canvas: the output above the loss."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: ViewPlace | None = None
        self.setFixedWidth(COLUMN_WIDTH)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 0, 0, 0)
        self._layout.setSpacing(1)
        theme.changed.connect(self.update)

    def take(self, views: Sequence[ViewPlace]) -> None:
        """Show these views here, the output first."""
        self._picture = views[0]
        for view in views:
            self._layout.addWidget(view, 0 if view is self._picture else 1)
        self._share()
        for view in views:
            view.show()

    def release(self) -> None:
        """Hand the views over to another place."""
        if self._picture is not None:
            self._picture.setMaximumHeight(WIDEST)
            self._picture.setMinimumHeight(0)
            self._picture = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """The map keeps its size if possible; in a low window both shrink."""
        if self._picture is not None:
            self._picture.setFixedHeight(max(240, min(PICTURE_HEIGHT, round(self.height() * 0.58))))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("line"))
