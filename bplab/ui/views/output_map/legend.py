"""The legend of the output map's marks, and the axis of its colors."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from bplab.arrays import Words
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.base.ramp import draw_ramp
from bplab.ui.views.output_map.examples import ExampleGroup, Members
from bplab.ui.views.output_map.markers import draw_mark
from bplab.ui.views.output_map.scale import MapScale

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


def _places(row: QRectF, points: Members, theme: Theme, *, right: bool) -> list[tuple[ExampleGroup, QRectF]]:
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
    """Draw the map's ramp as an axis, with its title before it or above it."""
    draw_ramp(painter, bar, ramp, theme, [(scale.fraction(value), text) for value, text in scale.ticks])
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("t2"))
    name = QRectF(bar.left(), bar.top() - 22, 200, 20) if above else QRectF(left, bar.top() - 6, 60, 20)
    painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, scale.title)
