"""The marks of examples: a single one drawn at its position, or thousands stamped on whole pixels."""

from collections.abc import Sequence
from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from bplab.arrays import Floats
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import ratio_of

NEARLY = 0xFFFCFCFC  # color levels that a stamp distinguishes: neighbors on a ramp share one
WIDE = 3.0  # pixels of a pen that only sets off another
EDGE = 2.0  # pixels added to a mark's radius by its pen and antialiasing


def draw_mark(painter: QPainter, mark: str, at: QPointF, radius: float) -> None:
    """Draw a circle, a square or a diamond in the painter's pen and brush."""
    if mark == "circle":
        painter.drawEllipse(at, radius + 0.5, radius + 0.5)
    elif mark == "square":
        painter.drawRoundedRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius), 1, 1)
    else:
        reach = radius + 1
        steps = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in steps]))


def draw_own(painter: QPainter, at: QPointF, radius: float, theme: Theme) -> None:
    """Draw the ring of a point that is no example: broken, around a cross."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((theme.color("panel"), 4.0), (theme.color("acc"), 1.8)):
        pen = QPen(color, width)
        if width < WIDE:
            pen.setDashPattern([2.0, 1.4])
        painter.setPen(pen)
        painter.drawEllipse(at, radius, radius)
        painter.setPen(QPen(color, width))
        for x, y in ((radius / 3, 0), (0, radius / 3)):
            painter.drawLine(at - QPointF(x, y), at + QPointF(x, y))


def stamp_marks(
    painter: QPainter, mark: str, places: Floats, colors: Sequence[QColor], radius: float
) -> None:
    """Draw a mark at each position in its color and the painter's pen: each color once, then copied.

    Shapes: places (n, 2), in pixels.
    """
    ratio, looks = ratio_of(painter), [rgba & NEARLY for rgba in map(QColor.rgba, colors)]
    side = 2 * ceil((radius + EDGE) * ratio)
    stamps = {look: _stamp(painter, mark, look, radius, side) for look in dict.fromkeys(looks)}
    corners = np.rint(places * ratio).astype(int) - side // 2
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    for x, y, look in zip(*corners.T.tolist(), looks, strict=True):
        painter.drawImage(x, y, stamps[look])  # the cheapest of all ways to draw an image
    painter.restore()


def _stamp(painter: QPainter, mark: str, look: int, radius: float, side: int) -> QImage:
    ratio = ratio_of(painter)
    stamp = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    stamp.fill(Qt.GlobalColor.transparent)
    drawing = QPainter(stamp)
    drawing.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.scale(ratio, ratio)
    drawing.setPen(painter.pen())
    drawing.setBrush(QColor.fromRgba(look))
    draw_mark(drawing, mark, QPointF(side, side) / (2 * ratio), radius)
    drawing.end()
    return stamp
