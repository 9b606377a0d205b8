"""The table as it will be read: bad cells outlined, folded rows counted, with the headings of its columns."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from bplab.data.csv.examples import BadRow
from bplab.data.csv.plan import Plan
from bplab.data.csv.table import Table
from bplab.ui.controls.painting import KeyboardFocus, draw_frame
from bplab.ui.dialogs.importing.heads import NUMBERS, ColumnHeads, Heading, RowNumbers
from bplab.ui.dialogs.importing.model import BAD, BAD_CELL, IGNORED, Index, PreviewModel, folded_text
from bplab.ui.style.theme import Theme

ROW, FOLD = 23, 19
LEAST, MOST = 92, 240  # width of a column


class Preview(KeyboardFocus, QTableView):
    """Draws only the cells in sight, each from the model."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows = PreviewModel()
        self.setModel(self.rows)
        self.heads = ColumnHeads(theme, self)
        self.setHorizontalHeader(self.heads)
        numbers = RowNumbers(theme, self.rows, self)
        self.setVerticalHeader(numbers)
        numbers.setMinimumSectionSize(FOLD)
        numbers.setDefaultSectionSize(ROW)
        self.setItemDelegate(_Cell(theme, self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Preview")
        self._folds: list[int] = []  # lines of another height
        theme.changed.connect(self.viewport().update)

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


class _Cell(QStyledItemDelegate):
    """Draws one cell."""

    def __init__(self, theme: Theme, view: Preview) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        color, rect = self._theme.color, option.rect
        folded = self._view.rows.line(index.row()).folded
        bad, wrong = bool(index.data(BAD)), bool(index.data(BAD_CELL))
        painter.save()
        painter.fillRect(rect, color("badw" if bad else "canvas" if folded else "panel"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color("grid"))
        if not folded:
            painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), color("grid"))
            dull = bad or bool(index.data(IGNORED))
            self._draw_text(painter, rect, index, wrong=wrong, dull=dull)
        if wrong:
            painter.setPen(QPen(color("bad"), 1.5))
            painter.drawRect(QRectF(rect).adjusted(0.75, 0.75, -1.75, -1.75))
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if focused and self._view.ring:
            draw_frame(painter, QRectF(rect), None, color("acc"), 3, 2.0)
        painter.restore()

    def _draw_text(self, painter: QPainter, rect: QRect, index: Index, *, wrong: bool, dull: bool) -> None:
        color = self._theme.color
        painter.setFont(self._theme.font("form", 600 if wrong else None))
        painter.setPen(color("bad" if wrong else "t2" if dull else "text"))
        box = rect.adjusted(8, 0, -10, 0)
        text = str(index.data() or "")
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
        painter.drawText(box.adjusted(0, 0, 1, 0), index.data(Qt.ItemDataRole.TextAlignmentRole), short)
