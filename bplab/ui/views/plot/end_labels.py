"""The names at the ends of lines, without overlap, each connected to its line's end."""

import math
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from bplab.ui.style.prepared_text import laid_out
from bplab.ui.style.theme import Theme
from bplab.ui.views.plot.axes import PlotFrame
from bplab.ui.views.plot.curves import Line

HEIGHT = 12.0  # pixels between names
GAP, LEADER = 5.0, 11.0  # from dot to leader line, and the width of the leader line


class End(NamedTuple):
    """The end of a line: its position in pixels, the line's name, its color."""

    at: QPointF
    name: str
    color: QColor


def draw_end_labels(
    painter: QPainter, ends: list[End], field: QRectF, theme: Theme, *, leaders: bool = True
) -> None:
    """Draw the names at the right of the field, as many as there is room for."""
    shown = thinned(sorted(ends, key=lambda end: end.at.y()), int((field.height() + HEIGHT) // HEIGHT))
    ys = spread([end.at.y() for end in shown], HEIGHT, field.top() - 2, field.bottom() - 2)
    font = theme.font("caption", 600)
    painter.setFont(font)
    half, key = QFontMetricsF(font).height() / 2, font.key()
    x = field.right() + LEADER
    for end, y in zip(shown, ys, strict=True):
        if leaders:
            soft = QColor(end.color)
            soft.setAlphaF(0.6)
            painter.setPen(QPen(soft, 1))
            painter.drawLine(end.at + QPointF(GAP, 0), QPointF(x - 2, y))
        painter.setPen(end.color)
        painter.drawStaticText(QPointF(x, y - half), laid_out(end.name, key))


def end_of(frame: PlotFrame, line: Line, name: str, color: QColor) -> list[End]:
    """Where a line ends in the picture, if there; at 0 on a log axis it has dropped out, and says so."""
    if not len(line.x):
        return []
    x, y = float(line.x[-1]), float(line.y[-1])
    if y == -math.inf:
        y, name = frame.axes.y_range[0], f"{name} 0".strip()
    return [End(frame.pixel(x, y), name, color)] if frame.holds(x, y) else []


def thinned(ends: list[End], most: int) -> list[End]:
    """Omit names evenly if there are too many, but never the first or the last."""
    if len(ends) <= max(most, 2):
        return ends
    kept = max(most, 2)
    return [ends[round(number * (len(ends) - 1) / (kept - 1))] for number in range(kept)]


def spread(wanted: list[float], height: float, low: float, high: float) -> list[float]:
    """Move positions apart as little as possible; they stay in order and within bounds.

    Neighbors that would overlap form a block around the mean of their targets (isotonic regression).
    """
    blocks: list[list[float]] = []  # of positions minus the space of those before
    for number, place in enumerate(wanted):
        blocks.append([place - number * height])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    top = high - max(len(wanted) - 1, 0) * height
    flat = [min(max(_mean(block), low), max(top, low)) for block in blocks for _ in block]
    return [place + number * height for number, place in enumerate(flat)]


def _mean(block: list[float]) -> float:
    return sum(block) / len(block)
