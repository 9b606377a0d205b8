"""Paints the table of runs: headings, lanes, rows and their curves."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from bplab.arrays import Floats
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.base.heat import between
from bplab.ui.views.runs.group_rows import SeedRow
from bplab.ui.views.runs.layout import APART, EDGE, INDENT, ROW, RunsLayout
from bplab.ui.views.runs.rows import AnyRow, RunRow, RunTable

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
FIXED = {"train_loss": "Train loss", "test_loss": "Test loss", "count": "Test accuracy", "curve": "Curve"}
AT_RIGHT = {"train_loss", "test_loss", "count"}
CURRENT = "current"
SICK = {"NaN", "∞", "−∞"}
RADIUS, BEND = 4.2, 8.0  # of a run in its lane, and of the line that leads to it
CHIP, PAD = 17, 6  # height, and beside its text
MOST_POINTS = 100  # of a curve
SAG = 1.1  # a curve's first value is this share of its height, unless it rises above
SOFT = 0.5  # the wash of a chosen row


class RunsPainter:
    """Draws parts with one painter."""

    def __init__(self, painter: QPainter, theme: Theme, layout: RunsLayout) -> None:
        self._painter, self._theme, self._layout = painter, theme, layout

    def headings(self, table: RunTable, sort: str, falling: bool, pointed: str | None) -> None:
        """Draw the headings; the sorted one is marked, and the one that keys are at."""
        area = self._layout.area
        for key, title in headings_of(table).items():
            place = self._layout.heading(key)
            if not place.width():
                continue  # no room for curves
            font = self._theme.font("formula" if title == "f" else "caption")
            font.setPixelSize(self._theme.font("caption").pixelSize())
            if key in AT_RIGHT:
                place.setLeft(place.right() - 90)
            else:
                place.setRight(place.right() - APART / 2)
            ends = self.text(place, title, font, "text" if key == sort else "t3", right=key in AT_RIGHT)
            if key == sort:
                self._triangle(ends + 3, place.center().y(), falling)
            if key == pointed:
                draw_frame(self._painter, place.adjusted(-5, 1, 5, -1), None, self._theme.color("acc"), 4, 2)
        line = QRectF(area.left(), self._layout.row(0).top() - 1, area.width(), 1)
        self._painter.fillRect(line, self._theme.color("line2"))

    def grounds(self, shown: Sequence[AnyRow]) -> None:
        """Draw what lies under the rows: the wash of chosen ones, and the rules between them."""
        for slot, row in enumerate(shown):
            place = self._layout.row(slot)
            if row.is_chosen:
                wash = between(self._theme.color("panel"), self._theme.color("accw"), SOFT)
                self._painter.fillRect(place.adjusted(-EDGE, 0, EDGE, 0), wash)
            if slot + 1 < len(shown):
                indent = INDENT if isinstance(row, SeedRow) else 0
                rule = QRectF(place.left() + indent, place.bottom() - 1, place.width() - indent, 1)
                self._painter.fillRect(rule, self._theme.color("grid"))

    def lanes(self, table: RunTable, top: int) -> None:
        """Draw the lines from runs to those that branched off, also to rows that are scrolled away."""
        first = self._layout.row(0).top()
        self._painter.save()
        self._painter.setClipRect(QRectF(0, first, self._layout.area.right(), self._layout.slots * ROW))
        pen = QPen(self._theme.color("line2"), 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, row in enumerate(table.rows):
            if row.parent is not None:
                self._branch(table, number - top, row.parent - top, row, table.rows[row.parent])
        self._painter.restore()

    def _branch(self, table: RunTable, slot: int, below: int, row: RunRow, parent: RunRow) -> None:
        x, y = self._layout.lane_at(parent.lane.number), self._layout.row(slot).center().y()
        bend = min(BEND, self._layout.lane)
        path = QPainterPath(QPointF(x, y + bend))
        path.quadTo(QPointF(x, y), QPointF(x + bend, y))
        path.lineTo(self._layout.lane_at(row.lane.number) - RADIUS, y)
        self._painter.drawPath(path)
        if table.rows[parent.lane.top] is row:  # the longest of the lines from there
            bottom = self._layout.row(below).center().y() - RADIUS
            self._painter.drawLine(QPointF(x, y + bend), QPointF(x, bottom))

    def row(self, slot: int, row: RunRow, table: RunTable) -> None:
        """Draw a row in its place."""
        self._box(slot, row)
        self._knot(slot, row)
        layout, form = self._layout, self._theme.font("form")
        self.title(layout.cell("title", slot), row.run.title, current=row.is_current, strong=row.is_chosen)
        self.text(layout.cell("origin", slot).adjusted(0, 0, -APART, 0), row.run.origin, form, "t2")
        for key, _, _ in table.settings:
            self._setting(layout.cell(key, slot), row, key, table)
        self.figures(slot, row.losses, row.accuracy)
        self.curve(layout.cell("curve", slot), row.curve, "acc" if row.is_current else "t2")

    def _box(self, slot: int, row: RunRow) -> None:
        box, color = self._layout.box(slot), self._theme.color
        if row.is_chosen:
            draw_frame(self._painter, box, color("acc"), None, 4)
            draw_icon(self._painter, "check", color("onacc"), box.adjusted(1.5, 1.5, -1.5, -1.5))
        else:
            draw_frame(self._painter, box, color("field"), color("line2"), 4)

    def _knot(self, slot: int, row: RunRow) -> None:
        at = QPointF(self._layout.lane_at(row.lane.number), self._layout.row(slot).center().y())
        color = self._theme.color("acc" if row.is_current or row.is_chosen else "t3")
        self._painter.setPen(QPen(color, 1.6))
        self._painter.setBrush(color if row.is_current else self._theme.color("panel"))
        self._painter.drawEllipse(at, RADIUS, RADIUS)

    def figures(
        self, slot: int, losses: tuple[str, str], accuracy: tuple[str, str], *, strong: bool = False
    ) -> None:
        """Write losses, accuracy and its counts."""
        layout, bold = self._layout, self._theme.font("form", 600)
        for key, text in zip(("train_loss", "test_loss"), losses, strict=True):
            color: ColorToken = "bad" if text in SICK else "text"
            self.text(layout.cell(key, slot), text, bold, color, right=True)
        counts = bold if strong else self._theme.font("form")
        self.text(layout.cell("percent", slot), accuracy[0], bold, "text", right=True)
        self.text(layout.cell("count", slot), accuracy[1], counts, "text" if strong else "t2", right=True)

    def title(self, place: QRectF, title: str, *, current: bool, strong: bool = False) -> None:
        """Write a name, and whether it is the current run if there is room: its dot says so too."""
        theme = self._theme
        font = theme.font("form", 600 if strong else 500)
        chip = QFontMetricsF(theme.font("caption")).horizontalAdvance(CURRENT) + 2 * PAD
        room = place.adjusted(0, 0, -APART, 0)
        fits = QFontMetricsF(font).horizontalAdvance(title) + 2 * PAD + chip <= room.width() + 0.5
        ends = self.text(room, title, font, "text")
        if current and fits:
            box = QRectF(ends + 2 * PAD, place.center().y() - CHIP / 2, chip, CHIP)
            draw_frame(self._painter, box, theme.color("okw"), None, CHIP / 2)
            self._painter.setFont(theme.font("caption"))
            self._painter.setPen(theme.color("ok"))
            self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, CURRENT)

    def _setting(self, place: QRectF, row: RunRow, key: str, table: RunTable) -> None:
        text = row.setting(table.trait(key))
        differs = key in row.run.differing or (not table.traits and bool(row.run.difference))
        font = self._theme.font("form", 600 if differs else None)
        room = place.adjusted(0, 0, -APART, 0)
        if differs:
            wide = min(QFontMetricsF(font).horizontalAdvance(text), room.width())
            box = QRectF(place.left() - 5, place.top() + 3, wide + 10, place.height() - 6)
            draw_frame(self._painter, box, self._theme.color("accw"), None, 4)
        self.text(room, text, font, "acc" if differs else "t3")

    def curve(self, place: QRectF, values: Floats, color: ColorToken) -> None:
        """Draw a small curve over the whole width, from zero up."""
        known = values[np.isfinite(values)]
        shown = np.linspace(0, len(known) - 1, min(len(known), MOST_POINTS)).round().astype(int)
        known = known[shown]
        if len(known) < 2 or not place.width():
            return
        top = max(float(known[0]) * SAG, min(float(known.max()), 2 * float(known[0]))) or 1.0
        ys = place.bottom() - 4 - np.clip(known / top, 0, 1) * (place.height() - 8)
        xs = np.linspace(place.left(), place.right(), len(known))
        self._painter.setPen(QPen(self._theme.color(color), 1.4))
        self._painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)]))

    def text(self, place: QRectF, text: str, font: QFont, color: ColorToken, *, right: bool = False) -> float:
        """Write within a place, with an ellipsis if it is too long; return where it ends."""
        metrics = QFontMetricsF(font)
        fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width() + 0.5)
        self._painter.setFont(font)
        self._painter.setPen(self._theme.color(color))
        self._painter.drawText(
            place.adjusted(0, 0, 2, 0) if not right else place, RIGHT if right else LEFT, fitting
        )
        return place.right() if right else place.left() + metrics.horizontalAdvance(fitting)

    def _triangle(self, x: float, y: float, falling: bool) -> None:
        tip = 3.5 if falling else -3.5
        points = [QPointF(x, y - tip), QPointF(x + 7, y - tip), QPointF(x + 3.5, y + tip)]
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("text"))
        self._painter.drawPolygon(QPolygonF(points))


def headings_of(table: RunTable) -> dict[str, str]:
    """The headings of all columns."""
    origin = "Seeds" if table.has_only_groups else "From"
    return {"title": "Run", "origin": origin, **{key: word for key, word, _ in table.settings}, **FIXED}


def heading_of(table: RunTable, key: str) -> str:
    """The heading of a column."""
    return headings_of(table)[key]
