"""Reads a whole table within limits: its columns, and its rows as a spreadsheet numbers them."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np

from bplab.arrays import Indices
from bplab.data.csv.column import Column, ColumnBuilder, check_width, names_of
from bplab.data.csv.dialect import Dialect
from bplab.data.csv.rows import Row, Source, beginning, rows
from bplab.errors import UserError

MOST_BYTES = 256 << 20
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 1_000_000, 1_000, 40_000_000
BLOCK = 40_000  # cells read at once
Watch = Callable[[float], None]  # gets the share that is read; may raise Cancelled


class Cancelled(Exception):  # noqa: N818 - not an error
    """Reading was given up."""


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


@dataclass
class _Reading:
    """What has been read so far."""

    width: int
    noun: str  # what a row is compared with
    builders: list[ColumnBuilder]
    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[int]" = field(default_factory=lambda: array("q"))
    misshapen: dict[int, str] = field(default_factory=dict)


def read_table(raw: bytes, dialect: Dialect, watch: Watch = lambda share: None) -> Table:
    """Read a table; `watch` is told how far it is.

    Raises: UserError for what is no table, or too large; what `watch` raises.
    """
    source = Source.of(raw, dialect.encoding)
    start = beginning(source)
    given = rows(source, dialect, start)
    ends, first = array("q"), Row([], start)
    for first in given:
        ends.append(first.end)
        if any(first.cells) or first.wrong:
            break
    width = _width(first)
    noun = "name" if dialect.header else "column"
    reading = _Reading(width, noun, [ColumnBuilder() for _ in range(width)], ends=ends)
    if not dialect.header:
        _take(reading, [first], dialect.decimal, len(ends))
    for block in _blocks(given, max(1, BLOCK // width)):
        before = len(reading.ends)
        reading.ends.extend(row.end for row in block)
        _take(reading, block, dialect.decimal, before + 1)
        _check_size(reading)
        watch(reading.ends[-1] / len(source.data))
    return _table(source, dialect, start, reading, first.cells if dialect.header else [""] * width)


def _width(first: Row) -> int:
    if not any(first.cells):
        raise UserError(
            f"The table cannot be read: {first.wrong}." if first.wrong else "The file has no rows."
        )
    check_width(len(first.cells), MOST_COLUMNS)
    return len(first.cells)


def _blocks(given: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while block := list(islice(given, size)):
        yield block


def _take(reading: _Reading, block: list[Row], decimal: str, number: int) -> None:
    """Take the rows of a block, the first of which has this number."""
    width, whole = reading.width, []
    for place, (cells, _, wrong) in enumerate(block, number):
        if len(cells) != width:
            if not any(cells) and not wrong:
                continue  # an empty line
            if wrong or len(cells) < width or any(cells[width:]):
                reading.misshapen[place] = wrong or _miscounted(len(cells), width, reading.noun)
                continue
            cells = cells[:width]  # noqa: PLW2901 - the rest are empty
        elif not any(cells):
            continue
        whole.append(cells)
        reading.numbers.append(place)
    for builder, column in zip(reading.builders, zip(*whole, strict=True), strict=False):
        builder.take(column, decimal)


def _miscounted(cells: int, width: int, noun: str) -> str:
    plural = "s" * (cells != 1), "s" * (width != 1)
    return f"{cells:,} cell{plural[0]}, but {width:,} {noun}{plural[1]}"


def _check_size(reading: _Reading) -> None:
    if len(reading.numbers) + len(reading.misshapen) > MOST_ROWS:
        raise UserError(
            f"The table has more than {MOST_ROWS:,} rows. Take a part of them: a small network learns from "
            "fewer."
        )
    if len(reading.numbers) * reading.width > MOST_CELLS:
        raise UserError(f"The table has more than {MOST_CELLS:,} cells. Leave out columns or rows.")


def _table(source: Source, dialect: Dialect, start: int, reading: _Reading, head: list[str]) -> Table:
    named = zip(reading.builders, names_of(head), head, strict=True)
    columns = tuple(
        builder.column(name, place)
        for place, (builder, name, cell) in enumerate(named)
        if cell.strip() or not builder.is_empty
    )
    numbers, ends = (np.array(part, np.int64) for part in (reading.numbers, reading.ends))
    return Table(source, dialect, columns, numbers, reading.misshapen, ends, start)
