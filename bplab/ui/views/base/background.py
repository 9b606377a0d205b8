"""The static part of a view: painted once, then copied until its key, size or screen changes."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap


class Background:
    """A layer cached as a pixmap at the screen's own resolution."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._pixmap = QPixmap()

    def draw(
        self,
        painter: QPainter,
        size: QSize,
        key: Hashable,
        paint: Callable[[QPainter], None],
        at: QPointF = QPointF(),  # noqa: B008  (never changed)
    ) -> None:
        """Draw the layer, repainting it only if something about it has changed."""
        if is_vector(painter):
            painter.save()
            painter.translate(at)
            paint(painter)
            painter.restore()
            return
        ratio = ratio_of(painter)
        full_key = (key, size.width(), size.height(), ratio)
        if full_key != self._key:
            self._pixmap = self._painted(size, ratio, paint)
            self._key = full_key
        painter.drawPixmap(at, self._pixmap)

    def forget(self) -> None:
        """Repaint next time."""
        self._key = None

    @staticmethod
    def _painted(size: QSize, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        layer = QPainter(pixmap)
        layer.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(layer)
        layer.end()
        return pixmap


def is_vector(painter: QPainter) -> bool:
    """Whether lines and text remain what they are: then nothing is to be drawn as pixels."""
    return painter.paintEngine().type() == QPaintEngine.Type.SVG


def ratio_of(painter: QPainter) -> float:
    """How many device pixels a unit of the painter is, on any screen and at any enlargement."""
    return round(abs(painter.deviceTransform().m11()), 4)
