"""The hint before the first step, with its keys drawn as keys."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from bplab.ui.style.theme import Theme

GAP, CAP = 10.0, 24.0  # around a key, and what its cap adds to its letters
TRAIN = ("Press", "Space", "to train")
WALK = (*TRAIN[:2], "to train, or", "N", "to walk one step")


def hint_width(theme: Theme, hint: tuple[str, ...]) -> float:
    """Measure a hint: words and keys by turns."""
    return sum(_widths(theme, hint)) + GAP * (len(hint) - 1)


def draw_hint(
    painter: QPainter, theme: Theme, center: QPointF, left: float = 0.0, hint: tuple[str, ...] = TRAIN
) -> None:
    """Draw a hint around a point, not beyond `left`."""
    wide, middle = hint_width(theme, hint), center.y()
    x = max(center.x() - wide / 2, left)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("canvas"))  # if columns reach down to it, it covers them
    painter.drawRoundedRect(QRectF(x - 12, middle - 19, wide + 24, 38), 12, 12)
    for number, (text, width) in enumerate(zip(hint, _widths(theme, hint), strict=True)):
        if number % 2:
            _draw_key(painter, theme, text, QRectF(x, middle - 14, width, 28))
        else:
            metrics = QFontMetricsF(theme.font("hint"))
            painter.setFont(theme.font("hint"))
            painter.setPen(theme.color("t3"))
            painter.drawText(QPointF(x, middle + (metrics.ascent() - metrics.descent()) / 2), text)
        x += width + GAP


def _widths(theme: Theme, hint: tuple[str, ...]) -> list[float]:
    words, keys = QFontMetricsF(theme.font("hint")), QFontMetricsF(theme.font("heading", 500))
    return [
        keys.horizontalAdvance(text) + CAP if number % 2 else words.horizontalAdvance(text)
        for number, text in enumerate(hint)
    ]


def _draw_key(painter: QPainter, theme: Theme, key: str, box: QRectF) -> None:
    painter.setPen(QPen(theme.color("line2"), 1))
    painter.setBrush(theme.color("field"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setFont(theme.font("heading", 500))
    painter.setPen(theme.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
