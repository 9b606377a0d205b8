"""Sums as tables and single lines as rows, with the digits that close."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array
from bplab.explain.cards.cells import Figure, Opens, Row
from bplab.explain.cards.closing import close_line, close_table
from bplab.explain.cards.opening import figure
from bplab.explain.lines import Line, Named, Sum, Term, product
from bplab.explain.names import Name


@dataclass(frozen=True)
class Entry:
    """A term of a sum with what stands before it."""

    lead: str  # LaTeX
    term: Term
    marked: bool = False
    opens: Opens = None  # of its result


def entries_of(
    columns: Sequence[Array], made: Callable[[int], Entry], most: int, keep: int | None = None
) -> list[Entry]:
    """Make the terms of a sum of products: all, or the strongest, and the others together.

    Shapes: columns (terms,) each.
    """
    values = np.prod(np.stack([column.astype(np.float64) for column in columns]), axis=0)
    if len(values) <= most:
        return [made(place) for place in range(len(values))]
    size = np.where(np.isfinite(values), np.abs(values), np.inf)
    if keep is not None:
        size[keep] = np.inf
    order = np.argsort(-size, kind="stable")
    kept, rest = order[: most - 1], order[most - 1 :]
    shown = sorted((int(place) for place in kept), key=lambda place: -abs(values[place]))
    text = f"{len(rest):,} more, together"
    together = Named(Name(text, rf"\text{{{text}}}"), float(values[rest].sum()))
    return [*map(made, shown), Entry(rf"\text{{{text}}}", product(together))]


def sum_rows(
    entries: Sequence[Entry], total: Named, lead: str, tolerance: float
) -> tuple[tuple[Row, ...], Row]:
    """Write a sum as rows and the row of its total; columns have equal decimals."""
    closed = close_table([entry.term for entry in entries], total.value, tolerance)
    rows = tuple(
        _row(entry, texts, result)
        for entry, texts, result in zip(entries, closed.factors, closed.results, strict=True)
    )
    return rows, Row(lead, (), figure(total, closed.total), closed.closes)


def _row(entry: Entry, texts: Sequence[str], result: str) -> Row:
    factors = entry.term.factors
    several = len(factors) > 1
    pieces = tuple(map(figure, factors, texts)) if several else ()
    name = factors[0].name
    if several:
        plain, latex = (" ".join(factor.name[field] for factor in factors) for field in (0, 1))
        name = Name(plain, latex)
    at = entry.opens if entry.opens is not None or not pieces else pieces[0].opens
    return Row(
        entry.lead,
        pieces,
        figure(Named(name, entry.term.value), result, at),
        aligned=True,
        marked=entry.marked,
    )


def line_row(
    line: Line, lead: str, tolerance: float, *, marked: bool = False, finest: float | None = None
) -> Row:
    """Write one line: what it is worked out from, spelled out, and what it comes to."""
    closed = close_line(line, tolerance, finest)
    if len(line.given) == 1 and isinstance(line, Sum) and line.given[0].value == line.result.value:
        return Row(lead, (), figure(line.result, closed.given[0]), marked=marked, note=line.note)
    given = [figure(named, text) for named, text in zip(line.given, closed.given, strict=True)]
    pieces = tuple(_joined(_spelled(line, given)))
    return Row(lead, pieces, figure(line.result, closed.result), closed.closes, marked=marked, note=line.note)


def _spelled(line: Line, given: Sequence[Figure]) -> Iterator[Figure | str]:
    rest = iter(given)
    if not isinstance(line, Sum):
        yield f"{line.function.plain}("
        for number, each in enumerate(rest):
            yield from ((", ",) if number else ())
            yield each
        yield ")"
        return
    bracket = bool(line.factors) and len(line.terms) > 1
    if bracket:
        yield "("
    for number, term in enumerate(line.terms):
        yield from _term(term, rest, first=not number)
    if bracket:
        yield ")"
    for factor in line.factors:
        yield " / " if factor.divides else " × "
        yield from _bracketed(next(rest))


def _term(term: Term, rest: Iterator[Figure], *, first: bool) -> Iterator[Figure | str]:
    """Write a term; signs are spelled, as in w − 0.5 × (−0.332)."""
    if not first or term.minus:
        yield ("−" if first else " − ") if term.minus else " + "
    square = len(term.factors) > 1 and term.factors[-1] == term.factors[-2]
    for number, factor in enumerate(term.factors):
        each = next(rest)
        if square and number == len(term.factors) - 1:
            yield "²"
            return
        if number:
            yield " / " if factor.divides else " × "
        plain = first and not number and not term.minus and not (square and not number)
        yield from [each] if plain else _bracketed(each)


def _bracketed(each: Figure) -> list[Figure | str]:
    return ["(", each, ")"] if each.text.startswith("−") else [each]


def _joined(pieces: Iterator[Figure | str]) -> Iterator[Figure | str]:
    """Put signs that stand together into one text."""
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        if text:
            yield text
        yield piece
        text = ""
    if text:
        yield text
