"""The rows of a table for the preview: all of them, or the first and the bad ones with the rest folded."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from bplab.data.csv.examples import BadRow
from bplab.data.csv.plan import Plan
from bplab.data.csv.table import Table
from bplab.ui.controls.options import wrapped
from bplab.ui.dialogs.preview import Index, one_line

FIRST = 1  # rows shown before bad ones
LINES, MORE_LINES = 13, 17  # that fit into the dialog; without bad rows
KEPT = 512  # rows whose cells are kept
ROLE = Qt.ItemDataRole
BAD, BAD_CELL, IGNORED = (ROLE.UserRole + number for number in (1, 2, 3))
NOWHERE = QModelIndex()


class Line(NamedTuple):
    """A row of the table by its number, or so many folded rows."""

    number: int
    folded: int = 0


def folded_lines(first: int, last: int, bad: Sequence[int]) -> list[Line]:
    """List the first rows, then each bad row between its neighbors; what is left out is counted."""
    shown = set(bad)
    shown |= {number - 1 for number in bad} | {number + 1 for number in bad[:-1]}
    shown = {number for number in shown if first <= number <= last}
    lines = _with_folds(first, last, {*shown, *range(first, min(first + FIRST, last + 1))})
    spare = max(0, (LINES if bad else MORE_LINES) - len(lines))
    return _with_folds(first, last, {*shown, *range(first, min(first + FIRST + spare, last + 1))})


def _with_folds(first: int, last: int, shown: set[int]) -> list[Line]:
    lines, before = [], first - 1
    for number in [*sorted(shown), last + 1]:
        if number > before + 1:
            lines.append(Line(before + 1, number - before - 1))
        if number <= last:
            lines.append(Line(number))
        before = number
    return lines


class PreviewModel(QAbstractTableModel):
    """Reads the cells of a row when it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self._plan = Plan(())
        self._bad: Mapping[int, BadRow] = {}
        self._lines: list[Line] | None = None  # None: all rows
        self._first = 1
        self._cells: dict[int, list[str]] = {}

    def show_table(self, table: Table | None, plan: Plan, bad: Sequence[BadRow], everything: bool) -> None:
        """Show another table, or the same with other bad rows."""
        self.beginResetModel()
        if table is not self._table:
            self._cells = {}
        self._table, self._plan, self._bad = table, plan, {row.number: row for row in bad}
        self._first = 1
        if table is not None:
            starts = [*table.numbers[:1].tolist(), *list(table.misshapen)[:1]]
            self._first = min(starts, default=table.last + 1)
        self._lines = None
        if table is not None and not everything:
            self._lines = folded_lines(self._first, table.last, sorted(self._bad))
        self.endResetModel()

    def line(self, row: int) -> Line:
        """What stands in a line of the preview."""
        return Line(self._first + row) if self._lines is None else self._lines[row]

    @property
    def folds(self) -> list[int]:
        """The lines that stand for folded rows."""
        return [row for row, line in enumerate(self._lines or ()) if line.folded]

    def bad_row(self, row: int) -> BadRow | None:
        """What is wrong with a line, if anything is."""
        line = self.line(row)
        return None if line.folded else self._bad.get(line.number)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if self._table is None or parent.isValid():
            return 0
        return self._table.last - self._first + 1 if self._lines is None else len(self._lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if self._table is None or parent.isValid() else len(self._table.columns)

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if self._table is None or not index.isValid():
            return None
        line, use = self.line(index.row()), self._plan.uses[index.column()]
        if role == ROLE.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if use.kind == "number" else Qt.AlignmentFlag.AlignLeft
            return Qt.AlignmentFlag.AlignVCenter | side
        if role == IGNORED:
            return use.role == "ignore"
        if line.folded:
            return folded_text(line.folded) if role == ROLE.AccessibleTextRole else None
        return self._of_cell(line.number, index.column(), role)

    def _of_cell(self, number: int, column: int, role: int) -> Any:
        cells, place = self._read(number), self._table.columns[column].place if self._table else 0
        bad = self._bad.get(number)
        if role == ROLE.DisplayRole:
            return cells[place] if place < len(cells) else ""
        if role == BAD:
            return bad is not None
        if role == BAD_CELL:
            return bad is not None and (place in bad.places or place >= len(cells))
        if role in (ROLE.ToolTipRole, ROLE.AccessibleDescriptionRole):
            told = f"row {number:,}: {bad.text}" if bad else ""
            return wrapped(told) if role == ROLE.ToolTipRole else told
        return None

    def _read(self, number: int) -> list[str]:
        cells = self._cells.get(number)
        if cells is None:
            if len(self._cells) >= KEPT:
                self._cells.clear()
            found = self._table.cells(number) if self._table else []
            cells = self._cells[number] = [one_line(cell) for cell in found]
        return cells


def folded_text(count: int) -> str:
    """Count the rows that are not shown."""
    return f"{count:,} more row{'s' * (count != 1)}"
