"""The rows of a table with their predictions, read when they are looked at."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from bplab.data.csv.numbers import parsed
from bplab.export.predicted import Predictions
from bplab.numerals import short
from bplab.ui.controls.options import wrapped
from bplab.ui.dialogs.preview import Index, one_line

ROLE = Qt.ItemDataRole
NO_PREDICTION, PREDICTED = ROLE.UserRole + 1, ROLE.UserRole + 2
NOWHERE = QModelIndex()
KEPT = 512  # rows whose cells are kept


class PredictedModel(QAbstractTableModel):
    """The cells as they are written in the file, then what is predicted, and the note."""

    def __init__(self, found: Predictions) -> None:
        super().__init__()
        self._found = found
        self._given = [column.name for column in found.table.columns]
        self._names = [*self._given, *found.header[1:]]
        self._cells: dict[int, list[Any]] = {}

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._found.outputs)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:
        if role != ROLE.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return f"{int(self._found.rows.numbers[section]):,}"
        return self._names[section]

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        value = self._row(row)[column]
        if role == ROLE.DisplayRole:
            return short(value, 5) if isinstance(value, float) else "" if value is None else str(value)
        if role == ROLE.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._is_number(value) else Qt.AlignmentFlag.AlignLeft
            return Qt.AlignmentFlag.AlignVCenter | side
        if role == NO_PREDICTION:
            return not bool(self._found.rows.good[row])
        if role == PREDICTED:
            return len(self._given) <= column < len(self._names) - 1
        if role in (ROLE.ToolTipRole, ROLE.AccessibleDescriptionRole):
            note = self._found.rows.notes.get(int(self._found.rows.numbers[row]), "")
            return wrapped(note) if role == ROLE.ToolTipRole else note
        return None

    def _is_number(self, value: object) -> bool:
        decimal = self._found.table.dialect.decimal
        return isinstance(value, float) or (isinstance(value, str) and parsed(value, decimal) is not None)

    def _row(self, row: int) -> list[Any]:
        cells = self._cells.get(row)
        if cells is None:
            if len(self._cells) >= KEPT:
                self._cells.clear()
            [predicted] = self._found.lines(row, row + 1)
            table = self._found.table
            written = table.cells(int(self._found.rows.numbers[row]))
            given = [written[each.place] if each.place < len(written) else "" for each in table.columns]
            cells = self._cells[row] = [*map(one_line, given), *predicted[1:]]
        return cells
