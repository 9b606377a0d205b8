"""What one can choose from: a value, what it is called, and what it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Option:
    """One thing to choose; help becomes its tooltip, why says why it cannot be chosen now."""

    value: str
    title: str
    help: str = ""
    why: str = ""

    @property
    def tip(self) -> str:
        """What the pointer is told."""
        return self.why or self.help


def options_of(table: Mapping[str, Any], without: Iterable[str] = ()) -> tuple[Option, ...]:
    """Make options of the rows of a table, which have a title and help."""
    left_out = set(without)
    return tuple(Option(value, row.title, row.help) for value, row in table.items() if value not in left_out)
