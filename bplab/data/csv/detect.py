"""Detects from its beginning how a table is written."""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from bplab.data.csv.dialect import LATIN, SEPARATORS, UTF8, UTF16_BE, UTF16_LE, WINDOWS, Dialect
from bplab.data.csv.numbers import MISSING, parsed
from bplab.data.csv.rows import MARKS, Row, Source, beginning, rows, separator_line
from bplab.errors import UserError

SAMPLE, SAMPLE_ROWS = 64 << 10, 200  # bytes, rows
PIECE = 256 << 10
NEAR = 0.1  # separators that split as many rows alike are told apart by their numbers
PREFERRED = ("\t", ";", ",", "|", " ")
UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # bytes that mean nothing in Windows-1252
COMMA = re.compile(r"[+-]?(\d*|\d{1,3}([. '’\u00a0\u202f]\d{3})+),\d+([eE][+-]?\d+)?")
POINT = re.compile(r"[+-]?(\d*|\d{1,3}([, '’\u00a0\u202f]\d{3})+)\.\d+([eE][+-]?\d+)?")
EITHER = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})")  # 1,234 and 1.234 may be thousands
KINDS = {
    b"PK\x03\x04": "a spreadsheet or archive",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of an old kind",
    b"\x1f\x8b": "a compressed file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


def detect(raw: bytes) -> Dialect:
    """Detect encoding, separator, decimal mark and names.

    Raises: UserError for bytes that are no text.
    """
    for signature, kind in KINDS.items():
        if raw.startswith(signature):
            raise UserError(f"The file is {kind}, not a table of text: save it as CSV in its own program.")
    encoding = detect_encoding(raw)
    source = Source.of(raw[:SAMPLE], encoding)
    separator = detect_separator(source)
    sample = _sample(source, separator, beginning(source), cut=len(raw) > SAMPLE)
    decimal = detect_decimal(sample, separator)
    return Dialect(encoding, separator, decimal, detect_header(sample, decimal))


def detect_encoding(raw: bytes) -> str:
    """Tell encodings apart by their byte order mark, else by what is possible in them."""
    for encoding, mark in MARKS.items():
        if raw.startswith(mark):
            return encoding
    sample = raw[:SAMPLE]
    for encoding, zeros in ((UTF16_LE, sample[1::2]), (UTF16_BE, sample[::2])):
        if zeros and zeros.count(0) > len(zeros) * 0.4 and sample.count(0) < len(sample) * 0.6:
            return encoding
    if _is_utf8(raw):
        return UTF8
    return LATIN if UNDEFINED.search(raw) else WINDOWS


def _is_utf8(raw: bytes) -> bool:
    """Try to decode piece by piece, so that other threads get their turns."""
    decoder = codecs.getincrementaldecoder(UTF8)()
    try:
        for start in range(0, len(raw), PIECE):
            decoder.decode(raw[start : start + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def detect_separator(source: Source) -> str:
    """Take the separator that the file announces, else one that splits all rows alike, into numbers."""
    announced = separator_line(next(source.lines(), ""))
    if announced in SEPARATORS:
        return announced
    marks = {separator: _score(source, separator) for separator in PREFERRED}
    alike = max(share for share, _ in marks.values())
    near = [separator for separator in PREFERRED if 0 < marks[separator][0] >= alike - NEAR]
    return max(near, key=lambda separator: marks[separator][1], default=",")


def _score(source: Source, separator: str) -> tuple[float, float]:
    """Measure how many rows have the most frequent number of cells, and how much of their text is numbers.

    A first row of another width, such as names without decimal commas, speaks against a separator.
    """
    sample = _sample(source, separator, 0, cut=True)
    widths = Counter(map(len, sample))
    width, count = max(widths.items(), key=lambda item: item[::-1], default=(0, 0))
    if width < 2:
        return 0.0, 0.0
    cells = [cell for row in sample for cell in row]
    numbers = (cell for cell in cells if parsed(cell, ".") is not None or parsed(cell, ",") is not None)
    share = count / len(sample) - (2 * NEAR if len(sample[0]) != width else 0)
    return share, sum(map(len, numbers)) / max(1, sum(map(len, cells)))


def _sample(source: Source, separator: str, start: int, *, cut: bool) -> list[list[str]]:
    """Read the first rows that are not empty; the last one of a cut text may be a half."""
    try:
        found: list[Row] = list(islice(rows(source, Dialect(separator=separator), start), SAMPLE_ROWS))
    except UserError:  # a cell that is too long for this separator, or any: reading will say so
        return []
    if cut and len(found) > 1 and found[-1].end == len(source.data):
        found.pop()
    return [row.cells for row in found if any(row.cells)]


def detect_decimal(sample: Iterable[Sequence[str]], separator: str) -> str:
    """Count the cells that only one of the decimal marks makes numbers of; a semicolon suggests a comma."""
    cells = [cell.strip() for row in sample for cell in row]
    comma, point = (
        [cell for cell in cells if mark in cell and pattern.fullmatch(cell)]
        for mark, pattern in ((",", COMMA), (".", POINT))
    )
    sure_comma, sure_point = (sum(not EITHER.fullmatch(cell) for cell in found) for found in (comma, point))
    if sure_comma != sure_point:
        return "," if sure_comma > sure_point else "."
    return "," if separator == ";" and len(comma) > len(point) else "."


def detect_header(sample: Sequence[Sequence[str]], decimal: str) -> bool:
    """Take the first row as names if it has no number, and numbers or other words below."""
    if not sample:
        return True
    first, *below = sample
    filled = [cell.strip() for cell in first if cell.strip()]
    if not filled or any(parsed(cell, decimal) is not None for cell in filled):
        return False
    if any(cell.casefold() in MISSING for cell in filled):
        return False
    numbers = any(parsed(cell, decimal) is not None for row in below for cell in row)
    again = any(cell.strip() == name.strip() for row in below for cell, name in zip(row, first, strict=False))
    return numbers or not again
