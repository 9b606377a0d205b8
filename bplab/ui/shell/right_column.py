"""The right column of a wide window: the output, and the loss under it; wider while points are drawn."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bplab.ui.shell.view_place import ViewPlace
from bplab.ui.style.theme import Theme

COLUMN_WIDTH = 336
PICTURE_HEIGHT = 387
DRAWING_WIDTH, DRAWING_HEIGHT = 496, 625
LOSS, LOW = 160, 640  # pixels for the loss, which gives way to drawing in a column lower than this
WIDEST = 16_777_215  # Qt's "no maximum"


class RightColumn(QWidget):
    """336 px at the right of the canvas, 496 to draw in: the output above the loss."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: ViewPlace | None = None
        self._under: tuple[ViewPlace, ...] = ()
        self.is_drawing = False
        self.setFixedWidth(COLUMN_WIDTH)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 0, 0, 0)
        self._layout.setSpacing(1)
        theme.changed.connect(self.update)

    def take(self, views: Sequence[ViewPlace]) -> None:
        """Show these views here, the output first."""
        self._picture, *under = views
        self._under = tuple(under)
        for view in views:
            self._layout.addWidget(view, 0 if view is self._picture else 1)
        for view in views:
            view.show()
        self._share()

    def release(self) -> None:
        """Hand the views over to another place."""
        if self._picture is not None:
            self._picture.setMaximumHeight(WIDEST)
            self._picture.setMinimumHeight(0)
            self._picture, self._under = None, ()

    def set_drawing(self, on: bool) -> None:
        """Have room to draw points, or no longer."""
        self.is_drawing = on
        self.setFixedWidth(DRAWING_WIDTH if on else COLUMN_WIDTH)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """The map keeps its size if possible; in a low window both shrink, or the loss gives way."""
        if self._picture is None:
            return
        height, alone = self.height(), self.is_drawing and self.height() < LOW
        usual = max(240, min(PICTURE_HEIGHT, round(height * 0.58)))
        drawing = height if alone else min(DRAWING_HEIGHT, height - LOSS)
        self._picture.setFixedHeight(drawing if self.is_drawing else usual)
        for view in self._under:
            view.setVisible(not alone)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.color("line"))
