"""The contents of a file as immutable data: all runs of an experiment, and the current one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bplab.data.own import OwnData
from bplab.errors import FileError, UserError, named
from bplab.storage.changes import MOST_CHANGES
from bplab.storage.container import (
    MOST_BYTES,
    Container,
    Member,
    pack,
    read_container,
    unpack,
    write_container,
)
from bplab.storage.document_reading import Reader
from bplab.storage.layout import Chunk
from bplab.storage.manifest import MANIFEST, MOST_MEMBERS
from bplab.storage.npy import array_chunks
from bplab.storage.own_data import data_members, data_of
from bplab.storage.parts import (
    DOCUMENT,
    LONGEST_NOTE,
    THUMBNAIL,
    Bookmark,
    Kept,
    is_thumbnail,
    name_in_run,
    optional_among,
)
from bplab.storage.reading import read_bytes
from bplab.storage.records import LONGEST, Arrays, record_arrays, record_facts, record_figures
from bplab.storage.rescue import rescued_parts
from bplab.storage.salvage import salvage
from bplab.storage.strict_json import dump_json, parse_json
from bplab.training.makers import last_foreign
from bplab.training.record import Record
from bplab.training.runs import AnyRecord
from bplab.training.timeline import Timeline

TIMELINE_BYTES = 16 << 20  # of the checkpoints in a file

__all__ = ["Bookmark", "Document", "Kept"]


@dataclass(frozen=True, eq=False)
class Document:
    """All runs at one moment, by number.

    Raises: UserError if the note is too long.
    """

    runs: tuple[AnyRecord, ...] = ()
    current: int = 0  # the number of the current run; 0 for none
    bookmarks: tuple[Bookmark, ...] = ()
    note: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)  # plain JSON: how the window showed it
    thumbnail: bytes = b""  # PNG
    kept: Kept = field(default_factory=Kept)
    lost: tuple[str, ...] = ()  # names of damaged parts, after a salvage

    def __post_init__(self) -> None:
        if len(self.note) > LONGEST_NOTE:
            raise UserError(
                f"A note has at most {LONGEST_NOTE:,} characters; this one has {len(self.note):,}."
            )
        if not is_thumbnail(self.thumbnail):
            raise UserError("The thumbnail is not a PNG of at most 1 MiB.")

    @staticmethod
    def of(runs: Iterable[AnyRecord], current: int, **parts: Any) -> "Document":
        """The document of these runs, which stays as it is while the current one is trained on.

        Call it in the thread that trains: the history of the current run is copied.
        """
        own = (one.frozen() if isinstance(one, Record) and one.number == current else one for one in runs)
        return Document(tuple(own), current, **parts)

    @staticmethod
    def open(path: Path | str) -> "Document":
        """Read a file.

        Raises: FileError if it is not in order, UserError if it cannot be read.
        """
        return _read(read_container(Path(path)))

    @staticmethod
    def salvage(path: Path | str) -> "Document":
        """Read what is intact of a damaged file; `lost` names the other parts.

        Raises: FileError if no run is intact, UserError if it cannot be read.
        """
        data = read_bytes(Path(path), MOST_BYTES)
        return Document(**rescued_parts(salvage(data, named(Path(path).name))))

    @staticmethod
    def read(data: Chunk, title: str = "The file") -> "Document":
        """Read the bytes of a file.

        Raises: FileError if they are not in order.
        """
        return _read(unpack(data, title))

    def save(self, path: Path | str) -> None:
        """Replace a file, completely or not at all.

        Raises: UserError if it cannot be written.
        """
        write_container(Path(path), self.pack())

    def pack(self, timeline_bytes: int = TIMELINE_BYTES) -> list[Chunk]:
        """The bytes of the file, in chunks; of the checkpoints, evenly, as many as fit into some bytes.

        Raises: FileError if they are more than a file holds.
        """
        crowded = [one.number for one in self.runs if len(one.changes) > MOST_CHANGES]
        if crowded:
            raise FileError(
                f"Run {crowded[0]} was changed more often while it was trained than a file holds "
                f"({MOST_CHANGES:,} times). Delete it, or train it with fewer changes."
            )
        members = self._thinned(timeline_bytes).members()
        if len(members) + len(self.kept.members) > MOST_MEMBERS:
            raise FileError("The experiment has more parts than a file holds. Delete runs from it.")
        optional = optional_among(members)
        kept = self.kept.of_runs([record.number for record in self.runs]).members
        return pack({**members, **kept}, optional | kept.keys(), self.kept.minor)

    def _thinned(self, timeline_bytes: int) -> "Document":
        """The document with checkpoints that fit, each run giving up the same share of them."""
        total = sum(Timeline(one.checkpoints).nbytes for one in self.runs if isinstance(one, Record))
        if total <= timeline_bytes:
            return self
        return replace(self, runs=tuple(_with_fewer(one, timeline_bytes / total) for one in self.runs))

    def members(self, arrays_of: Callable[[AnyRecord], Arrays] = record_arrays) -> dict[str, Member]:
        """The members of a file by name, with some arrays of all runs, without those of a newer version."""
        members: dict[str, Member] = {name: _dumped(name, facts) for name, facts in self.facts()}
        members |= {name: array_chunks(array) for name, array in data_members(self.data)[1].items()}
        for record in self.runs:
            for name, array in arrays_of(record).items():
                members[name_in_run(record.number, name)] = array_chunks(array)
        return members | ({THUMBNAIL: self.thumbnail} if self.thumbnail else {})

    def facts(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The JSON members by name."""
        numbers = [record.number for record in self.runs]
        found = {
            "runs": numbers,
            "current": self.current,
            "bookmarks": [
                {**vars(one), "name": one.name[:LONGEST]} for one in self.bookmarks if one.run in numbers
            ],
            "note": self.note,
            "view": self.view,
            "data": sorted(self.data),
        }
        yield DOCUMENT, found | self._kept(DOCUMENT)
        yield from data_members(self.data)[0].items()
        for record in self.runs:
            for name, facts in record_facts(record).items():
                full = name_in_run(record.number, name)
                yield full, facts | self._kept(full)

    def _kept(self, name: str) -> dict[str, Any]:
        return parse_json(self.kept.entries[name]) if name in self.kept.entries else {}

    def made_elsewhere(self) -> str:
        """One line if steps of the current run were computed with other arithmetic; "" if none were."""
        record = self.run(self.current)
        last = 0 if record is None else last_foreign(record.makers)
        if not last:
            return ""
        return (
            f"Steps up to {last:,} were computed with other arithmetic than this machine's: between their "
            "checkpoints the past is shown to rounding only (≈)."
        )

    def run(self, number: int) -> AnyRecord | None:
        """A run by its number; None if it is not included."""
        return next((record for record in self.runs if record.number == number), None)

    @property
    def data(self) -> dict[str, OwnData]:
        """The own data of its runs, by digest."""
        return data_of(self.runs)

    @property
    def nbytes(self) -> int:
        """Its size in memory."""
        return sum(record.nbytes for record in self.runs)


def _dumped(name: str, facts: dict[str, Any]) -> bytes:
    """A JSON member that can be read again."""
    try:
        data = dump_json(facts)
        parse_json(data)
    except (TypeError, ValueError, RecursionError) as error:
        raise FileError(
            f"The experiment cannot be saved because of {name} in it: {error}.", (name,)
        ) from None
    return data


def _with_fewer(record: AnyRecord, share: float) -> AnyRecord:
    if not isinstance(record, Record):
        return record
    timeline = Timeline(record.checkpoints)
    timeline.thin(int(timeline.nbytes * share))
    return replace(record, checkpoints=tuple(timeline.checkpoints))


def _read(container: Container) -> Document:
    """Read a document, and check that it is written as it was read."""
    found = Document(**Reader(container).parts())
    for name, member in found.members(record_figures).items():  # vectors are taken as they are
        if not container.holds(name, member):
            raise container.refused(name, "what it says does not belong together")
    known = container.members.keys() - found.kept.members.keys()
    if container.optional != optional_among(known) | found.kept.members.keys():
        raise container.refused(MANIFEST, "it calls other parts optional than the lab does")
    return found
