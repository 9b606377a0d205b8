"""A neuron's card: f and f′ over z, this example's point and tangent, the batch as ticks, what is flat."""

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from bplab.arrays import Array
from bplab.explain.cards.neuron import Curve
from bplab.numerals import percent, plain, short
from bplab.ui.canvas.base.wording import counted
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.ticks import linear_ticks
from bplab.ui.views.microscope.drawing import Drawing

PLOT, TICKS, AXIS = 112, 14, 34  # heights of curve and ticks of the batch; width of the axis
CAPTION = 18
LINE, BESIDE = 16, 10.0  # height of a line of words; pixels from a point to them
TANGENT = 44.0  # pixels of it to each side


class Panel:
    """One curve in its place."""

    def __init__(self, place: QRectF, x: Array, y: Array, low: float, high: float) -> None:
        self.place, self.x, self.y = place, x, y
        self.low, self.high = low, high

    def at(self, x: float, y: float) -> QPointF:
        """A point of the plane in pixels."""
        place, reach = self.place, float(self.x[-1])
        across = place.left() + (x + reach) / (2 * reach) * place.width()
        share = (y - self.low) / (self.high - self.low)
        return QPointF(across, place.bottom() - share * place.height())

    @cached_property
    def points(self) -> Array:
        """The curve in pixels.

        Shapes: (points, 2).
        """
        place, reach = self.place, float(self.x[-1])
        across = place.left() + (self.x + reach) / (2 * reach) * place.width()
        share = (self.y - self.low) / (self.high - self.low)
        return np.column_stack([across, place.bottom() - share * place.height()])

    @cached_property
    def line(self) -> QPolygonF:
        """The curve as it is drawn."""
        return QPolygonF([QPointF(x, y) for x, y in self.points.tolist()])

    def covered(self, boxes: Sequence[QRectF]) -> list[int]:
        """How many points of the curve lie within each of some rectangles."""
        x, y = self.points.T
        left, top, right, bottom = np.array([box.getCoords() for box in boxes]).T[:, :, None]
        within = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
        return list(map(int, within.sum(axis=1)))


def draw_neuron(drawing: Drawing, theme: Theme, curve: Curve, left: float, right: float, top: float) -> float:
    """Draw the card's inside; give the bottom."""
    gap, half = 26.0, (right - left - 26) / 2
    places = [QRectF(left + AXIS, top + CAPTION, half - AXIS, PLOT)]
    places.append(QRectF(left + half + gap + AXIS, top + CAPTION, half - AXIS, PLOT))
    panels = [
        Panel(places[0], curve.x, curve.f, *_range(curve.f)),
        Panel(places[1], curve.x, curve.slope, *_range(np.append(curve.slope, curve.largest))),
    ]
    for panel in panels:
        drawing.paints.append(_painter(panel, curve, theme))
    return _write(drawing, curve, panels, left, right, top)


def _range(values: Array) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    low, high = min(0.0, float(known.min(initial=0.0))), max(float(known.max(initial=0.0)), 1e-6)
    return low, high + 0.02 * (high - low)


def _write(
    drawing: Drawing, curve: Curve, panels: list[Panel], left: float, right: float, top: float
) -> float:
    f, slope = panels
    drawing.formula(f.place.left(), top + 12, r"a = f(z)", 13, "t2")
    drawing.formula(slope.place.left(), top + 12, "f'(z)", 13, "t2")
    peak = slope.at(curve.at, curve.largest)
    x = min(max(peak.x(), slope.place.left() + 70), slope.place.right() - 60)
    drawing.text(x, top + 12, f"largest f′: at most {short(curve.largest)}", "caption", "text", 600, "center")
    z, here = short(curve.z, 3), short(curve.here, 3)
    lines = [f"f({z}) = {short(curve.a, 3)}", f"slope {here}"]
    _beside(drawing, f, f.at(curve.z, curve.a), lines)
    _beside(drawing, slope, slope.at(curve.z, curve.here), [f"f′({z}) = {here}"])
    y = top + CAPTION + PLOT + TICKS + 34
    text = f"f′({z}) = {here}, so the error is multiplied by {here} here"
    drawing.text(left, y, text, "form", "text")
    count, all_of = int(curve.flat.sum()), len(curve.flat)
    share = percent(count / all_of)
    said = f"flat for {count:,} of {counted(all_of, 'example')}, {share}"
    width = drawing.text(left, y + 19, said, "form", "bad" if count else "t2", 600)
    why = f": f′ under {short(curve.flat_from)}, a tenth of its largest"
    end = "; they teach this neuron almost nothing" if count else ""
    if left + width + drawing.width(why + end) <= right:
        drawing.text(left + width, y + 19, why + end, "form", "text")
        return y + 25
    drawing.text(left + width, y + 19, why, "form", "text")
    drawing.text(left, y + 38, end.removeprefix("; "), "form", "text")
    return y + 44


def _beside(drawing: Drawing, panel: Panel, at: QPointF, lines: list[str]) -> None:
    """Write beside a point, where curve and guides leave room."""
    if not panel.place.adjusted(-1, -24, 1, 1).contains(at):
        return
    wide = max(drawing.width(line, "caption", 600) for line in lines)
    box = place_beside(panel, at, wide, LINE * len(lines))
    for number, line in enumerate(lines):
        drawing.text(box.left(), box.top() + 12 + LINE * number, line, "caption", "acc", 600)


def place_beside(panel: Panel, at: QPointF, wide: float, high: float) -> QRectF:
    """Choose where words of a size stand: off the curve, off the point's guides, and near the point."""
    place = panel.place
    ends = place.right() - wide, place.right() + BESIDE - wide, place.left() + 4, place.left()
    xs = (at.x() + BESIDE, at.x() - BESIDE - wide, *ends)
    middle = place.center().y() - high / 2
    ys = (at.y() + 6, at.y() - 6 - high, middle, place.bottom() - high - 4, place.top() + 2)
    least, most = place.top() - 2, place.bottom() - high
    boxes = [
        QRectF(x, min(max(y, least), most), wide, high)
        for x in xs
        for y in ys
        if place.left() <= x and x + wide <= place.right() + BESIDE
    ]

    if not boxes:
        return QRectF(place.left(), least, wide, high)
    around = [box.adjusted(-3, -1, 3, 1) for box in boxes]

    def cost(near: QRectF, covered: int) -> float:
        under = near.left() < at.x() < near.right() and near.bottom() > at.y() - 6
        level = near.top() < at.y() < near.bottom() and near.left() < at.x()
        return 1000.0 * covered + 200.0 * (under + level) + (near.center() - at).manhattanLength()

    costs = list(map(cost, around, panel.covered(around)))
    return boxes[costs.index(min(costs))]


def _painter(panel: Panel, curve: Curve, theme: Theme) -> Callable[[QPainter], None]:
    line = panel.line
    flat = [
        (float(one), float(other))
        for one, other, slope in zip(curve.x, curve.x[1:], curve.slope, strict=False)
        if abs(slope) < curve.flat_from
    ]
    is_f = panel.y is curve.f

    def paint(painter: QPainter) -> None:
        painter.save()
        painter.setClipRect(panel.place.adjusted(-AXIS, -6, 20, TICKS + 16))
        for one, other in _joined(flat):
            left, right = panel.at(one, 0).x(), panel.at(other, 0).x()
            painter.fillRect(
                QRectF(left, panel.place.top(), right - left, panel.place.height()), theme.color("badw")
            )
        _paint_axes(painter, panel, theme)
        painter.setPen(QPen(theme.color("text"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)
        _paint_point(painter, panel, curve, theme, is_f=is_f)
        painter.restore()
        _paint_batch(painter, panel, curve, theme)

    return paint


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join spans that touch."""
    found = spans[:1]
    for before, span in pairwise(spans):
        if span[0] <= before[1] + 1e-12:
            found[-1] = found[-1][0], span[1]
        else:
            found.append(span)
    return found


def _paint_point(painter: QPainter, panel: Panel, curve: Curve, theme: Theme, *, is_f: bool) -> None:
    at = panel.at(curve.z, curve.a if is_f else curve.here)
    pen = QPen(theme.color("acc"), 1.3)
    pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.drawLine(at, QPointF(at.x(), panel.place.bottom()))
    if is_f:
        painter.drawLine(at, QPointF(panel.place.left(), at.y()))
        one = panel.at(curve.z + 1, curve.a + curve.here) - at
        length = (one.x() ** 2 + one.y() ** 2) ** 0.5 or 1.0
        along = QPointF(one.x() / length * TANGENT, one.y() / length * TANGENT)
        pen = QPen(theme.color("acc"), 2)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(at - along, at + along)
    painter.setPen(QPen(theme.color("panel"), 1.5))
    painter.setBrush(theme.color("acc"))
    painter.drawEllipse(at, 5, 5)


def _paint_axes(painter: QPainter, panel: Panel, theme: Theme) -> None:
    painter.setFont(theme.font("tick"))
    reach, place = float(panel.x[-1]), panel.place
    for tick in linear_ticks(panel.low, panel.high, 4):
        y = panel.at(0, tick.at).y()
        painter.setPen(QPen(theme.color("grid"), 1))
        painter.drawLine(QLineF(place.left(), y, place.right(), y))
        painter.setPen(theme.color("t3"))
        box = QRectF(place.left() - AXIS, y - 7, AXIS - 6, 14)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick.text)
    for value in (-reach, -reach / 2, 0.0, reach / 2, reach):
        x = panel.at(value, 0).x()
        box = QRectF(x - 20, place.bottom() + TICKS, 40, 14)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, plain(value))


def _paint_batch(painter: QPainter, panel: Panel, curve: Curve, theme: Theme) -> None:
    """Tick where each example's z lies, those on flat parts in red, this one's in the accent."""
    top = panel.place.bottom() + 3
    for chosen, color in ((~curve.flat, theme.color("t3")), (curve.flat, theme.color("bad"))):
        painter.setPen(QPen(color, 1))
        xs = [panel.at(float(z), 0).x() for z in curve.batch[chosen] if abs(z) <= panel.x[-1]]
        painter.drawLines([QLineF(x, top, x, top + 9) for x in xs])
    if abs(curve.z) <= panel.x[-1]:
        painter.setPen(QPen(theme.color("acc"), 2.4))
        x = panel.at(curve.z, 0).x()
        painter.drawLine(QLineF(x, top, x, top + 9))
