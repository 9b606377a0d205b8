"""Paints equal neurons: frames around groups, numbers in columns, and the words beside them."""

from collections.abc import Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen

from bplab.explain.digits import printed
from bplab.explain.equal_step import DECIMALS
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken, FontRole
from bplab.ui.views.base.heat import between
from bplab.ui.views.weights.equal_layout import COLUMN, HEADS, INSET, ROW, SUM, TITLE, EqualLayout, GroupPlace
from bplab.ui.views.weights.equal_reading import EqualReading
from bplab.ui.views.weights.equal_text import Words

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
CENTER = Qt.AlignmentFlag.AlignCenter
WRAPPED = Qt.TextFlag.TextWordWrap
EDGES = 58.0, COLUMN - 4  # right edges of w and ∂L/∂w in a column
TILE = 20
ROOM = 7  # figures of a number in the usual font
NORMAL = 400  # weight of a font


class EqualPainter:
    """Draws parts with one painter."""

    def __init__(self, painter: QPainter, theme: Theme, plan: EqualLayout, reading: EqualReading) -> None:
        self._painter, self._theme = painter, theme
        self._plan, self._reading = plan, reading

    def labels(self, top: int, at: int | None, head: str, remark: str) -> None:
        """Write the layer, what is equal in it, and the names of the rows; the row at hand is marked."""
        plan, reading = self._plan, self._reading
        self._write(head, QRectF(INSET, plan.head, 130, TITLE), LEFT, "form", "text", 600)
        self._write(remark, QRectF(INSET, plan.head + TITLE - 3, 130, HEADS), LEFT, "caption", "t2")
        for slot in range(plan.fit):
            row = top + slot
            if row >= reading.rows:
                break
            place = QRectF(INSET, plan.row(slot), plan.right - INSET, ROW)
            if row == at:
                draw_frame(self._painter, place.adjusted(-4, 2, 4, -2), None, self._theme.color("acc"), 4, 2)
            self._write(reading.label(row), place, RIGHT, "form", "text")
        sums = QRectF(INSET, plan.row(plan.fit) + 1, plan.right - INSET, SUM)
        self._write("rms δ", sums, RIGHT, "form", "text")

    def group(self, place: GroupPlace, top: int, tiles: Mapping[int, QImage]) -> None:
        """Draw the neurons of a group in their frame."""
        theme, painter = self._theme, self._painter
        fill = between(theme.color("panel"), theme.color("accw"), 0.5)
        draw_frame(painter, place.frame, fill, between(theme.color("panel"), theme.color("acc"), 0.45), 8)
        for number, unit in enumerate(place.units):
            column = place.column(number)
            self._neuron(column, unit, top, tiles.get(unit))
            if number:
                painter.setPen(QPen(theme.color("line2"), 1, Qt.PenStyle.DashLine))
                painter.drawLine(QLineF(column.left(), column.top() + 6, column.left(), column.bottom() - 6))
        if place.more:
            column = place.column(len(place.units))
            same = ",\nthe same" if self._reading.stays(self._reading.groups[place.group]) else ""
            self._write(f"and {place.more:,} more{same}", column, CENTER, "caption", "t2")
        y = round(self._plan.row(self._plan.fit)) + 1.5
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.drawLine(QPointF(place.frame.left() + 8, y), QPointF(place.frame.right() - 8, y))

    def _neuron(self, column: QRectF, unit: int, top: int, tile: QImage | None) -> None:
        reading, plan = self._reading, self._plan
        x = column.left() + 10
        if tile is not None:
            self._painter.drawImage(QRectF(x, column.top() + 5, TILE, TILE), tile)
            x += TILE + 6
        self._write(f"neuron {unit + 1}", QRectF(x, column.top(), 90, TITLE), LEFT, "form", "text", 600)
        for edge, title in zip(EDGES, ("w", "∂L/∂w"), strict=True):
            self._write(title, _cell(column, edge, column.top() + TITLE - 3, HEADS), RIGHT, "caption", "t2")
        for slot in range(plan.fit):
            row = top + slot
            if row >= reading.rows:
                break
            numbers = reading.value(row, unit), reading.gradient(row, unit)
            for edge, number in zip(EDGES, numbers, strict=True):
                if number is not None:
                    ink: ColorToken = "pos" if number > 0 else "neg_text" if number < 0 else "t3"
                    text = printed(number, DECIMALS)
                    role: FontRole = "form" if len(text) <= ROOM else "caption"
                    self._write(text, _cell(column, edge, plan.row(slot), ROW), RIGHT, role, ink)
        delta = reading.delta(unit)
        if delta is not None:
            place = _cell(column, EDGES[1], plan.row(plan.fit) + 1, SUM)
            self._write(printed(delta, DECIMALS), place, RIGHT, "form", "text", 600)

    def side(self, words: Words) -> None:
        """Write sentences one below the other; one that is too long is wrapped."""
        place, y = self._plan.side, self._plan.side.top() + 6
        for text, weight, color in words:
            if not text:
                y += 6
                self._painter.setPen(QPen(self._theme.color("line2"), 1))
                self._painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))
                y += 6
                continue
            font = self._theme.font("form" if weight > NORMAL else "caption", weight)
            if QFontMetricsF(font).horizontalAdvance(text) > place.width():
                font = self._theme.font("caption", weight)
            box = QRectF(place.left(), y, place.width(), 200)
            needed = QFontMetricsF(font).boundingRect(box, WRAPPED, text)
            self._painter.setFont(font)
            self._painter.setPen(self._theme.color(color))
            self._painter.drawText(box, WRAPPED, text)
            y += needed.height() + 2

    def _write(
        self,
        text: str,
        box: QRectF,
        align: Qt.AlignmentFlag,
        role: FontRole,
        ink: ColorToken,
        weight: int = 0,
    ) -> None:
        font = self._theme.font(role, weight or None)
        self._painter.setFont(font)
        self._painter.setPen(self._theme.color(ink))
        self._painter.drawText(box, align, text)


def _cell(column: QRectF, edge: float, top: float, height: float) -> QRectF:
    return QRectF(column.left() + edge - COLUMN, top, COLUMN, height)
