"""The confusion matrix: its cells, their texts, and how they are painted."""

from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import sqrt

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import FontRole
from bplab.ui.views.base.heat import between

LABELS, NAMES = 16, 13  # for the class names, and for "true" and "predicted" outside them
MARGIN = LABELS + NAMES
AIR = 4.0  # between a name and its row
FONTS: tuple[tuple[FontRole, int], ...] = (("caption", 16), ("tick", 10))  # of counts, from a cell's height


@dataclass(frozen=True, eq=False)
class Cells:
    """Counts of (true class, predicted class) on one part of the data."""

    counts: npt.NDArray[np.int64]
    classes: tuple[str, ...]
    part: str

    @property
    def right(self) -> int:
        """The number of correctly classified examples."""
        return int(np.trace(self.counts))

    @property
    def count(self) -> int:
        """The number of examples."""
        return int(self.counts.sum())

    def lines(self, row: int, column: int) -> list[str]:
        """Describe what a cell counts."""
        true, taken, of = self.classes[row], self.classes[column], int(self.counts[row].sum())
        says = "correctly predicted as" if row == column else "predicted as"
        count = int(self.counts[row, column])
        return [f"true {true}, {says} {taken}", f"{count:,} of {of:,} {self.part} examples"]

    def table(self) -> str:
        """The counts as a tab-separated table, true classes down."""
        rows = ["\t".join(["true \\ predicted", *self.classes])]
        for name, counts in zip(self.classes, self.counts, strict=True):
            rows.append("\t".join([name, *(str(int(count)) for count in counts)]))
        return "\n".join(rows)


class Grid:
    """A square grid of cells in a rectangle, one pixel apart, with class names beside it."""

    def __init__(self, count: int, field: QRectF, names: float = LABELS) -> None:
        self.count, self.field, self.names = count, field, names
        self._xs = [round(field.left() + i * field.width() / count) for i in range(count + 1)]
        self._ys = [round(field.top() + i * field.height() / count) for i in range(count + 1)]

    def place(self, row: int, column: int) -> QRectF:
        """The rectangle of a cell."""
        x, y = self._xs[column], self._ys[row]
        return QRectF(x, y, self._xs[column + 1] - x - 1, self._ys[row + 1] - y - 1)

    @property
    def narrowest(self) -> int:
        """The width of the narrowest cell: columns differ by a pixel."""
        return min(after - before for before, after in pairwise(self._xs)) - 1

    def at(self, where: QPointF) -> tuple[int, int] | None:
        """Find the cell under the pointer."""
        if not self.field.contains(where):
            return None
        across = (where.x() - self.field.left()) / self.field.width()
        down = (where.y() - self.field.top()) / self.field.height()
        last = self.count - 1
        return min(int(down * self.count), last), min(int(across * self.count), last)


def paint_empty(painter: QPainter, classes: tuple[str, ...], grid: Grid, theme: Theme) -> None:
    """Paint what does not change: empty cells, the class names, and the titles of the axes."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("canvas"))
    for row in range(grid.count):
        for column in range(grid.count):
            painter.drawRoundedRect(grid.place(row, column), 3, 3)
    painter.setPen(theme.color("t3"))
    painter.setFont(theme.font("caption"))
    _paint_labels(painter, classes, grid)
    painter.setFont(theme.font("tick"))
    field = grid.field
    above = QRectF(field.left(), field.top() - MARGIN, field.width(), NAMES)
    painter.drawText(above, Qt.AlignmentFlag.AlignCenter, "predicted")
    painter.save()
    painter.translate(field.left() - grid.names - NAMES, field.center().y())
    painter.rotate(-90)
    painter.drawText(QRectF(-40, 0, 80, NAMES), Qt.AlignmentFlag.AlignCenter, "true")
    painter.restore()


def _paint_labels(painter: QPainter, classes: tuple[str, ...], grid: Grid) -> None:
    metrics = QFontMetricsF(painter.font())
    columns = fitting(classes, metrics, grid.place(0, 0).width())
    rows = fitting(classes, metrics, grid.names - AIR)
    for index, (column, row) in enumerate(zip(columns, rows, strict=True)):
        across, down = grid.place(0, index), grid.place(index, 0)
        text = metrics.elidedText(column, Qt.TextElideMode.ElideRight, across.width())
        top = QRectF(across.left(), grid.field.top() - LABELS, across.width(), LABELS)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, text)
        left = QRectF(grid.field.left() - grid.names, down.top(), grid.names - AIR, down.height())
        _paint_beside(painter, row, left)


def names_width(classes: tuple[str, ...], metrics: QFontMetricsF, most: float) -> float:
    """The width of the names beside the rows, if they or their distinct parts fit there at all."""
    for names in (classes, apart(classes)):
        width = max((metrics.horizontalAdvance(name) for name in names), default=0.0) + AIR + 1
        if width <= most:
            return max(width, LABELS)
    return LABELS


def fitting(names: tuple[str, ...], metrics: QFontMetricsF, width: float) -> tuple[str, ...]:
    """The names if all fit into a width, else only their distinct parts."""
    return names if all(metrics.horizontalAdvance(name) <= width for name in names) else apart(names)


def apart(names: tuple[str, ...]) -> tuple[str, ...]:
    """Remove the words that all names begin with: unit 1, unit 2 -> 1, 2."""
    words = [name.split(" ") for name in names]
    same = len(list(takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False))))
    shorter = tuple(" ".join(each[same:]) for each in words)
    return shorter if len(names) > 1 and all(shorter) else names


def _paint_beside(painter: QPainter, name: str, place: QRectF) -> None:
    """Draw a name in a narrow place, vertically if it is too long."""
    metrics = painter.fontMetrics()
    if metrics.horizontalAdvance(name) <= place.width() or place.height() < place.width():
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        return
    text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(place.height()))
    painter.save()
    painter.translate(place.center())
    painter.rotate(-90)
    turned = QRectF(-place.height() / 2, -place.width() / 2, place.height(), place.width())
    painter.drawText(turned, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_counts(painter: QPainter, cells: Cells, grid: Grid, theme: Theme) -> None:
    """Paint the counts: right predictions in the accent color, errors in the warning color."""
    font = _count_font(cells, grid, theme)
    painter.setFont(font or painter.font())
    shares = cells.counts / np.maximum(cells.counts.sum(axis=1, keepdims=True), 1)
    rows, columns = np.nonzero(cells.counts)
    dark, light = theme.color("text"), theme.color("onacc")
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        place, strength = grid.place(row, column), _strength(float(shares[row, column]), row == column)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_shade(strength, theme, is_right=row == column))
        painter.drawRoundedRect(place, 3, 3)
        if font is not None:
            painter.setPen(light if strength > 0.55 else dark)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(cells.counts[row, column]))


def _count_font(cells: Cells, grid: Grid, theme: Theme) -> QFont | None:
    """The largest font in which every count fits into its cell, so that all are shown or none."""
    height, most = grid.field.height() / grid.count - 1, str(cells.counts.max())
    for role, least in FONTS:
        font = theme.font(role)
        if height >= least and QFontMetricsF(font).horizontalAdvance(most) <= grid.narrowest:
            return font
    return None


def _strength(share: float, is_right: bool) -> float:
    """Errors are few: the square root makes them visible."""
    return share if is_right else 0.15 + 0.85 * sqrt(share)


def cell_color(share: float, theme: Theme, *, is_right: bool) -> QColor:
    """The color of a cell by its share of the examples of its true class."""
    return _shade(_strength(share, is_right), theme, is_right=is_right)


def _shade(strength: float, theme: Theme, *, is_right: bool) -> QColor:
    return between(theme.color("zero"), theme.color("acc" if is_right else "bad"), strength)
