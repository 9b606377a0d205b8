"""A color ramp as an axis, which explains the colors."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPen

from bplab.ui.style.theme import Theme


def draw_ramp(
    painter: QPainter,
    bar: QRectF,
    ramp: npt.NDArray[np.uint32],
    theme: Theme,
    ticks: Iterable[tuple[float, str]],
) -> None:
    """Draw a ramp as a bar with marks below it, each at a share of its length."""
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for place in (*range(0, 127, 14), 127, 128, *range(129, 256, 14)):
        gradient.setColorAt(place / 255, int(ramp[place]))
    painter.setPen(QPen(theme.color("line2"), 1))
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    painter.setFont(theme.font("tick"))
    for share, text in ticks:
        x = bar.left() + share * bar.width()
        painter.setPen(theme.color("line2"))
        painter.drawLine(QPointF(x, bar.bottom() + 1), QPointF(x, bar.bottom() + 4))
        painter.setPen(theme.color("t3"))
        painter.drawText(QRectF(x - 30, bar.bottom() + 4, 60, 13), Qt.AlignmentFlag.AlignCenter, text)
