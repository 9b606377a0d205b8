"""Paints the table of updates: its headings, the rows that are shown, and what stands above them."""

from collections.abc import Sequence
from math import isfinite

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPolygonF

from bplab.explain.digits import APPROXIMATELY
from bplab.explain.update_table import Column, UpdateRow, UpdateTable
from bplab.numerals import short
from bplab.ui.canvas.base.markers import draw_lock
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.weights.update_layout import HEAD, HEADER, INSET, UpdateLayout

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
LOCK = 14.0  # pixels left of the new value, for a lock or ≈
SIGNED = {"gradient", "g", "v", "m"}  # what is colored by its sign
SIX = 6  # digits of a loss


class UpdatePainter:
    """Draws parts with one painter."""

    def __init__(self, painter: QPainter, theme: Theme, layout: UpdateLayout) -> None:
        self._painter, self._theme, self._layout = painter, theme, layout

    def headings(self, columns: Sequence[Column], key: str, falling: bool, pointed: int | None) -> None:
        """Draw the headings of each half; the sorted one is marked, and the one that keys are at."""
        for number in range(self._layout.halves):
            row = self._layout.half(number)
            row.setHeight(HEAD)
            for place, column in enumerate(columns):
                cell = self._layout.cell(row, place)
                ends = self._title(column, cell, is_first=not place)
                if column.key == key and not number:
                    self._triangle(ends, row.center().y(), falling)
                if place == pointed and not number:
                    draw_frame(
                        self._painter, cell.adjusted(-5, 1, 5, -1), None, self._theme.color("acc"), 4, 2
                    )
            self._painter.fillRect(
                QRectF(row.left(), row.bottom() - 1, row.width(), 1), self._theme.color("line2")
            )
        if self._layout.halves > 1:
            x = (self._layout.half(0).right() + self._layout.half(1).left()) / 2
            area = self._layout.area
            self._painter.fillRect(QRectF(round(x), area.top(), 1, area.height()), self._theme.color("line"))

    def row(self, slot: int, row: UpdateRow, columns: Sequence[Column], *, selected: bool) -> None:
        """Draw a row in its place."""
        place, theme = self._layout.row(slot), self._theme
        if selected:
            draw_frame(self._painter, place.adjusted(0, 0, 0, -1), theme.color("accw"), None, 4)
        fitting = self._font(row)
        for number, (column, text) in enumerate(zip(columns, row.texts, strict=True)):
            is_new = column.key == "new"
            font = QFont(fitting)
            font.setWeight(QFont.Weight.DemiBold if is_new and not row.state else QFont.Weight.Normal)
            self._painter.setFont(font)
            self._painter.setPen(theme.color(_color(column.key, row, number)))
            box = self._layout.cell(place, number)
            side = RIGHT if number else LEFT
            told = f"{row.state}: 0" if is_new and row.state == "pruned" else text
            self._painter.drawText(box.adjusted(-60 if number else 0, 0, 0, 0), side, told)
        self._mark(row, self._layout.cell(place, len(columns) - 1), fitting)
        line = QRectF(place.left(), place.bottom() - 1, place.width(), 1)
        self._painter.fillRect(line, theme.color("line"))

    def _font(self, row: UpdateRow) -> QFont:
        """Small digits in a row that has more of them than there is room for."""
        font = self._theme.font("form")
        metrics = QFontMetricsF(font)
        widths = (self._layout.cell(QRectF(0, 0, 1, 1), n).width() for n in range(1, len(row.texts)))
        spare = LOCK if row.state == "frozen" or not row.closes else 0.0
        wide = [metrics.horizontalAdvance(text) for text in row.texts[1:]]
        wide[-1] += spare
        fits = all(text <= room for text, room in zip(wide, widths, strict=True))
        return font if fits else self._theme.font("caption")

    def _title(self, column: Column, cell: QRectF, *, is_first: bool) -> float:
        """Draw a heading, its formula slanted; return where it ends."""
        font = self._theme.font("caption", 600 if is_first else None)
        words, sign, formula = column.title.partition("∂")
        slanted = QFont(self._theme.font("formula"))
        slanted.setPixelSize(font.pixelSize())
        wide, rest = (
            QFontMetricsF(font).horizontalAdvance(words),
            QFontMetricsF(slanted).horizontalAdvance(sign + formula),
        )
        left = cell.left() if is_first else cell.right() - wide - rest
        self._painter.setPen(self._theme.color("text" if is_first else "t3"))
        for text, kind, x in ((words, font, left), (sign + formula, slanted, left + wide)):
            self._painter.setFont(kind)
            self._painter.drawText(QRectF(x, cell.top(), 200, cell.height()), LEFT, text)
        return left + wide + rest

    def _triangle(self, x: float, y: float, falling: bool) -> None:
        tip = 3.5 if falling else -3.5
        points = [QPointF(x + 3, y - tip), QPointF(x + 10, y - tip), QPointF(x + 6.5, y + tip)]
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("text"))
        self._painter.drawPolygon(QPolygonF(points))

    def _mark(self, row: UpdateRow, cell: QRectF, font: QFont) -> None:
        """A lock or ≈ before the new value."""
        before = cell.right() - QFontMetricsF(font).horizontalAdvance(row.texts[-1]) - 5
        if row.state == "frozen":
            draw_lock(self._painter, QPointF(before - 6, cell.center().y()), self._theme.color("t2"))
        elif not row.closes:
            self._painter.setFont(font)
            self._painter.setPen(self._theme.color("t3"))
            self._painter.drawText(QRectF(before - 60, cell.top(), 60, cell.height()), RIGHT, APPROXIMATELY)


def _color(key: str, row: UpdateRow, number: int) -> ColorToken:
    if key == "new":
        return "t2" if row.state else "text"
    if key not in SIGNED:
        return "text"
    value = row.values[number - 1]
    return "t3" if not value or not isfinite(value) else "pos" if value > 0 else "neg_text"


def draw_header(
    painter: QPainter, table: UpdateTable, after: float | None, left: float, width: int, theme: Theme
) -> None:
    """Draw what stands above the table: how new follows, the losses, and a second line of formulas."""
    end = float(width - INSET)
    if after is not None:
        end = _draw_losses(painter, QPointF(end, HEADER / 2), table, after, theme) - 14
    main, more = table.formulas
    for text, font, begin, stop, top in (
        (main, theme.font("form"), left, end, 5),
        (more, theme.font("caption"), float(INSET), float(width - INSET), HEADER - 5),
    ):
        painter.setFont(font)
        painter.setPen(theme.color("t2"))
        room = round(stop - begin)
        fitting = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(begin, top, room, 26), LEFT, fitting)


def _draw_losses(painter: QPainter, right: QPointF, table: UpdateTable, after: float, theme: Theme) -> float:
    """Write the batch's loss before and after the step, ending at a point; return where it begins."""
    before, unscaled = table.trace.loss, table.trace.start.build.unit is None
    better = after < before
    parts: list[tuple[str, int, ColorToken]] = [
        ("batch loss before " if unscaled else "batch loss (scaled targets) before ", 400, "t2"),
        (short(before, SIX), 600, "text"),
        (" after ", 400, "t2"),
        (short(after, SIX), 600, "ok" if better else "bad" if after != before else "text"),
    ]
    x = right.x()
    for text, weight, color in reversed(parts):
        font = theme.font("form", weight)
        x -= QFontMetricsF(font).horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(theme.color(color))
        painter.drawText(QRectF(x, right.y() - 13, 300, 26), LEFT, text)
    return x
