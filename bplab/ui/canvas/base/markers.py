"""The small marks around neurons and connections: rings, names, the grip, the hint."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from bplab.ui.canvas.base.curve import Curves
from bplab.ui.canvas.base.layout import Column
from bplab.ui.style.prepared_text import laid_out, size_of
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken, FontRole

CENTER = Qt.AlignmentFlag.AlignCenter
LARGE = 40.0  # most neurons beside which names are bold
TWO_LINES, LINE = 24.0, 11.0  # distance between names of two lines; between the lines
CUT = "…"
NOTED = 34.0  # distance between names that leaves room for a note under each
BESIDE, EDGE = 8.0, 4.0  # pixels between a neuron and its name, and from the name to the edge
GHOST = 28.0  # largest side of the neuron offered by the grip


def draw_ring(painter: QPainter, box: QRectF, color: QColor, out: float, width: float = 2.0) -> None:
    """Draw a rounded ring `out` pixels around a box."""
    grown = box.adjusted(-out, -out, out, out)
    radius = min(5.0, 0.22 * box.width()) + out
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(grown, radius, radius)


def draw_halo(painter: QPainter, curves: Curves, edge: int, color: QColor, width: float) -> None:
    """Draw a band along a connection."""
    x0, y0, x1, y1 = (float(each[edge]) for each in (curves.x0, curves.y0, curves.x1, curves.y1))
    path = QPainterPath(QPointF(x0, y0))
    middle = (x0 + x1) / 2
    path.cubicTo(middle, y0, middle, y1, x1, y1)
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def draw_text(
    painter: QPainter,
    theme: Theme,
    text: str,
    at: QPointF,
    role: FontRole,
    ink: ColorToken,
    align: str = "left",
    weight: int | None = None,
) -> None:
    """Draw text with its left edge, center or right edge at a point."""
    font = theme.font(role, weight)
    key = font.key()
    width, height = size_of(text, key)
    wide = width + 1
    x = at.x() - {"left": 0.0, "center": wide / 2, "right": wide}[align]
    painter.setFont(font)
    painter.setPen(theme.color(ink))
    painter.drawStaticText(QPointF(x, at.y() - height / 2), laid_out(text, key))


def draw_lock(painter: QPainter, center: QPointF, color: QColor) -> None:
    """Draw a small lock, for a frozen weight or bias."""
    x, y = center.x(), center.y()
    painter.setPen(QPen(color, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(x - 2.3, y - 4.8, 4.6, 6.4), 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(QRectF(x - 3.6, y - 1.4, 7.2, 5.6), 1.2, 1.2)


def draw_names(
    painter: QPainter,
    theme: Theme,
    column: Column,
    names: tuple[str, ...],
    room: float,
    left: bool,
    note: str = "",
) -> None:
    """Draw the names of a column's neurons beside them, with a note under each, as far as there is room.

    Units: room in pixels, from the column to the edge of the canvas.
    """
    role: FontRole = "form" if column.tile >= 14 else "tick"
    apart = float(column.ys[1] - column.ys[0]) if column.ys.size > 1 else 100.0
    if apart < 10 or column.picture:
        return
    ink: ColorToken = "text" if column.tile >= LARGE else "t2"
    weight = 600 if column.tile >= LARGE else None
    shown = [names[unit] for unit in column.shown]
    role, weight, shown = fitted(theme, shown, role, weight, room - BESIDE - EDGE)
    if left and any(CUT in name for name in shown) and apart >= TWO_LINES:
        _draw_in_two_lines(
            painter, theme, column, [names[unit] for unit in column.shown], room - BESIDE - EDGE
        )
        return
    for name, y in zip(shown, column.ys, strict=True):
        at = QPointF(column.left - BESIDE if left else column.right + BESIDE, y)
        align = "right" if left else "left"
        if note and apart >= NOTED:
            draw_text(painter, theme, note, at + QPointF(0, 15), "caption", "t3", align)
        draw_text(painter, theme, name, at, role, ink, align, weight)


def _draw_in_two_lines(
    painter: QPainter, theme: Theme, column: Column, names: list[str], room: float
) -> None:
    """Draw long names at the left of a column, each broken at a space, as far as there is room."""
    metrics, heights = QFontMetricsF(theme.font("tick")), (-LINE / 2, LINE / 2)
    for name, y in zip(names, column.ys, strict=True):
        lines = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room - 1) for line in halves(name)]
        for line, offset in zip(lines, heights if len(lines) > 1 else (0.0,), strict=True):
            at = QPointF(column.left - BESIDE, y + offset)
            draw_text(painter, theme, line, at, "tick", "t2", "right")


def halves(name: str) -> list[str]:
    """Break a name at the space nearest to its middle."""
    spaces = [place for place, sign in enumerate(name) if sign == " "]
    if not spaces:
        return [name]
    at = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return [name[:at], name[at + 1 :]]


def fitted(
    theme: Theme, names: list[str], role: FontRole, weight: int | None, room: float
) -> tuple[FontRole, int | None, list[str]]:
    """Choose a font size in which all names fit; if none is small enough, shorten the names."""
    for smaller, heavy in ((role, weight), ("caption", None), ("tick", None)):
        metrics = QFontMetricsF(theme.font(smaller, heavy))
        if max(map(metrics.horizontalAdvance, names)) + 1 <= room:
            return smaller, heavy, names
    return "tick", None, shortened(names, metrics, room)


def shortened(names: list[str], metrics: QFontMetricsF, room: float) -> list[str]:
    """Cut names at their ends, or in their middles where only the ends tell them apart."""
    cut = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, room - 1) for name in names]
    if len(set(cut)) == len(set(names)):
        return cut
    return [metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room - 1) for name in names]


def draw_more(painter: QPainter, theme: Theme, column: Column, pitch: float) -> None:
    """Say how many neurons of a collapsed column are hidden; only dots if there is no room for words."""
    if not column.hidden:
        return
    text = f"{column.hidden} more"
    font = theme.font("caption")
    wide = QFontMetricsF(font).horizontalAdvance(text) + 10
    fill = QColor(theme.color("canvas"))
    fill.setAlpha(210)
    painter.setBrush(fill)
    painter.setPen(Qt.PenStyle.NoPen)
    center = QPointF(column.x, column.more_y)
    if wide < pitch - 24:
        painter.drawRoundedRect(QRectF(center.x() - wide / 2, center.y() - 8, wide, 16), 8, 8)
        draw_text(painter, theme, text, center, "caption", "t2", "center")
        return
    painter.setBrush(theme.color("t2"))
    for dy in (-5, 0, 5):
        painter.drawEllipse(center + QPointF(0, dy), 1.5, 1.5)


def grip_boxes(column: Column, low: float) -> tuple[QRectF, QRectF]:
    """Give the place of the neuron offered under a column and its numbers, and of the bar, above y low.

    If there is no room for the neuron, its box is empty.
    """
    side = min(max(column.tile, 16.0), GHOST)
    top = column.foot + min(8.0, max(3.0, 0.1 * column.tile))
    if top + side + 11 > low:
        side, top = 0.0, min(column.foot, low - 11)
    ghost = QRectF(column.x - side / 2, top, side, side)
    return ghost, QRectF(column.x - 12, ghost.bottom() + 5, 24, 4)


def draw_grip(painter: QPainter, theme: Theme, column: Column, low: float, hint: str, right: float) -> None:
    """Draw the grip that adds neurons: an outlined neuron, a bar to drag, and a hint."""
    ghost, bar = grip_boxes(column, low)
    acc = theme.color("acc")
    if not ghost.isEmpty():
        _draw_ghost(painter, theme, ghost)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(acc)
    painter.drawRoundedRect(bar, 2, 2)
    if hint:
        _draw_pill(painter, theme, hint, bar if ghost.isEmpty() else ghost, right)


def _draw_ghost(painter: QPainter, theme: Theme, ghost: QRectF) -> None:
    fill = QColor(theme.color("canvas"))
    fill.setAlpha(225)
    pen = QPen(theme.color("acc"), 1.3)
    pen.setDashPattern([2.6, 2.2])
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawRoundedRect(ghost.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    center = ghost.center()
    draw_icon(painter, "plus", theme.color("acc"), QRectF(center.x() - 7, center.y() - 7, 14, 14))


def _draw_pill(painter: QPainter, theme: Theme, text: str, ghost: QRectF, right: float) -> None:
    font = theme.font("form", 500)
    wide = QFontMetricsF(font).horizontalAdvance(text) + 16
    x = ghost.right() + 11
    if x + wide > right - 4:
        x = ghost.left() - 11 - wide
    pill = QRectF(x, ghost.center().y() - 10, wide, 20)
    painter.setBrush(theme.color("acc"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(pill, 10, 10)
    painter.setFont(font)
    painter.setPen(theme.color("onacc"))
    painter.drawText(pill, CENTER, text)
