"""The table of all that was tried against a diagnosis, over the network: rows to try as a branch."""

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bplab.ui.controls.cut_text import CutText, Words
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.diagnoses.closable import STRIPE, Closable
from bplab.ui.diagnoses.table_parts import LEFT, RIGHT, TEXT, Cell, Pen, Row, columns_of
from bplab.ui.diagnoses.tried import TriedRow, TriedTable
from bplab.ui.style.theme import Theme

WIDEST = 868
INSET, RADIUS = 36, 8
COLUMNS = 3  # of single changes


class FixTable(Closable):
    """A card over the network."""

    try_wanted = Signal(object)  # TriedRow

    def __init__(self, theme: Theme, table: TriedTable, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Close the table", "Close (Esc)", parent)
        self._table = table
        self.rows = [Row(theme, row) for row in table.rows]
        self.cells = [Cell(theme, row) for row in table.alone]
        self.setMaximumWidth(WIDEST)
        self.setAccessibleName(f"{table.head}: {table.caption}")
        self.setAccessibleDescription(". ".join(row.text for row in (*table.rows, *table.alone)))
        self._lay_out()

    def _lay_out(self) -> None:
        theme, table = self._theme, self._table
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET, 8, 12, 14)
        column.setSpacing(0)
        first = QHBoxLayout()
        head = CutText(theme, gap=14)
        head.set_words(Words(table.head, "body", "text", 600), Words(table.caption, "form", "t2"))
        head.setContentsMargins(TEXT, 0, 0, 0)
        first.addSpacing(TEXT)
        first.addWidget(head, 1)
        first.addWidget(self.cross)
        column.addLayout(first)
        column.addWidget(_Heads(theme, table))
        for row, words in zip(self.rows, table.rows, strict=True):
            row.wanted.connect(partial(self._want, words))
            column.addWidget(row)
        if self.cells:
            self._add_cells(column)

    def _add_cells(self, column: QVBoxLayout) -> None:
        rule = _Rule(self._theme)
        column.addWidget(rule)
        inner = QVBoxLayout()
        inner.setContentsMargins(TEXT, 0, 0, 0)
        column.addLayout(inner)
        inner.setSpacing(2)
        inner.addWidget(TextLabel(self._theme, "Each alone", "caption"))
        grid = QGridLayout()
        grid.setSpacing(0)
        for number, cell in enumerate(self.cells):
            grid.addWidget(cell, number // COLUMNS, number % COLUMNS)
        for place in range(COLUMNS):
            grid.setColumnStretch(place, 1)
        inner.addLayout(grid)

    def _want(self, row: TriedRow) -> None:
        self.try_wanted.emit(row)

    def take_focus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Focus the best row's button."""
        self.rows[0].button.setFocus(reason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = painter_for(self), self._theme.color
        rect = QRectF(self.rect())
        draw_frame(painter, rect, color("panel"), color("line2"), RADIUS)
        stripe = QRectF(0, RADIUS, STRIPE, rect.height() - 2 * RADIUS)
        self.draw_mark(painter, stripe, self.cross.geometry().center().y() + 0.5, bad=True)


class _Heads(QWidget):
    """What stands in the columns of the rows."""

    def __init__(self, theme: Theme, table: TriedTable) -> None:
        super().__init__()
        self._theme, self._table = theme, table
        self.setFixedHeight(26)

    def paintEvent(self, event: QPaintEvent) -> None:
        pen, height, table = Pen(painter_for(self), self._theme), self.height(), self._table
        dots, median, kept = columns_of(self.width())
        for text, left, right, align in (
            (table.together, TEXT, dots, LEFT),
            (table.reach, dots, median, LEFT),
            ("median epoch", dots, median, RIGHT),
            (table.end, kept, self.width(), LEFT),
        ):
            pen.write(QRectF(left, 0, right - left, height), text, "t2", "caption", align=align)


class _Rule(QWidget):
    """A line between pairs and single changes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(15)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        painter.fillRect(QRectF(TEXT, 7, self.width() - 2 * TEXT, 1), self._theme.color("line"))
