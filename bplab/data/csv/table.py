"""Reads a whole table within limits: its columns, and its rows as a spreadsheet numbers them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bplab.arrays import Indices
from bplab.data.csv.builder import MOST_COLUMNS, MOST_LINES, TableBuilder, Watch
from bplab.data.csv.column import Column, check_width, names_of
from bplab.data.csv.dialect import Dialect
from bplab.data.csv.rows import Row, Source, beginning, rows
from bplab.errors import UserError

MOST_BYTES = 256 << 20


@dataclass(frozen=True, eq=False)
class Table:
    """The columns of all rows that have all their cells.

    numbers are those rows in the spreadsheet, from 1 including the names; misshapen says what is wrong with
    others. ends are the places in the bytes where the rows end.
    """

    source: Source
    dialect: Dialect
    columns: tuple[Column, ...]
    numbers: Indices
    misshapen: dict[int, str]
    ends: Indices
    start: int

    @cached_property
    def count(self) -> int:
        """How many rows have anything in them, without the names."""
        return len(self.numbers) + len(self.misshapen)

    @property
    def last(self) -> int:
        """The number of the last row."""
        return len(self.ends)

    def cells(self, number: int) -> list[str]:
        """Read the cells of one row again, as they are written; one cell if they cannot be told apart."""
        begin = self.start if number == 1 else int(self.ends[number - 2])
        text = Source(self.source.data[begin : int(self.ends[number - 1])], self.source.codec)
        found = next(rows(text, self.dialect, 0), Row([], 0))
        if found.wrong:
            return ["".join(text.lines()).rstrip("\r\n")[:200]]
        return [cell.strip() for cell in found.cells]


def read_table(raw: bytes, dialect: Dialect, watch: Watch = lambda share: None) -> Table:
    """Read a table; `watch` is told how far it is.

    Raises: UserError for what is no table, or too large; what `watch` raises.
    """
    source = Source.of(raw, dialect.encoding)
    start = beginning(source)
    given = rows(source, dialect, start)
    first = Row([], start)
    empty: list[int] = []
    for first in given:
        if any(first.cells) or first.wrong or len(empty) > MOST_LINES:
            break
        empty.append(first.end)
    builder = TableBuilder(_width(first), dialect, empty)
    if dialect.header:
        builder.skip(first)
    else:
        builder.take(first)
    for row in given:
        if builder.take(row):
            watch(row.end / len(source.data))
    watch(1.0)
    return _table(source, dialect, start, builder, first.cells)


def _width(first: Row) -> int:
    if not any(first.cells):
        raise UserError(
            f"The table cannot be read: {first.wrong}." if first.wrong else "The file has no rows."
        )
    check_width(len(first.cells), MOST_COLUMNS)
    return len(first.cells)


def _table(source: Source, dialect: Dialect, start: int, builder: TableBuilder, first: list[str]) -> Table:
    builder.flush()
    head = first if dialect.header else [""] * len(first)
    named = zip(builder.columns, names_of(head), head, strict=True)
    columns = tuple(
        column.column(name, place)
        for place, (column, name, cell) in enumerate(named)
        if cell.strip() or not column.is_empty
    )
    numbers, ends = (np.array(part, np.int64) for part in (builder.numbers, builder.ends))
    return Table(source, dialect, columns, numbers, builder.misshapen, ends, start)
