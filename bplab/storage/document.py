"""The contents of a file as immutable data: all runs of an experiment, and the current one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bplab.training.runs import AnyRecord


@dataclass(frozen=True)
class Bookmark:
    """A step of a run with a name."""

    run: int
    step: int
    name: str


@dataclass(frozen=True, eq=False)
class Document:
    """All runs at one moment, by number."""

    runs: tuple[AnyRecord, ...] = ()
    current: int = 0  # the number of the current run; 0 for none
    bookmarks: tuple[Bookmark, ...] = ()
    note: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)  # plain JSON: how the window showed it
    thumbnail: bytes = b""  # PNG

    def run(self, number: int) -> AnyRecord | None:
        """A run by its number; None if it is not included."""
        return next((record for record in self.runs if record.number == number), None)

    @property
    def nbytes(self) -> int:
        """Its size in memory."""
        return sum(record.nbytes for record in self.runs)
