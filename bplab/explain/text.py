"""A chain as plain text, in the terms of the tutorial."""

import textwrap
from collections.abc import Iterator
from unicodedata import combining

from bplab.explain.chain import Chain
from bplab.explain.expressions import PLAIN, Written, write
from bplab.explain.figures import PRECISIONS, Precision, written
from bplab.explain.sections import Section, heading, sections

WIDTH = 100


def as_text(chain: Chain) -> str:
    """Write all lines of a chain, section by section."""
    return "\n".join(_lines(chain))


def _lines(chain: Chain) -> Iterator[str]:
    precision = PRECISIONS[chain.trace.start.spec.dtype]
    yield from textwrap.wrap(heading(chain, lambda value: written(value, precision)), WIDTH)
    for section in sections(chain):
        yield ""
        yield section.title
        yield from _aligned(section, precision)


def _aligned(section: Section, precision: Precision) -> Iterator[str]:
    lines = [write(line, precision, PLAIN) for line in section.lines]
    width = max((_width(line.name) for line in lines), default=0)
    said = ""
    for line in lines:
        yield from _written(line, width, line.note if line.note != said else "")
        said = line.note


def _written(line: Written, width: int, note: str) -> Iterator[str]:
    *before, last = line.parts
    parts = [f"= {part}" for part in before] + [f"{'=' if line.closes else '≈'} {last}"]
    note = f"  ({note})" if note else ""
    start = f"  {line.name}{' ' * (width - _width(line.name))} "
    if len(start + " ".join(parts) + note) <= WIDTH:
        yield start + " ".join(parts) + note
        return
    for number, part in enumerate([*parts[:-1], parts[-1] + note]):
        begin = " " * (width + 3) if number else start
        yield from _wrapped(part, begin)


def _wrapped(part: str, begin: str) -> Iterator[str]:
    """Break a long sum between its terms."""
    whole = part
    for sign in ("·", "/"):
        whole = whole.replace(f" {sign} ", f"\0{sign}\0")
    whole = whole.replace("+ ", "+\0").replace("- ", "-\0").replace("= ", "=\0", 1)
    lines = textwrap.wrap(
        whole, WIDTH, initial_indent=begin, subsequent_indent=" " * (len(begin) + 2), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    yield from (line.replace("\0", " ") for line in lines)


def _width(text: str) -> int:
    """The number of columns of a text, where accents take none."""
    return sum(not combining(letter) for letter in text)
