"""The contents of a file as immutable data: all runs of an experiment, and the current one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.storage.container import Container, pack, read_container, unpack, write_container
from bplab.storage.layout import Chunk
from bplab.storage.manifest import MINOR
from bplab.storage.npy import array_chunks
from bplab.storage.own_data import data_members, data_of, read_data
from bplab.storage.records import LONGEST, MOST_RUNS, SPEC, STATE, read_record, record_arrays, record_facts
from bplab.storage.source import Source
from bplab.storage.strict_json import dump_json, parse_json
from bplab.training.makers import last_foreign
from bplab.training.record import Record
from bplab.training.runs import AnyRecord
from bplab.training.timeline import Timeline

LONGEST_NOTE = 2_000  # characters
MOST_BOOKMARKS = 10_000
MOST_THUMBNAIL = 1 << 20  # bytes
TIMELINE_BYTES = 16 << 20  # of the checkpoints in a file
DOCUMENT, THUMBNAIL, TIMELINE = "document.json", "thumbnail.png", "/timeline/"


@dataclass(frozen=True)
class Bookmark:
    """A step of a run with a name."""

    run: int
    step: int
    name: str


@dataclass(frozen=True)
class Kept:
    """What a newer version of the lab wrote into a file: written back as it was, and not used otherwise."""

    minor: int = MINOR  # the version of the format
    members: Mapping[str, bytes] = field(default_factory=dict)
    entries: Mapping[str, bytes] = field(default_factory=dict)  # of JSON members that are known otherwise


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

    def __post_init__(self) -> None:
        if len(self.note) > LONGEST_NOTE:
            raise UserError(
                f"A note has at most {LONGEST_NOTE:,} characters; this one has {len(self.note):,}."
            )
        if len(self.thumbnail) > MOST_THUMBNAIL:
            raise UserError("The thumbnail is larger than 1 MiB.")

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
        return _Reading(read_container(Path(path))).document()

    @staticmethod
    def read(data: Chunk, title: str = "The file") -> "Document":
        """Read the bytes of a file.

        Raises: FileError if they are not in order.
        """
        return _Reading(unpack(data, title)).document()

    def save(self, path: Path | str) -> None:
        """Replace a file, completely or not at all.

        Raises: UserError if it cannot be written.
        """
        write_container(Path(path), self.pack())

    def pack(self, timeline_bytes: int = TIMELINE_BYTES) -> list[Chunk]:
        """The bytes of the file, in chunks; of the checkpoints, evenly, as many as fit into some bytes.

        Raises: FileError if they are more than a file holds.
        """
        document = self._thinned(timeline_bytes)
        members: dict[str, Any] = {name: dump_json(facts) for name, facts in document.facts()}
        members |= {name: array_chunks(array) for name, array in data_members(self.data)[1].items()}
        for record in document.runs:
            for name, array in record_arrays(record).items():
                members[_name(record.number, name)] = array_chunks(array)
        if self.thumbnail:
            members[THUMBNAIL] = self.thumbnail
        optional = {name for name in members if name == THUMBNAIL or TIMELINE in name}
        kept = self.kept.members
        return pack({**members, **kept}, optional | kept.keys(), self.kept.minor)

    def _thinned(self, timeline_bytes: int) -> "Document":
        """The document with checkpoints that fit, each run giving up the same share of them."""
        total = sum(Timeline(one.checkpoints).nbytes for one in self.runs if isinstance(one, Record))
        if total <= timeline_bytes:
            return self
        return replace(self, runs=tuple(_with_fewer(one, timeline_bytes / total) for one in self.runs))

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
                full = _name(record.number, name)
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


def _name(number: int, name: str) -> str:
    """The full name of a member of a run."""
    return f"runs/{number}/{name}"


def _with_fewer(record: AnyRecord, share: float) -> AnyRecord:
    if not isinstance(record, Record):
        return record
    timeline = Timeline(record.checkpoints)
    timeline.thin(int(timeline.nbytes * share))
    return replace(record, checkpoints=tuple(timeline.checkpoints))


class _Reading:
    """Reads a document from the members of a file."""

    def __init__(self, container: Container) -> None:
        self._container, self._source = container, Source(container)
        self._entries: dict[str, bytes] = {}

    def document(self) -> Document:
        """All of it.

        Raises: FileError if any of it is not as the lab writes it.
        """
        facts = self._source.facts(DOCUMENT)
        numbers = facts.items("runs", MOST_RUNS)
        if not all(type(number) is int and number > 0 for number in numbers):
            facts.fail("the numbers of the runs are not whole numbers from 1")
        note, view = facts.text("note", LONGEST_NOTE), facts.mapping("view")
        bookmarks = tuple(
            Bookmark(one.whole("run"), one.whole("step"), one.text("name", LONGEST))
            for one in facts.parts("bookmarks", MOST_BOOKMARKS)
        )
        current = facts.whole("current")
        if current not in (numbers or [0]) or numbers != sorted(set(numbers)):
            facts.fail("the numbers of the runs do not belong together")
        data = {digest: self.data(digest) for digest in facts.items("data", MOST_RUNS)}
        self._keep_entries(DOCUMENT, facts.unknown)
        runs = tuple(self.record(number, data) for number in numbers)
        thumbnail = self._source.raw(THUMBNAIL) if THUMBNAIL in self._source else b""
        kept = Kept(self._container.minor, self._unread(), self._entries)
        found = Document(runs, current, bookmarks, note, view, thumbnail, kept)
        self._compare(found)
        return found

    def data(self, digest: Any) -> OwnData:
        """The own data of a digest."""
        return read_data(self._source.within(f"data/{digest}"), digest)

    def record(self, number: int, data: Mapping[str, OwnData]) -> AnyRecord:
        """One run, of which the file has the own data."""
        source = self._source.within(f"runs/{number}")
        spec, facts = source.facts(SPEC), source.facts(STATE)
        known = {item.name: spec.take(item.name) for item in fields(Experiment)}
        record = read_record(source, number, known, facts, data)
        self._keep_entries(_name(number, SPEC), spec.unknown)
        self._keep_entries(_name(number, STATE), facts.unknown)
        return record

    def _keep_entries(self, name: str, unknown: Mapping[str, Any]) -> None:
        if unknown:
            if self._container.minor <= MINOR:
                raise self._container.refused(name, f"it has unknown entries, such as {min(unknown)!r}")
            self._entries[name] = dump_json(unknown)

    def _unread(self) -> dict[str, bytes]:
        """The members that no version up to this one knows."""
        container = self._container
        unknown = [name for name in container.members if name not in self._source.read]
        for name in unknown:
            if container.minor <= MINOR or name not in container.optional:
                raise container.refused(name, "this version of Backprop Lab does not know what it is")
        return {name: bytes(container.members[name]) for name in unknown}

    def _compare(self, found: Document) -> None:
        """Check that the document is written as it was read."""
        for name, facts in found.facts():
            if dump_json(facts) != self._container.members[name]:
                raise self._container.refused(name, "its entries do not belong together")
