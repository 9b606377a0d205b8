"""What the marks and the colors of the output map mean: its legend and its axis."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QLinearGradient, QPainter, QPen

from bplab.ui.theme import Theme
from bplab.ui.views.map_field import Words
from bplab.ui.views.map_marks import draw_mark
from bplab.ui.views.map_points import Members, Part
from bplab.ui.views.map_scale import MapScale
from bplab.ui.views.picture import Tip

MARK, GAP = 12, 14


def draw_legend(painter: QPainter, row: QRectF, points: Members, theme: Theme, *, right: bool) -> None:
    """Draw "● train ■ test" at the right (or left) of the header row."""
    for part, place in _places(row, points, theme, right=right):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("t2"))
        draw_mark(painter, part.mark, QPointF(place.left() + 5, place.center().y()), 4)
        painter.setPen(theme.color("t2"))
        painter.setFont(theme.font("caption"))
        painter.drawText(place.adjusted(MARK + 2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, part.title)


def legend_tips(row: QRectF, points: Members, theme: Theme, *, right: bool) -> list[Tip]:
    """Explain each mark of the legend."""
    drawn = len(range(0, points.prepared.dataset.count, points.every))
    few = (
        f"\nAbout {drawn:,} of {points.prepared.dataset.count:,} points are drawn."
        if points.every > 1
        else ""
    )
    return [
        (place, f"{part.help} There are {len(points.members[part.title]):,}.{few}")
        for part, place in _places(row, points, theme, right=right)
    ]


def _places(row: QRectF, points: Members, theme: Theme, *, right: bool) -> list[tuple[Part, QRectF]]:
    metrics = QFontMetricsF(theme.font("caption"))
    widths = [MARK + 2 + metrics.horizontalAdvance(part.title) for part in points.parts]
    x = row.right() - sum(widths) - GAP * (len(widths) - 1) if right else row.left()
    found = []
    for part, width in zip(points.parts, widths, strict=True):
        found.append((part, QRectF(x, row.top(), width, row.height())))
        x += width + GAP
    return found


def draw_axis(
    painter: QPainter, bar: QRectF, left: float, scale: MapScale, ramp: Words, theme: Theme, *, above: bool
) -> None:
    """Draw the map's own ramp as an axis, its title before it or above it."""
    draw_ramp(painter, bar, ramp, theme, [(scale.fraction(value), text) for value, text in scale.ticks])
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("t2"))
    name = QRectF(bar.left(), bar.top() - 22, 200, 20) if above else QRectF(left, bar.top() - 6, 60, 20)
    painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, scale.title)


def draw_ramp(
    painter: QPainter, bar: QRectF, ramp: Words, theme: Theme, ticks: Iterable[tuple[float, str]]
) -> None:
    """Draw a ramp as a bar with marks under it, each at a share of its length."""
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
