"""The table as it will be read: bad cells outlined, folded rows counted, with the headings of its columns."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

from bplab.data.csv.examples import BadRow
from bplab.data.csv.plan import Plan
from bplab.data.csv.table import Table
from bplab.ui.dialogs.importing.heads import NUMBERS, ColumnHeads, Heading, RowNumbers
from bplab.ui.dialogs.importing.model import BAD, BAD_CELL, IGNORED, PreviewModel, folded_text
from bplab.ui.dialogs.preview import ROW, Index, Look, PreviewTable
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

FOLD = 19
LEAST, MOST = 92, 240  # width of a column


class Preview(PreviewTable):
    """Draws only the cells in sight, each from the model."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Preview")
        self._theme = theme
        self.rows = PreviewModel()
        self.setModel(self.rows)
        self.heads = ColumnHeads(theme, self)
        self.setHorizontalHeader(self.heads)
        numbers = RowNumbers(theme, self.rows, self)
        self.setVerticalHeader(numbers)
        numbers.setMinimumSectionSize(FOLD)
        numbers.setDefaultSectionSize(ROW)
        self._folds: list[int] = []  # lines of another height

    def show_table(
        self, table: Table | None, plan: Plan, ranges: Sequence[str], bad: Sequence[BadRow], everything: bool
    ) -> None:
        """Show rows and headings."""
        columns = table.columns if table else ()
        headings = [
            Heading(column.name, use, text)
            for column, use, text in zip(columns, plan.uses, ranges, strict=False)
        ]
        self.heads.set_headings(headings)
        for row in self._folds:
            self.verticalHeader().resizeSection(row, ROW)
        self.rows.show_table(table, plan, bad, everything)
        self._folds = [] if everything else self.rows.folds
        for row in self._folds:
            self.verticalHeader().resizeSection(row, FOLD)
        self._spread()

    def look(self, index: Index) -> Look:
        if self.rows.line(index.row()).folded:
            return Look("canvas", parted=False)
        bad, wrong = bool(index.data(BAD)), bool(index.data(BAD_CELL))
        dull = bad or bool(index.data(IGNORED))
        ink: ColorToken = "bad" if wrong else "t2" if dull else "text"
        return Look("badw" if bad else "panel", ink, bold=wrong, framed=wrong)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        """Give the columns equal widths that fill the view, as long as they are not too narrow."""
        count = self.rows.columnCount()
        room = self.viewport().width()
        for column in range(count):
            width = max(LEAST, min(MOST, room // count + (column < room % count)))
            if self.columnWidth(column) != width:
                self.setColumnWidth(column, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._draw_folds(QPainter(self.viewport()))

    def _draw_folds(self, painter: QPainter) -> None:
        """Count the folded rows in the middle of the view, across all columns."""
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.color("t2"))
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = self.rows.rowCount() - 1 if last < 0 else last
        for row in range(max(first, 0), last + 1):
            line = self.rows.line(row)
            if line.folded:
                top, width = self.rowViewportPosition(row), self.viewport().width() - NUMBERS
                box = QRect(0, top, width, self.rowHeight(row))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, folded_text(line.folded))
