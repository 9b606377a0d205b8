"""Where a chain of derivatives stands: fractions over columns of numbers, and in words what those are."""

from bplab.explain.cards.cells import Card, Figure, Row, Table
from bplab.explain.names import flat
from bplab.ui.views.microscope.drawing import Drawing

LABEL = 122  # pixels for what a row is over
HEAD, NUMBERS, HINTS, TOTAL = 42, 20, 14, 28
SIZE = 15.0


def draw_chain(drawing: Drawing, card: Card, left: float, right: float, top: float) -> float:
    """Draw all tables of a chain, the paths first; give the bottom."""
    y = top
    *paths, main = card.tables
    for table in paths:
        y = _paths(drawing, table, left, right, y)
        drawing.rule(left, right, y + 1, "line")
        y += 6
    y = _main(drawing, main, left, right, y)
    if card.note:
        drawing.text(left, y + 13, card.note, "caption", "t2")
        y += 18
    return y


def _centers(left: float, right: float, count: int) -> list[float]:
    """The middles of columns that share a width."""
    wide = (right - left) / count
    return [left + wide * (place + 0.5) for place in range(count)]


def _paths(drawing: Drawing, table: Table, left: float, right: float, top: float) -> float:
    factors = len(table.heads) - 1
    results = max(drawing.width(row.result.text, "form", 600) for row in table.all_rows)
    label = max(LABEL, *(drawing.formula_width(row.lead, 14) + 8 for row in table.rows))
    centers = _centers(left + label + 10, right - results - 22, factors)
    first, _, second = table.label.partition("\n")
    drawing.text(left, top + 16, first, "form", "t2")
    drawing.text(left, top + 31, second, "caption", "t3")
    drawing.formula(left + label + 16, top + 26, r"\sum_{k}", 16, "text", "right")
    _heads(drawing, table.heads[:-1], centers, top)
    y = top + HEAD
    for row in table.rows:
        drawing.formula(left, y + 14, row.lead, 14, "text")
        if row.pieces:
            _factors(drawing, row, centers, y)
            drawing.text(right - results - 12, y + 14, "=", "form", "t2", None, "center")
        drawing.number(right, y + 14, row.result, weight=600)
        y += NUMBERS + (HINTS if row.hints else 0)
    drawing.rule(right - results - 20, right, y + 1)
    [total] = table.ends
    drawing.formula(left, y + 20, total.lead, 14, "text")
    x = right - results - 12
    drawing.text(x, y + 20, "=" if total.closes else "≈", "form", "t2", None, "center")
    drawing.formula(x - 10, y + 20, flat(total.result.name), 14, "text", "right")
    drawing.number(right, y + 20, total.result, weight=600)
    return y + TOTAL


def _main(drawing: Drawing, table: Table, left: float, right: float, top: float) -> float:
    [row] = table.rows
    *factors, result = table.heads
    centers = _centers(left, right, len(table.heads))
    _heads(drawing, factors, centers, top)
    between = (centers[-2] + centers[-1]) / 2
    drawing.text(between, top + 25, "=", "body", "t2", None, "center")
    drawing.formula(centers[-1], top + 25, result, SIZE, "text", "center")
    y = top + HEAD
    _factors(drawing, row, centers[:-1], y)
    drawing.text(between, y + 14, "=" if row.closes else "≈", "form", "t2", None, "center")
    drawing.number(centers[-1], y + 16, row.result, "center", "readout", 600)
    return y + NUMBERS + HINTS + 4


def _heads(drawing: Drawing, heads: list[str] | tuple[str, ...], centers: list[float], top: float) -> None:
    for place, (head, x) in enumerate(zip(heads, centers, strict=False)):
        drawing.formula(x, top + 25, head, SIZE, "text", "center")
        if place + 1 < len(heads):
            drawing.text((x + centers[place + 1]) / 2, top + 25, "·", "body", "t2", 600, "center")


def _factors(drawing: Drawing, row: Row, centers: list[float], y: float) -> None:
    """Write numbers under their fractions, with signs between, and what they are in words."""
    pieces = [piece for piece in row.pieces if isinstance(piece, Figure)]
    for place, (piece, x) in enumerate(zip(pieces, centers, strict=False)):
        drawing.number(x, y + 14, piece, "center", "body")
        if place + 1 < len(pieces):
            drawing.text((x + centers[place + 1]) / 2, y + 14, "×", "form", "t2", None, "center")
    room = centers[1] - centers[0] - 4 if len(centers) > 1 else 1e4
    for hint, x in zip(row.hints, centers, strict=False):
        fits = drawing.width(hint, "caption") <= room
        said = hint if fits else hint.partition(" of ")[0]  # whose it is, the fraction says too
        drawing.text(x, y + 14 + HINTS, said, "caption", "t2", None, "center")
