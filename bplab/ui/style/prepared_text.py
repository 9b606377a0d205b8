"""Texts that are drawn again and again: laid out once, because that costs most of drawing them."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText


def draw_centered(painter: QPainter, place: QRectF, text: str, font: QFont) -> None:
    """Draw a text in the middle of a rectangle; `font` is the painter's."""
    key = font.key()
    (width, height), center = size_of(text, key), place.center()
    painter.drawStaticText(QPointF(center.x() - width / 2, center.y() - height / 2), laid_out(text, key))


def draw_right(painter: QPainter, place: QRectF, text: str, font: QFont) -> None:
    """Draw a text at the right of a rectangle, halfway up."""
    key = font.key()
    width, height = size_of(text, key)
    at = QPointF(place.right() - width, place.center().y() - height / 2)
    painter.drawStaticText(at, laid_out(text, key))


@lru_cache(maxsize=512)
def laid_out(text: str, _font: str) -> QStaticText:
    """A text as it is drawn in a font."""
    prepared = QStaticText(text)
    prepared.setTextFormat(Qt.TextFormat.PlainText)
    return prepared


@lru_cache(maxsize=512)
def size_of(text: str, font: str) -> tuple[float, float]:
    """Its width and height."""
    written_in = QFont()
    written_in.fromString(font)
    metrics = QFontMetricsF(written_in)
    return metrics.horizontalAdvance(text), metrics.height()
