"""Where the parts of a card stand: its title, its tables, the numbers under each other."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from bplab.explain.cards.cells import Card, Figure, Row, Table
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.microscope.drawing import Drawing

PADDING, TITLE, ROW, TIGHT_ROW, INDENT = 11, 28, 19, 17, 14
BETWEEN = 10.0  # pixels between two lines of an update that stand side by side
LEAD, SIGN = 13.0, 15.0  # size of a row's formula; room for a sign between two numbers


def draw_title(drawing: Drawing, card: Card, left: float, top: float) -> None:
    """Write a card's number in a circle, its title, and what more is said of it."""
    drawing.frame(QRectF(left, top + 7, 17, 17), "accw", None, 8.5)
    drawing.text(left + 8.5, top + 19.5, f"{card.number}", "caption", "acc", 600, "center")
    x = left + 26 + drawing.text(left + 26, top + 20, card.title, "form", "text", 600) + 6
    if card.more:
        x += drawing.text(x, top + 20, card.more, "form", "t2") + 8


def draw_sums(drawing: Drawing, table: Table, left: float, right: float, top: float) -> float:
    """Draw a sum as in the δ form: terms under each other, a rule, and what follows; give the bottom."""
    y = top
    if table.lead:
        drawing.formula(left, y + 17, table.lead, 15)
        y += 25
    stops = _columns(drawing, table.rows, left)
    for row in table.rows:
        _mark(drawing, row, left, right, y)
        _term(drawing, row, left, right, y + 14, stops)
        y += ROW
    if table.rows and table.ends:
        drawing.rule(right - 64, right, y + 1)
        y += 4
    for place, row in enumerate(table.ends):
        ink: ColorToken | None = "text" if place == 0 and table.rows else None
        y = _line(drawing, row, left, right, y, ink)
    return y


def _columns(drawing: Drawing, rows: Sequence[Row], left: float) -> list[float]:
    """Where the columns of factors end at the right."""
    lead = max((drawing.formula_width(row.lead, LEAD) for row in rows if row.pieces), default=0.0)
    found, x = [], left + lead + 5
    width = max((len(row.pieces) for row in rows), default=0)
    for place in range(width):
        texts = [row.pieces[place] for row in rows if place < len(row.pieces)]
        x += max(drawing.width(each.text, "form", 500) for each in texts if isinstance(each, Figure))
        found.append(x)
        x += SIGN
    return found


def sums_width(drawing: Drawing, table: Table) -> float:
    """Measure how wide a sum's rows are."""
    stops = _columns(drawing, table.rows, 0.0)
    results = max((drawing.width(row.result.text, "form", 600) for row in table.rows), default=0.0)
    return (stops[-1] if stops else 0.0) + SIGN + results


def _mark(drawing: Drawing, row: Row, left: float, right: float, y: float) -> None:
    if row.marked:
        drawing.frame(QRectF(left - 6, y, right - left + 12, ROW - 1), "accw", None, 4)


def _term(drawing: Drawing, row: Row, left: float, right: float, y: float, stops: Sequence[float]) -> None:
    drawing.formula(left, y, row.lead, LEAD, "t2")
    for place, (piece, stop) in enumerate(zip(row.pieces, stops, strict=False)):
        if isinstance(piece, Figure):
            drawing.number(stop, y, piece)
        sign = "×" if place + 1 < len(row.pieces) else "="
        drawing.text(stop + SIGN / 2, y, sign, "form", "t3", None, "center")
    drawing.number(right, y, row.result, weight=600)


def _line(
    drawing: Drawing, row: Row, left: float, right: float, y: float, ink: ColorToken | None = None
) -> float:
    """Draw one line whose result stands at the right; it takes two lines where one is too narrow."""
    needed = drawing.formula_width(row.lead, LEAD + 1) + _pieces_width(drawing, row) + 26
    needed += drawing.width(row.result.text, "form", 600)
    broken = needed > right - left
    high = ROW * (2 if broken else 1)
    if row.marked:
        drawing.frame(QRectF(left - 6, y, right - left + 12, high - 1), "accw", None, 4)
    x = left + drawing.formula(left, y + 14, row.lead, LEAD + 1) + 5
    x = _pieces(drawing, row, x, y + 14)
    last = y + high - 5
    sign = "=" if row.closes else "≈"
    if row.pieces:
        drawing.text(x + 4, y + 14, sign, "form", "t2")
    elif not row.closes:
        wide = drawing.width(row.result.text, "form", 600)
        drawing.text(right - wide - 5, last, sign, "form", "t2", None, "right")
    drawing.number(right, last, row.result, weight=600, ink=ink)
    return y + high


def _pieces(drawing: Drawing, row: Row, x: float, y: float, quiet: bool = False) -> float:
    """Write a row's pieces; `quiet`, of its numbers only derivatives are in the color of their sign."""
    for piece in row.pieces:
        if isinstance(piece, Figure):
            ink: ColorToken | None = "text" if quiet and "∂" not in piece.name.plain else None
            x += drawing.number(x, y, piece, "left", ink=ink)
        else:
            x += drawing.text(x, y, piece, "form", "t2")
    return x


def _pieces_width(drawing: Drawing, row: Row) -> float:
    return sum(
        drawing.width(piece.text, "form", 500) if isinstance(piece, Figure) else drawing.width(piece)
        for piece in row.pieces
    )


def draw_lines(
    drawing: Drawing, rows: Sequence[Row], left: float, right: float, top: float, *, tight: bool = False
) -> float:
    """Draw lines of an update one after the other, each with its result and what is said of it.

    `tight`: closer to each other, and side by side where two have room.
    """
    high = TIGHT_ROW if tight else ROW
    x, y = left, top - high
    for row in rows:
        begin = x + BETWEEN
        if not tight or x == left or begin + _width(drawing, row) > right:
            begin, y = left, y + high
        x, y = _update_line(drawing, row, begin, y, (left, right, high), last=row is rows[-1])
    return y + high


def _width(drawing: Drawing, row: Row) -> float:
    """Measure a line of an update, with what is said of it."""
    between = (
        5 + (15 + drawing.width("=") if row.pieces else 0) + drawing.width(f", {row.note}" * bool(row.note))
    )
    numbers = _pieces_width(drawing, row) + drawing.width(row.result.text, "form", 600)
    return drawing.formula_width(row.lead) + numbers + between


def _update_line(
    drawing: Drawing, row: Row, x: float, y: float, around: tuple[float, float, float], *, last: bool
) -> tuple[float, float]:
    """Draw a line of an update within (left, right, height of a line); give where it ends."""
    left, right, high = around
    x += drawing.formula(x, y + 14, row.lead, 14) + 5
    rest = _pieces_width(drawing, row) + drawing.width(row.result.text, "form", 600) + 20
    if x + rest > right:  # the numbers stand under their names
        y, x = y + high, left + INDENT
    x = _pieces(drawing, row, x, y + 14, quiet=True)
    if row.pieces:
        x += drawing.text(x + 5, y + 14, "=" if row.closes else "≈", "form", "t2") + 10
    x += drawing.number(x, y + 14, row.result, "left", weight=600, ink="text" if last else None)
    note = f", {row.note}" if row.note else ""
    if x + drawing.width(note) > right:
        y, x, note = y + high, left, row.note
    return x + drawing.text(x, y + 14, note, "form", "text" if last else "t2"), y
