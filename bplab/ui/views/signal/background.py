"""The static part of the signal strip: its card, its decades, and the direction of the signal."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from bplab.numerals import decade
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.views.signal.range import DecadeRange

HEADER, INSET = 25, 16
UNDER = 16  # below the card
FACTORS = 23  # the row of factors and the edge below it
AXIS = 36  # left of the grid
MIDDLE = Qt.AlignmentFlag.AlignVCenter
RIGHT_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class StripGeometry(NamedTuple):
    """The layout: the card, the plot in it, and the row of factors under the plot."""

    box: QRectF
    plot: QRectF
    row: float


def plan_for(width: float, height: float) -> StripGeometry:
    """Lay out the card under the header."""
    box = QRectF(INSET, HEADER, width - 2 * INSET, height - HEADER - UNDER)
    plot = box.adjusted(AXIS, 7, -10, -FACTORS)
    return StripGeometry(box, plot, box.bottom() - 11)


def paint_card(painter: QPainter, plan: StripGeometry, title: str, theme: Theme) -> None:
    """Draw heading and card."""
    painter.setFont(theme.font("body", 600))
    painter.setPen(theme.color("text"))
    painter.drawText(QRectF(INSET, 0, 200, HEADER - 1), MIDDLE, title)
    draw_frame(painter, plan.box, theme.color("panel"), theme.color("line"), 8)


def paint_grid(painter: QPainter, plan: StripGeometry, decades: DecadeRange, theme: Theme) -> None:
    """Draw a line for each marked decade, the lowest one as the base of the stems."""
    painter.setFont(theme.font("tick"))
    for power in decades.marks:
        share = (power - decades.low) / (decades.high - decades.low)
        y = round(plan.plot.bottom() - share * plan.plot.height()) + 0.5
        painter.setPen(QPen(theme.color("line" if share == 0 else "grid"), 1))
        painter.drawLine(QPointF(plan.plot.left(), y), QPointF(plan.plot.right(), y))
        painter.setPen(theme.color("t3"))
        painter.drawText(QRectF(plan.box.left(), y - 8, AXIS - 5, 16), RIGHT_MIDDLE, decade(power))


def paint_arrow(painter: QPainter, plan: StripGeometry, xs: list[float], theme: Theme) -> None:
    """Draw the way of the signal, from the output to the left, with a dot under each layer."""
    y, text = plan.row + 0.5, "toward input"
    width = QFontMetricsF(theme.font("caption")).horizontalAdvance(text)
    roomy = xs[0] - 100 - width > plan.box.left() + 4
    tip = xs[0] - (92 if roomy else 24)
    painter.setPen(QPen(theme.color("line2"), 1.5))
    painter.drawLine(QPointF(tip, y), QPointF(xs[-1], y))
    painter.setPen(QPen(theme.color("t2"), 1.7, c=Qt.PenCapStyle.RoundCap))
    for side in (-5, 5):
        painter.drawLine(QPointF(tip, y), QPointF(tip + 7, y + side))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("line2"))
    for x in xs:
        painter.drawEllipse(QPointF(x, y), 2.5, 2.5)
    if roomy:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("t3"))
        painter.drawText(QRectF(tip - width - 8, y - 9, width + 2, 18), MIDDLE, text)
