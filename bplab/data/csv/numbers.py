"""Numbers as spreadsheets write them: decimal comma or point, and separators of thousands."""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from bplab.arrays import Floats

LARGEST = 1e15  # sums of squares of a million such values stay finite
MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "?", "-", "--", "."})
PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,5})?")
GROUP = re.compile(r"[ '’.,\u00a0\u202f]")
GROUPED = {
    mark: re.compile(
        rf"[+-]?[0-9]{{1,3}}([ '’{other}\u00a0\u202f])[0-9]{{3}}(?:\1[0-9]{{3}})*(?:{re.escape(mark)}[0-9]*)?"
    )
    for mark, other in ((".", ","), (",", "."))
}


def parsed(cell: str, decimal: str) -> float | None:
    """Read a number, however large; None if the cell is none."""
    text = cell.strip().replace("−", "-")
    grouped = GROUPED[decimal].fullmatch(text)
    if grouped:
        text = text.replace(grouped.group(1), "")
    elif decimal == "," and "." in text:
        return None
    text = text.replace(decimal, ".")
    return float(text) if PLAIN.fullmatch(text) else None


def number(cell: str, decimal: str) -> float:
    """Read a number that can be learned from; NaN if the cell is none."""
    value = parsed(cell, decimal)
    return value if value is not None and abs(value) <= LARGEST else np.nan


def numbers(cells: Sequence[str], decimal: str) -> Floats:
    """Read a column of cells; NaN where there is no number."""
    values = _at_once(cells, decimal)
    if values is None:
        known = {cell: number(cell, decimal) for cell in set(cells)}
        values = np.array([known[cell] for cell in cells])
    return values


def _at_once(cells: Sequence[str], decimal: str) -> Floats | None:
    """Read cells that are all plain numbers, which is many times faster; None if they are not."""
    text = "\n".join(cells)
    if "_" in text or not text.isascii() or (decimal == "," and "." in text):
        return None  # Python reads 1_000 as a number, and digits of other scripts
    plain: Iterable[str] = text.replace(",", ".").split("\n") if decimal == "," else cells
    try:
        values = np.array(list(map(float, plain)))
    except ValueError:
        return None
    fits = len(values) == len(cells) and bool((np.abs(values) <= LARGEST).all())  # neither NaN nor infinite
    return values if fits else None
