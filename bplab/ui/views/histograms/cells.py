"""The small histograms, one per layer: their places, drawing and texts."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from bplab.numerals import percent, short
from bplab.training.histograms import BINS, LayerHistogram
from bplab.ui.style.theme import Theme

LEAST, GAP, INSET = 84, 16, 16  # pixels: the minimum width of a cell, the gap between cells, the margin
TOP, WORDS, AXIS = 17, 14, 14  # the rows of a cell above and below its bars
ROOMY = 96  # minimum height in pixels for texts in a row of their own
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Cell:
    """One layer: its name, its color, its histogram, and its place."""

    name: str
    color: QColor
    layer: LayerHistogram
    place: QRectF

    @property
    def roomy(self) -> bool:
        """Whether the texts have a row of their own."""
        return self.place.height() >= ROOMY

    @property
    def bars(self) -> QRectF:
        """The rectangle of the bars."""
        return self.place.adjusted(0, TOP + (WORDS if self.roomy else 0), 0, -AXIS)

    def bin_at(self, x: float) -> int:
        """The bin at a pixel."""
        share = (x - self.bars.left()) / self.bars.width()
        return min(BINS - 1, max(0, int(share * BINS)))


def places_for(count: int, area: QRectF) -> list[QRectF]:
    """Arrange the cells in as few rows as leave them wide enough."""
    if not count:
        return []
    most = max(1, int((area.width() + GAP) // (LEAST + GAP)))
    rows = -(-count // most)
    across = -(-count // rows)
    width = min(220.0, (area.width() - GAP * (across - 1)) / across)
    height = (area.height() - 6 * (rows - 1)) / rows
    return [
        QRectF(
            area.left() + number % across * (width + GAP),
            area.top() + number // across * (height + 6),
            width,
            height,
        )
        for number in range(count)
    ]


def draw_still(painter: QPainter, cell: Cell, theme: Theme) -> None:
    """Draw what changes rarely: the name, the background, 0, and the ends of the axis."""
    bars, place = cell.bars, cell.place
    painter.setFont(theme.font("caption", 600))
    painter.setPen(cell.color)
    painter.drawText(QRectF(place.left(), place.top(), place.width(), TOP), 0x80, cell.name)
    bottom = round(bars.bottom()) + 0.5
    painter.setPen(QPen(theme.color("line2"), 1))
    painter.drawLine(QPointF(bars.left(), bottom), QPointF(bars.right(), bottom))
    painter.setFont(theme.font("tick"))
    painter.setPen(theme.color("t3"))
    ends = QRectF(bars.left(), bottom + 1, bars.width(), AXIS)
    painter.drawText(ends, Qt.AlignmentFlag.AlignVCenter, short(cell.layer.low, 1))
    painter.drawText(ends, RIGHT, short(cell.layer.high, 1))
    if cell.layer.low < 0 < cell.layer.high:
        zero = bars.left() - cell.layer.low / (cell.layer.high - cell.layer.low) * bars.width()
        painter.drawText(ends, Qt.AlignmentFlag.AlignCenter, "0")
        painter.setPen(QPen(theme.color("line2"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(zero, bars.top()), QPointF(zero, bars.bottom()))


def draw_bars(painter: QPainter, cell: Cell, theme: Theme, pointed: int | None) -> None:
    """Draw the outline of the counts, the highest reaching the top, and the texts."""
    bars, counts = cell.bars, cell.layer.counts
    heights = counts / max(int(counts.max()), 1) * bars.height()
    edges = bars.left() + np.arange(BINS + 1) * (bars.width() / BINS)
    xs, ys = np.repeat(edges, 2)[1:-1], np.repeat(bars.bottom() - heights, 2)
    points = [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
    soft = QColor(cell.color)
    soft.setAlphaF(0.75)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    painter.setRenderHint(
        QPainter.RenderHint.Antialiasing, False
    )  # vertical edges need no antialiasing, which is expensive
    painter.drawPolygon(QPolygonF([bars.bottomLeft(), *points, bars.bottomRight()]))
    if pointed is not None:
        left, width = edges[pointed], bars.width() / BINS
        painter.setBrush(theme.color("text"))
        painter.drawRect(QRectF(left, bars.bottom() - heights[pointed], width, heights[pointed]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_words(painter, cell, theme)


def _draw_words(painter: QPainter, cell: Cell, theme: Theme) -> None:
    font = theme.font("tick")
    painter.setFont(font)
    painter.setPen(theme.color("bad" if troubled(cell.layer) else "t2"))
    if cell.roomy:
        row = QRectF(cell.place.left(), cell.place.top() + TOP - 1, cell.place.width(), WORDS)
        painter.drawText(
            row, Qt.AlignmentFlag.AlignVCenter, words(cell.layer, brief=cell.place.width() < 120)
        )
        return
    name = QFontMetricsF(theme.font("caption", 600)).horizontalAdvance(cell.name)
    text = words(cell.layer, brief=True)
    if name + 6 + QFontMetricsF(font).horizontalAdvance(text) <= cell.place.width():
        painter.drawText(QRectF(cell.place.left(), cell.place.top(), cell.place.width(), TOP), RIGHT, text)


def troubled(layer: LayerHistogram) -> bool:
    """Whether half of a layer hardly learns: saturated weighted sums, or dead neurons."""
    return (layer.saturated or 0) > 0.5 or 2 * (layer.dead or 0) > layer.units


def words(layer: LayerHistogram, *, brief: bool) -> str:
    """Say what is saturated and what is dead, where these terms apply."""
    if brief:
        if layer.dead or (layer.saturated is None and layer.dead is not None):
            return f"{layer.dead} dead"
        return "" if layer.saturated is None else f"{percent(layer.saturated)} sat."
    said = [] if layer.saturated is None else [f"{percent(layer.saturated)} saturated"]
    if layer.dead is not None and (layer.dead or layer.saturated is None):
        said.append(f"{layer.dead:,} of {layer.units:,} dead")
    return " · ".join(said)


def bin_lines(cell: Cell, number: int, symbol: str) -> list[str]:
    """Describe one bin."""
    layer = cell.layer
    step = (layer.high - layer.low) / BINS
    low, high = (short(layer.low + step * edge, 3) for edge in (number, number + 1))
    counted = int(layer.counts.sum())
    share = percent(layer.counts[number] / counted, 1) if counted else "0 %"
    return [cell.name, f"{symbol} {low} to {high}", f"{int(layer.counts[number]):,} of {counted:,}, {share}"]


def layer_tip(cell: Cell) -> str:
    """Explain a layer's texts."""
    layer, lines = cell.layer, [f"{cell.name}: {cell.layer.units:,} neurons, {cell.layer.size:,} values."]
    if layer.every > 1:
        lines.append(f"One value in {layer.every:,} is counted.")
    if layer.saturated is not None:
        lines.append(
            f"{percent(layer.saturated, 1)} saturated: for these weighted sums z the activation is flat: its "
            "slope is below 5 % of its steepest; hardly any error signal passes."
        )
    if layer.dead is not None:
        lines.append(
            f"{layer.dead:,} of {layer.units:,} dead: neurons whose slope is almost 0 for every example "
            "shown. They get no gradient and do not learn."
        )
    return "\n".join(lines)
