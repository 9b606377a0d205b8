"""Draws how rms δ falls or rises from layer to layer: a bar for the factor of W, one for that of f′."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import isfinite, log10
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bplab.arrays import Array
from bplab.diagnosis.by_layer import SLOPE, WEIGHTS
from bplab.numerals import minus
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.signal.range import DecadeRange

HEAD, ABOVE, NAMES, ROW, BELOW = 36, 12, 18, 15, 5  # pixels, from the top to the bottom
INSET, AXIS, TICKS = 16, 77, 32  # left of the plot where there is room, and where there is not
ROWS = ("× W", "× f′", "= one layer")
BAR, DASH, THIN = 28.0, 40.0, 2.0  # pixels at most across, and the least height
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
CENTER = Qt.AlignmentFlag.AlignCenter


class FallLayout(NamedTuple):
    """The plot, and under it the names of the layers and the rows of factors."""

    plot: QRectF
    xs: tuple[float, ...]  # centers of the layers

    @property
    def pitch(self) -> float:
        """The least distance between two layers."""
        return min((b - a for a, b in pairwise(self.xs)), default=100.0)

    @property
    def names(self) -> float:
        """The middle of the names."""
        return self.plot.bottom() + NAMES / 2

    def row(self, number: int) -> float:
        """The top of a row of factors."""
        return self.plot.bottom() + NAMES + 2 + number * ROW

    def column(self, gap: int) -> QRectF:
        """All that belongs to the factors from a layer's right neighbor to it."""
        left, right = self.xs[gap], self.xs[gap + 1]
        return QRectF(
            left, self.plot.top() - ABOVE, right - left, self.row(len(ROWS)) - self.plot.top() + ABOVE
        )

    def gap_at(self, x: float) -> int | None:
        """The factors at a place."""
        return next((gap for gap, (a, b) in enumerate(pairwise(self.xs)) if a <= x < b), None)


def lay_out(width: float, height: float, xs: Sequence[float]) -> FallLayout:
    """Lay out the picture over the columns of the network."""
    under = NAMES + 2 + ROW * len(ROWS) + BELOW
    pitch = min((b - a for a, b in pairwise(xs)), default=100.0)
    left = max(TICKS, min(AXIS, (xs[0] if xs else AXIS) - 0.4 * pitch))
    top = HEAD + ABOVE
    return FallLayout(QRectF(left, top, width - INSET - left, max(20, height - under - top)), tuple(xs))


def paint_axis(
    painter: QPainter, plan: FallLayout, decades: DecadeRange, names: Sequence[str], theme: Theme
) -> None:
    """Draw the powers of ten, the names of the layers, and the rules of the table."""
    plot = plan.plot
    painter.setFont(theme.font("tick"))
    for power in decades.marks:
        y = round(_y(plan, decades, power)) + 0.5
        painter.setPen(QPen(theme.color("line2" if power == decades.low else "grid"), 1))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(theme.color("t3"))
        painter.drawText(QRectF(0, y - 8, plot.left() - 8, 16), RIGHT, minus(f"{power}"))
    painter.setFont(theme.font("caption", 600))
    for layer, (x, name) in enumerate(zip(plan.xs, names, strict=True)):
        painter.setPen(theme.layer_color(layer, len(names)))
        painter.drawText(QRectF(x - 60, plan.names - 8, 120, 16), CENTER, name)
    for number, color in ((0, "line2"), (2, "line")):
        y = round(plan.row(number)) - 0.5
        painter.setPen(QPen(theme.color(color), 1))  # type: ignore[arg-type]
        painter.drawLine(QPointF(INSET, y), QPointF(plot.right(), y))


def paint_levels(
    painter: QPainter, plan: FallLayout, decades: DecadeRange, deltas: Array, carried: Array, theme: Theme
) -> None:
    """Draw each layer's rms δ as a level, and the bars that lead from one level to the next."""
    width, count = min(DASH, 0.27 * plan.pitch), len(plan.xs)
    for gap, (left, right) in enumerate(pairwise(plan.xs)):
        middle = float(carried[gap])
        stops = [float(deltas[gap]), middle, float(deltas[gap + 1])]
        known = [level for level in stops if isfinite(level)]
        ys = [_y(plan, decades, _log(level, decades)) for level in known]
        across = right - left
        places = [left, left + across / 3, left + 2 * across / 3, right]
        painter.setPen(QPen(theme.color("line2"), 1))
        if len(ys) == 3:
            for y, begin, end in zip(ys, places, places[1:], strict=False):
                painter.drawLine(QLineF(begin, y, end, y))
            _bars(painter, plan, places[1:3], list(pairwise(ys)), theme)
        elif len(ys) == 2:
            painter.drawLine(QLineF(left, ys[0], right, ys[1]))
    painter.setPen(Qt.PenStyle.NoPen)
    for layer, (x, value) in enumerate(zip(plan.xs, deltas.tolist(), strict=True)):
        if value > 0 and isfinite(value):
            y = _y(plan, decades, log10(value))
            painter.fillRect(
                QRectF(x - width / 2, y - THIN / 2, width, THIN), theme.layer_color(layer, count)
            )


def _bars(
    painter: QPainter,
    plan: FallLayout,
    centers: Sequence[float],
    spans: Sequence[tuple[float, float]],
    theme: Theme,
) -> None:
    """A bar each for f′ and W, from the level at its right to the one at its left."""
    wide = min(BAR, 0.18 * plan.pitch)
    for x, (left, right) in zip(centers, spans, strict=True):
        grows = left < right  # y runs downward
        color: ColorToken = "pos" if grows else "neg"
        top, high = min(left, right), max(THIN, abs(left - right))
        bar = QRectF(x - wide / 2, top - (THIN / 2 if high == THIN else 0), wide, high)
        draw_frame(painter, bar, theme.color(color), None, min(2.0, high / 2))


def paint_legend(
    painter: QPainter, plan: FallLayout, decades: DecadeRange, levels: Iterable[float], theme: Theme
) -> None:
    """Name the two bars over the last ones, where the signal comes from."""
    left, right = plan.xs[-2], plan.xs[-1]
    known = [_y(plan, decades, _log(level, decades)) for level in levels if isfinite(level)]
    y = min(known, default=plan.plot.top()) - 9
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("text"))
    for number, name in enumerate((SLOPE, WEIGHTS), 1):
        x = left + number * (right - left) / 3
        painter.drawText(QRectF(x - 20, y - 8, 40, 16), CENTER, name)


def paint_rows(
    painter: QPainter,
    plan: FallLayout,
    texts: Sequence[tuple[str, str, str] | None],
    values: Sequence[tuple[float, float]],
    theme: Theme,
) -> None:
    """Write the factors under their columns, in the color of what they do."""
    heads = 0.0
    for number, label in enumerate(ROWS):
        painter.setFont(theme.font("caption", 600 if number == 2 else None))
        painter.setPen(theme.color("text" if number == 2 else "t2"))
        painter.drawText(QRectF(INSET, plan.row(number), 90, ROW), Qt.AlignmentFlag.AlignVCenter, label)
        heads = max(heads, INSET + painter.fontMetrics().horizontalAdvance(label) + 8.0)
    fonts = theme.font("caption"), theme.font("caption", 600)
    for gap, (told, parts) in enumerate(zip(texts, values, strict=True)):
        if told is None:
            continue
        for number, text in enumerate(told):
            painter.setFont(fonts[number == 2])
            painter.setPen(theme.color("text" if number == 2 else _ink(parts[number])))
            wide = painter.fontMetrics().horizontalAdvance(text) + 4.0
            middle = (plan.xs[gap] + plan.xs[gap + 1]) / 2
            left = max(middle - wide / 2, heads)
            painter.drawText(QRectF(left, plan.row(number), wide, ROW), CENTER, text)


def _ink(factor: float) -> ColorToken:
    return "pos" if factor > 1 else "neg_text" if factor < 1 else "text"


def column_color(theme: Theme, *, selected: bool) -> QColor:
    """The ground of the factors that are selected, or that are pointed at."""
    return theme.color("accw" if selected else "hover")


def _log(value: float, decades: DecadeRange) -> float:
    return log10(value) if value > 0 else decades.low


def _y(plan: FallLayout, decades: DecadeRange, power: float) -> float:
    share = (power - decades.low) / (decades.high - decades.low)
    return plan.plot.bottom() - min(1.0, max(0.0, share)) * plan.plot.height()
