"""Areas between two lines of a plot, such as the spread of several runs."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from bplab.arrays import Floats
from bplab.ui.views.plot.axes import PlotFrame
from bplab.ui.views.plot.curves import kept_near


@dataclass(frozen=True, eq=False)
class Band:
    """The area between two lines, in the axis's own units; infinite values lie beyond its ends.

    Shapes: x, low, high (n,).
    """

    x: Floats
    low: Floats
    high: Floats
    color: QColor


def draw_band(painter: QPainter, frame: PlotFrame, band: Band) -> None:
    """Fill the area within the field of a plot."""
    if len(band.x) < 2:
        return
    (left, _), (low, _), (across, up) = frame.axes.x_range, frame.axes.y_range, frame.scale
    xs = frame.field.left() + (band.x - left) * across
    tops, bottoms = (
        frame.field.bottom() - (kept_near(y, *frame.axes.y_range) - low) * up for y in (band.high, band.low)
    )
    outline = np.stack([np.append(xs, xs[::-1]), np.append(tops, bottoms[::-1])], axis=1)
    painter.save()
    painter.setClipRect(frame.field)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(band.color)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in outline.tolist()]))
    painter.restore()
