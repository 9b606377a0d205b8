"""The lines of a plot as an item of pyqtgraph."""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter


class Lines(pg.GraphicsObject):
    """All lines of a plot as one item, painted in pixels; a growing line adds only its new steps."""

    def __init__(self, paint: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._paint = paint
        self._bounds = QRectF()

    def set_bounds(self, bounds: QRectF) -> None:
        """Set the current extent of the plot."""
        self.prepareGeometryChange()
        self._bounds = bounds

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, *_: object) -> None:
        """Paint the lines over the whole plot."""
        painter.resetTransform()
        self._paint(painter)
