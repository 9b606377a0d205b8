"""A line of an explanation: a name, its expression in symbols and in numbers, and the result."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bplab.explain.figures import Precision, figures
from bplab.explain.lines import Line, Named, Sum, Term
from bplab.explain.names import Name, flat


@dataclass(frozen=True)
class Notation:
    """The symbols of plain text or of LaTeX."""

    field: int  # of Name
    times: str
    over: str
    opening: str
    closing: str
    terms: int  # of more terms, the strongest are written out and the rest are counted

    def name(self, name: Name) -> str:
        """A name in this notation."""
        return name[self.field]

    def number(self, text: str) -> str:
        """A printed number in this notation."""
        mantissa, _, power = text.partition("e")
        return rf"{mantissa} \cdot 10^{{{int(power)}}}" if power and self.field else text

    def around(self, text: str) -> str:
        """Add brackets."""
        return f"{self.opening}{text}{self.closing}"


PLAIN = Notation(0, " · ", " / ", "(", ")", 64)


class _Flat(Notation):
    """LaTeX on one line: derivatives are no fractions."""

    def name(self, name: Name) -> str:
        """A name in this notation."""
        return flat(name)


LATEX = Notation(1, r" \cdot ", " / ", r"\left(", r"\right)", 8)
FLAT = _Flat(1, r" \cdot ", " / ", r"\left(", r"\right)", 8)


class Written(NamedTuple):
    """The parts of a line, to be joined by equals signs; the last by ≈ if the digits do not reproduce it."""

    name: str
    parts: tuple[str, ...]
    closes: bool
    note: str


def write(line: Line, precision: Precision, notation: Notation) -> Written:
    """Write out a line."""
    if isinstance(line, Sum):
        line = line.strongest(notation.terms)
    shown = figures(line, precision)
    names = symbols(line, notation)
    numbers = _put(line, [notation.number(text) for text in shown.given], notation)
    name, result = notation.name(line.result.name), notation.number(shown.result)
    parts = [part for part in (names, numbers) if part]
    if not parts or parts[-1] != result:
        parts.append(result)
    return Written(name, tuple(dict.fromkeys(parts)), shown.closes, line.note)


def symbols(line: Line, notation: Notation) -> str:
    """Write what a line is worked out from by name."""
    return _put(line, [notation.name(each.name) for each in line.given], notation)


def _put(line: Line, texts: Sequence[str], notation: Notation) -> str:
    """Insert texts in the place of the values that the result is calculated from."""
    if not isinstance(line, Sum):
        return notation.name(line.function) + notation.around(", ".join(texts))
    rest, text = iter(texts), ""
    for term in line.terms:
        text = _added(text, term, rest, notation)
    if line.factors:
        text = notation.around(text) if len(line.terms) > 1 else text
        whole = Named(line.result.name, 1.0)
        text = _product((whole, *line.factors), iter([text, *rest]), notation, first=True)
    return text


def _added(before: str, term: Term, texts: Iterator[str], notation: Notation) -> str:
    """Append a term; a negative number is subtracted."""
    lone = len(term.factors) == 1 and not term.minus
    text = _product(term.factors, texts, notation, first=lone or not (before or term.minus))
    if not before:
        return "-" + text if term.minus else text
    if lone and text.startswith("-"):
        return f"{before} - {text[1:]}"
    return f"{before} {'-' if term.minus else '+'} {text}"


def _product(factors: Sequence[Named], texts: Iterator[str], notation: Notation, *, first: bool) -> str:
    found = ""
    for factor in factors:
        text = next(texts)
        if text.startswith("-") and not first:
            text = notation.around(text)
        first = False
        found += ((notation.over if factor.divides else notation.times) if found else "") + text
    return found
