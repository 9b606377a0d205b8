"""Where the parts of the output map stand."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize

INSET = 16
HEADER, FOOTER = 44, 39


class MapGeometry(NamedTuple):
    """The layout: the map's square, the color bar of its axis, and the header row."""

    square: QRectF
    bar: QRectF
    header: QRectF
    wide: bool


def geometry_of(width: int, height: int) -> MapGeometry:
    """Lay out header, square and axis below each other, or side by side if the view is low and wide."""
    if width > 1.5 * height:
        side = height - 24
        square = QRectF(INSET, 12, side, side)
        left = square.right() + 28
        wide = max(120.0, min(260.0, width - left - INSET))
        bar = QRectF(left, square.top() + 62, wide, 8)
        return MapGeometry(square, bar, QRectF(left, square.top(), wide, 24), True)
    side = max(60, min(width - 2 * INSET, height - HEADER - FOOTER))
    square = QRectF((width - side) // 2, HEADER, side, side)
    bar = QRectF(square.left() + 56, square.bottom() + 8, side - 60, 8)
    return MapGeometry(square, bar, QRectF(INSET, 10, width - 2 * INSET, 26), False)


def switch_in(plan: MapGeometry, title: float, size: QSize, height: int) -> QRect:
    """Where a switch stands: behind the title, or at the right under the axis, or over it in a low view."""
    at = plan.bar.bottomLeft() + QPointF(0, 28) if plan.wide else QPointF(INSET + title + 16, 11)
    if at.y() + size.height() > height:
        at = QPointF(plan.bar.right() - size.width(), plan.header.center().y() - size.height() / 2)
    return QRect(at.toPoint(), size)
