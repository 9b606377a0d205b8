"""What one can choose from: a value, what it is called, and what it means."""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Option:
    """One thing to choose; help becomes its tooltip, why says why it cannot be chosen now.

    short is what a narrow field shows instead of the title.
    """

    value: str
    title: str
    help: str = ""
    why: str = ""
    short: str = ""

    @property
    def tip(self) -> str:
        """What the pointer is told."""
        return wrapped(self.why or self.help)


def options_of(
    table: Mapping[str, Any], without: Iterable[str] = (), short: Mapping[str, str] | None = None
) -> tuple[Option, ...]:
    """Make options of the rows of a table: each has a title and help, some a formula."""
    left_out, words = set(without), short or {}
    return tuple(
        Option(value, row.title, _help(row), short=words.get(value, ""))
        for value, row in table.items()
        if value not in left_out
    )


def _help(row: Any) -> str:
    return "\n".join(filter(None, (getattr(row, "formula", ""), row.help)))


@cache
def wrapped(text: str) -> str:
    """Break a tooltip's text into lines one can read; Qt breaks only marked-up text by itself."""
    return "\n".join(textwrap.fill(line, 56) for line in text.splitlines())
