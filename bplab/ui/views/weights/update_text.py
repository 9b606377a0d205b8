"""The texts of the table of updates: a row in words, tips, all of it to paste; the room that numbers need."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from bplab.arrays import Indices
from bplab.explain.update_table import UpdateTable
from bplab.numerals import exact
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.weights.update_layout import HEAD, HEADER, UpdateLayout

LOSS_TIP = (
    "The loss of this batch, without penalty: with the old parameters, and with the new ones. "
    "The step is made for this batch; the loss of all training examples may change otherwise."
)
SAMPLE = 24  # rows that are measured


def describe_row(table: UpdateTable, number: int) -> str:
    """Read a row aloud."""
    row = table.row(number)
    pairs = zip(table.columns[1:], row.texts[1:], strict=True)
    parts = [row.texts[0], *(f"{column.title} {text}" for column, text in pairs)]
    return ", ".join([*parts, *([row.state] if row.state else [])])


def tips_of(table: UpdateTable, plan: UpdateLayout, shown: Sequence[int], width: float) -> list[Tip]:
    """Explain the losses, the formulas and the headings, and give each number shown in full precision."""
    found = [(QRectF(width / 2, 0, width / 2, HEADER - 4), LOSS_TIP)]
    found += [(QRectF(0, 0, width, plan.area.top()), "\n".join(filter(None, table.formulas)))]
    for number in range(plan.halves):
        head = plan.half(number)
        head.setHeight(HEAD)
        found += [(plan.cell(head, place), column.help) for place, column in enumerate(table.columns)]
    for slot, number in enumerate(shown):
        row, place = table.row(number), plan.row(slot)
        pairs = enumerate(zip(table.columns[1:], row.values, strict=True), 1)
        found += [(plan.cell(place, n), f"{column.title} {exact(value)}") for n, (column, value) in pairs]
    return found


def table_text(table: UpdateTable, order: Indices, after: float | None) -> str:
    """All rows in full precision, tab-separated, under the formulas and the losses."""
    lines = [text for text in table.formulas if text]
    if after is not None:
        of = "" if table.trace.start.build.unit is None else " (scaled targets)"
        lines.append(f"batch loss{of} before {table.trace.loss!r} after {after!r}")
    lines.append("\t".join(column.title for column in table.columns))
    names = (table.parameter(number).name for number in order.tolist())
    columns = (map(repr, table.values(column.key)[order].tolist()) for column in table.columns[1:])
    return "\n".join([*lines, *map("\t".join, zip(names, *columns, strict=True))])


def needed_widths(table: UpdateTable, theme: Theme, mark: float) -> tuple[float, ...]:
    """What each column usually needs, with a mark before the new value if there is any.

    Units: pixels.
    """
    fonts = QFontMetricsF(theme.font("form")), QFontMetricsF(theme.font("form", 600))
    heads = QFontMetricsF(theme.font("caption"))
    spread = np.linspace(0, len(table.places) - 1, min(len(table.places), SAMPLE)).astype(int)
    rows = [table.row(number) for number in spread.tolist()]
    marked = any(row.state == "frozen" or not row.closes for row in rows)
    found = []
    for place, column in enumerate(table.columns):
        is_new = column.key == "new"
        wide = sorted(fonts[is_new].horizontalAdvance(row.texts[place]) for row in rows)
        usual = wide[-1] if not place else wide[3 * len(wide) // 4] + (mark if is_new and marked else 0.0)
        found.append(max(usual, heads.horizontalAdvance(column.title)))
    return tuple(found)
