"""What is drawn over the sheet: the tool under the pointer, and what the last stroke has done."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme

CROSS = 5.0
INSET, PADDING, GAP, TALL = 11, 13, 9, 27
RESTARTED, UNDONE = ", training restarted", "Ctrl+Z takes both back"


def draw_tool(painter: QPainter, at: QPointF, radius: float, ink: QColor, theme: Theme) -> None:
    """Draw a cross, within a circle if the tool is round; each on a lighter line for contrast."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if radius:
        for color, width in ((theme.color("panel"), 4.0), (ink, 2.0)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(at, radius, radius)
    for color, width in ((theme.color("panel"), 3.0), (theme.color("text"), 1.2)):
        painter.setPen(QPen(color, width))
        painter.drawLine(at - QPointF(CROSS, 0), at + QPointF(CROSS, 0))
        painter.drawLine(at - QPointF(0, CROSS), at + QPointF(0, CROSS))


def draw_pill(painter: QPainter, square: QRectF, said: str, theme: Theme) -> None:
    """Say in the upper left corner what was done, and how it is taken back."""
    bold, plain = theme.font("caption", 600), theme.font("caption")
    head = said + RESTARTED
    first, second = (
        QFontMetricsF(font).horizontalAdvance(text) for font, text in ((bold, head), (plain, UNDONE))
    )
    place = QRectF(square.left() + INSET, square.top() + INSET, first + second + 2 * PADDING + GAP, TALL)
    draw_frame(painter, place, theme.color("panel"), theme.color("line2"), TALL / 2)
    row = place.adjusted(PADDING, 0, 0, 0)
    painter.setFont(bold)
    painter.setPen(theme.color("text"))
    painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, head)
    painter.setFont(plain)
    painter.setPen(theme.color("t2"))
    painter.drawText(row.adjusted(first + GAP, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, UNDONE)
