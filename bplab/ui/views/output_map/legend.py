"""The legend of the output map's marks, and the axis of its colors."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from bplab.arrays import Words
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.base.ramp import draw_ramp
from bplab.ui.views.output_map.batch import ShownBatch
from bplab.ui.views.output_map.examples import Members
from bplab.ui.views.output_map.geometry import MapGeometry
from bplab.ui.views.output_map.markers import draw_mark, draw_own
from bplab.ui.views.output_map.scale import MapScale

MARK, GAP = 12, 14
PICKED = (
    "The example whose numbers the network shows. A click on another one of the batch picks that; a click "
    "beside them passes a point of your own forward."
)
OWN = (
    "The network shows the forward pass of this point. It has no target, so no loss and no error; Escape or "
    "a click on an example leaves it."
)


def draw_marks(
    painter: QPainter, plan: MapGeometry, points: Members, batch: ShownBatch | None, theme: Theme
) -> None:
    """Draw the legend of the marks on the map."""
    if batch is not None:
        draw_batch_legend(painter, plan.header, batch, theme, right=not plan.wide)
    else:
        draw_legend(painter, plan.header, points, theme, right=not plan.wide)


def mark_tips(plan: MapGeometry, points: Members, batch: ShownBatch | None, theme: Theme) -> list[Tip]:
    """Explain the marks on the map."""
    if batch is not None:
        return batch_tips(plan.header, batch, theme, right=not plan.wide)
    return legend_tips(plan.header, points, theme, right=not plan.wide)


def draw_legend(painter: QPainter, row: QRectF, points: Members, theme: Theme, *, right: bool) -> None:
    """Draw "● train ■ test" at the right (or left) of the header row."""
    titles = [part.title for part in points.parts]
    for part, place in zip(points.parts, _places(row, titles, theme, right=right), strict=True):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("t2"))
        draw_mark(painter, part.mark, QPointF(place.left() + 5, place.center().y()), 4)
        _write(painter, place, part.title, theme)


def draw_batch_legend(
    painter: QPainter, row: QRectF, batch: ShownBatch, theme: Theme, *, right: bool
) -> None:
    """Draw "● in this batch ◯ example 7"."""
    for title, place in zip(batch.titles, _places(row, batch.titles, theme, right=right), strict=True):
        at = QPointF(place.left() + 5, place.center().y())
        if title == batch.titles[0]:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("t2"))
            draw_mark(painter, "circle", at, 4)
        elif batch.point is not None:
            draw_own(painter, at, 4.8, theme)
        else:
            painter.setPen(QPen(theme.color("acc"), 1.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, 4.8, 4.8)
        _write(painter, place, title, theme)


def batch_tips(row: QRectF, batch: ShownBatch, theme: Theme, *, right: bool) -> list[Tip]:
    """Explain each mark of the batch's legend."""
    picked = PICKED if batch.point is None else OWN
    texts = (
        f"The {len(batch.rows):,} examples of the batch that the step is made for. The others are faded.",
        picked,
    )
    return list(zip(_places(row, batch.titles, theme, right=right), texts, strict=False))


def _write(painter: QPainter, place: QRectF, title: str, theme: Theme) -> None:
    painter.setPen(theme.color("t2"))
    painter.setFont(theme.font("caption"))
    painter.drawText(place.adjusted(MARK + 2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, title)


def legend_tips(row: QRectF, points: Members, theme: Theme, *, right: bool) -> list[Tip]:
    """Explain each mark of the legend."""
    drawn = len(range(0, points.prepared.dataset.count, points.every))
    few = (
        f"\nAbout {drawn:,} of {points.prepared.dataset.count:,} points are drawn."
        if points.every > 1
        else ""
    )
    places = _places(row, [part.title for part in points.parts], theme, right=right)
    return [
        (place, f"{part.help} There are {len(points.members[part.title]):,}.{few}")
        for part, place in zip(points.parts, places, strict=True)
    ]


def _places(row: QRectF, titles: Sequence[str], theme: Theme, *, right: bool) -> list[QRectF]:
    metrics = QFontMetricsF(theme.font("caption"))
    widths = [MARK + 2 + metrics.horizontalAdvance(title) for title in titles]
    x = row.right() - sum(widths) - GAP * (len(widths) - 1) if right else row.left()
    found = []
    for width in widths:
        found.append(QRectF(x, row.top(), width, row.height()))
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
