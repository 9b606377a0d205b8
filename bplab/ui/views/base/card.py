"""The small card beside a crosshair that describes what it points at."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme

AWAY, LINE = 12, 16


def draw_card(painter: QPainter, at: QPointF, inside: QRectF, lines: list[str], theme: Theme) -> None:
    """Draw lines of text beside a point, within a rectangle; the first is fainter if there are several."""
    font = theme.font("caption")
    metrics = QFontMetricsF(font)
    width = max(metrics.horizontalAdvance(line) for line in lines) + 18
    height = len(lines) * LINE + 8
    x = at.x() + AWAY if at.x() + AWAY + width <= inside.right() else at.x() - AWAY - width
    y = at.y() - AWAY - height if at.y() - AWAY - height >= inside.top() else at.y() + AWAY
    x = max(inside.left() + 2, min(x, inside.right() - width - 2))
    card = QRectF(round(x), round(y), round(width), height)
    draw_frame(painter, card, theme.color("panel"), theme.color("line2"), 6)
    painter.setFont(font)
    for number, line in enumerate(lines):
        painter.setPen(theme.color("t2" if number == 0 and len(lines) > 1 else "text"))
        row = QRectF(card.left() + 9, card.top() + 4 + LINE * number, width, LINE)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, line)
