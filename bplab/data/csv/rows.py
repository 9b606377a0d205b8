"""Splits the text of a table into rows of cells, one after another, each with its place in the bytes."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self

from bplab.data.csv.dialect import LATIN, UTF8, UTF16_BE, UTF16_LE, WINDOWS, Dialect
from bplab.errors import UserError

LONGEST_CELL = 64 << 10  # characters
LONGEST_LINE = 4 << 20
MARKS = {UTF8: b"\xef\xbb\xbf", UTF16_LE: b"\xff\xfe", UTF16_BE: b"\xfe\xff"}  # byte order marks
ERRORS = {UTF8: "surrogateescape", WINDOWS: "replace", LATIN: "strict"}  # each keeps the number of bytes


@dataclass(frozen=True)
class Source:
    """The bytes of a text without byte order mark; its codec tells how many bytes a line has."""

    data: bytes
    codec: str

    @classmethod
    def of(cls, raw: bytes, encoding: str) -> Self:
        """Prepare the bytes of a file; UTF-16 becomes UTF-8."""
        data = raw.removeprefix(MARKS.get(encoding, b""))
        if encoding in (UTF16_LE, UTF16_BE):
            return cls(data.decode(encoding, "replace").encode(UTF8, "replace"), UTF8)
        return cls(data, encoding)

    def lines(self, start: int = 0) -> "Lines":
        """Give the lines from a place on."""
        return Lines(self, start)


class Lines(Iterator[str]):
    """The lines of a text; `position` is where in the bytes the last one ended."""

    def __init__(self, source: Source, start: int) -> None:
        raw = io.BytesIO(source.data)  # shares the bytes
        raw.seek(start)
        self._errors = ERRORS[source.codec]
        self._text = io.TextIOWrapper(raw, source.codec, errors=self._errors, newline="")
        self._counts = source.codec == UTF8
        self.position = start

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        if len(line) > LONGEST_LINE:
            raise UserError(f"A line has more than {LONGEST_LINE >> 20} MB. Is this file a table of text?")
        counted = self._counts and not line.isascii()
        self.position += len(line.encode(UTF8, self._errors)) if counted else len(line)
        return line


class Row(NamedTuple):
    """One row: its cells, where it ends in the bytes, and what is wrong with its quotation marks."""

    cells: list[str]
    end: int
    wrong: str = ""


def separator_line(line: str) -> str:
    """Return the separator that a line such as `sep=;` announces, which is no row in spreadsheets."""
    text = line.rstrip("\r\n")
    return text[4] if len(text) == 5 and text[:4].lower() == "sep=" else ""


def beginning(source: Source) -> int:
    """Find where the first row begins: after a line such as `sep=;`."""
    lines = source.lines()
    return lines.position if separator_line(next(lines, "")) else 0


def rows(source: Source, dialect: Dialect, start: int) -> Iterator[Row]:
    """Give each row from a place in the bytes on; an empty line is a row without cells.

    Raises: UserError for a cell or a line longer than any spreadsheet allows.
    """
    lines = source.lines(start)
    reader = csv.reader(lines, delimiter=dialect.separator, skipinitialspace=True, strict=True)
    count = 0
    while True:
        try:
            for cells in reader:
                count += 1
                if lines.position - start > LONGEST_CELL and max(map(len, cells), default=0) > LONGEST_CELL:
                    raise UserError(_too_long(count))
                start = lines.position
                yield Row(cells, start)
            return
        except csv.Error as error:  # the reader goes on with the next line
            count += 1
            if "limit" in str(error):
                raise UserError(_too_long(count)) from None
            start = lines.position
            yield Row([], start, NEVER_CLOSED if "end of data" in str(error) else GOES_ON)


NEVER_CLOSED = "a quotation mark is never closed, so all that follows is one cell"
GOES_ON = "a cell goes on after its closing quotation mark"


def _too_long(row: int) -> str:
    return (
        f"Row {row:,} has a cell of more than {LONGEST_CELL >> 10} kB. Is there a quotation mark that is "
        "never closed?"
    )
