"""The marks of the plot: the point, its tangent, the arrow to w_new, and where each step lands."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from bplab.arrays import Array
from bplab.explain.slope.curve import Slope
from bplab.explain.slope.point import Landing
from bplab.explain.slope.words import Told, own_name, signed, two_digits
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.microscope.slope.labels import Label, place_labels
from bplab.ui.views.plot.axes import PlotFrame

DRAWN = 2.0  # pixels that a step has at least, to be drawn
TANGENT = 0.3  # of the axis, to either side of the point
ARROW_UP = 10.0  # pixels above the axis
LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Marks:
    """Everything about a slope that is drawn over its curve."""

    def __init__(self, slope: Slope, words: Told, frame: PlotFrame, theme: Theme) -> None:
        self.slope, self.words, self.frame, self.theme = slope, words, frame, theme
        self.now = frame.pixel(slope.point.value, slope.point.now)

    @property
    def real_color(self) -> ColorToken:
        """The color of the real step: whether it goes down."""
        return "bad" if self.words.real.rises else "ok"

    def at(self, landing: Landing) -> QPointF:
        """Where a step lands; past an end of the axis, at that end."""
        (low, high), (least, most) = self.frame.axes.x_range, self.frame.axes.y_range
        x, y = min(max(landing.value, low), high), min(max(landing.loss, least), most)
        return self.frame.pixel(x if x == x else low, y if y == y else most)  # noqa: PLR0124 - NaN is not

    def is_drawn(self, landing: Landing) -> bool:
        """Whether its step is long enough to be seen."""
        return step_pixels(self.frame, landing.value - self.slope.point.value) >= DRAWN

    def paint(self, painter: QPainter, curve: Array) -> None:
        """Draw all marks, then the words beside them.

        Shapes: curve (n, 4), as steps in pixels.
        """
        painter.save()
        painter.setClipRect(self.frame.field.adjusted(-6, -6, 6, 6))
        self._paint_guides(painter)
        self._paint_tangent(painter)
        self._paint_real(painter)
        self._paint_steps(painter)
        painter.restore()
        self._paint_labels(painter, curve)

    def _paint_guides(self, painter: QPainter) -> None:
        """Lead the eye from the point and its landing down to the axis."""
        pen = QPen(self.theme.color("line2"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        plain = self.slope.steps.plain
        for at in (self.now, *([self.at(plain)] if self.is_drawn(plain) else [])):
            painter.drawLine(at, QPointF(at.x(), self.frame.field.bottom()))

    def _tangent(self) -> tuple[QPointF, QPointF]:
        """Its ends, the left one first."""
        point, span = self.slope.point, self.slope.span
        reach = TANGENT * (span[1] - span[0])
        left, right = (
            self.frame.pixel(point.value + way, point.now + point.slope * way) for way in (-reach, reach)
        )
        return left, right

    def _paint_tangent(self, painter: QPainter) -> None:
        pen = QPen(self.theme.color("acc"), 2)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawLine(*self._tangent())

    def _paint_real(self, painter: QPainter) -> None:
        steps, color = self.slope.steps, self.theme.color(self.real_color)
        painter.setPen(QPen(color, 1.25))
        painter.drawLine(self.at(steps.own or steps.plain), self.at(steps.real))
        draw_diamond(painter, self.at(steps.real), color, self.theme.color("panel"))

    def _paint_steps(self, painter: QPainter) -> None:
        theme, steps, up = self.theme, self.slope.steps, ARROW_UP
        ink, ground = theme.color("acc"), theme.color("panel")
        for landing, color in ((steps.plain, ink), (steps.own, theme.color("t2"))):
            if landing is None or not self.is_drawn(landing):
                continue
            at = self.at(landing)
            y = self.frame.field.bottom() - up
            draw_arrow(painter, QPointF(self.now.x(), y), QPointF(at.x(), y), color)
            painter.setPen(QPen(color, 2))
            painter.setBrush(ground)
            if landing is steps.plain:
                painter.drawEllipse(at, 4.5, 4.5)
            else:
                painter.drawRect(QRectF(at.x() - 4, at.y() - 4, 8, 8))
            up += 14
        painter.setPen(QPen(ground, 1.5))
        painter.setBrush(ink)
        painter.drawEllipse(self.now, 5, 5)

    def _paint_labels(self, painter: QPainter, curve: Array) -> None:
        font = self.theme.font("caption", 600)
        painter.setFont(font)
        labels, ends = self._labels(), self._tangent()
        tangent = np.array([[each for end in ends for each in end.toTuple()]])
        places = place_labels(labels, QFontMetricsF(font), self.frame.field, self.taken(), [curve, tangent])
        for label, placed in zip(labels, places, strict=True):
            painter.setPen(self.theme.color(label.color))
            painter.drawText(placed.place, LEFT_MIDDLE, placed.text)

    def taken(self) -> list[QRectF]:
        """What no word is to cover."""
        steps = self.slope.steps
        landings = [each for each in (steps.plain, steps.own) if each is not None and self.is_drawn(each)]
        spots = [self.now, self.at(steps.real), *map(self.at, landings)]
        found = [QRectF(spot.x() - 6, spot.y() - 6, 12, 12) for spot in spots]
        begin, end = self.at(steps.own or steps.plain), self.at(steps.real)
        found.append(QRectF(begin, end).normalized().adjusted(-3, 0, 3, 0))
        arrow = self.frame.field.bottom() - ARROW_UP
        for number, landing in enumerate(landings):
            left, right = sorted((self.now.x(), self.at(landing).x()))
            found.append(QRectF(left, arrow - 14 * number - 5, right - left, 10))
        return found

    def _labels(self) -> list[Label]:
        """The words, the most important first: it has the first choice of places."""
        steps, words, point = self.slope.steps, self.words, self.slope.point
        real = Label(f"real step {words.real.loss}", self.real_color, self.at(steps.real), left=True)
        found = [Label(f"now {words.now}", "text", self.now, left=True), real]
        found.append(Label(f"slope {two_digits(point.slope)}", "acc", self.now))
        if steps.own is None or self.is_drawn(steps.plain):  # else the words under the plot have its number
            move = signed(steps.plain.value - point.value)
            found.append(self._step_label(steps.plain, f"−η · slope = {move}"))
        if self.is_drawn(steps.plain):
            found.append(Label("only w" if point.parameter.source is not None else "only b", "text",
                               self.at(steps.plain)))  # fmt: skip
        if steps.own is not None and not point.is_frozen:
            name = own_name(point).removeprefix("the ")
            found.append(self._step_label(steps.own, f"{name} {signed(steps.own.value - point.value)}"))
        return found

    def _step_label(self, landing: Landing, text: str) -> Label:
        """Beside its arrow; one too short to be drawn is printed, with an arrow of its own."""
        color: ColorToken = "acc" if landing is self.slope.steps.plain else "t2"
        move = landing.value - self.slope.point.value
        if self.is_drawn(landing):
            end = self.at(landing)
            return Label(text, color, QPointF(end.x(), self.frame.field.bottom() - ARROW_UP), left=move < 0)
        sign = "← " if move < 0 else "→ " if move > 0 else ""
        below = QPointF(self.now.x(), self.frame.field.bottom() - 40)
        return Label(f"{sign}{text}".replace(" = ", "\n= "), color, below, left=True)


def step_pixels(frame: PlotFrame, move: float) -> float:
    """How long a step is in the plot."""
    return abs(move) * frame.scale[0]


def draw_arrow(painter: QPainter, start: QPointF, end: QPointF, color: QColor) -> None:
    """Draw an arrow along the axis; of a short one the head is smaller."""
    way = 1 if end.x() >= start.x() else -1
    head = min(6.0, abs(end.x() - start.x()))
    neck = QPointF(end.x() - way * head, end.y())
    painter.setPen(QPen(color, 2, c=Qt.PenCapStyle.FlatCap))
    painter.drawLine(start, neck)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([end, neck + QPointF(0, -0.75 * head), neck + QPointF(0, 0.75 * head)]))


def draw_diamond(painter: QPainter, at: QPointF, color: QColor, ground: QColor) -> None:
    """Draw the mark of the real step."""
    painter.setPen(QPen(ground, 1))
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([at + QPointF(*way) for way in ((0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0))]))
