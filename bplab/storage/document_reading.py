"""Reads the parts of a document from the members of a file."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeAlias

from bplab.data.own import OwnData
from bplab.experiment.spec import Experiment
from bplab.storage.container import Container
from bplab.storage.manifest import MINOR
from bplab.storage.own_data import read_data
from bplab.storage.parts import (
    DOCUMENT,
    LONGEST_NOTE,
    RUNS,
    THUMBNAIL,
    Bookmark,
    Kept,
    is_thumbnail,
    name_in_run,
)
from bplab.storage.records import LONGEST, MOST_RUNS, SPEC, STATE, read_record
from bplab.storage.source import Source
from bplab.storage.strict_json import dump_json
from bplab.training.runs import AnyRecord

MOST_BOOKMARKS = 10_000
MOST_NUMBER = 10_000_000  # of a run: Qt's signals carry the numbers of several files, one after another

Parts: TypeAlias = dict[str, Any]  # of a document, by the names of its fields


class Reader:
    """Reads a document from the members of a file."""

    def __init__(self, container: Container) -> None:
        self._container, self._source = container, Source(container)
        self._entries: dict[str, bytes] = {}

    def parts(self) -> Parts:
        """All of it.

        Raises: FileError if any of it is not in order.
        """
        found, numbers, digests = self.head()
        data = {digest: self.data(digest) for digest in digests}
        found["runs"] = tuple(self.record(number, data) for number in numbers)
        if THUMBNAIL in self._source:
            found["thumbnail"] = self._thumbnail()
        return found | {"kept": Kept(self._container.minor, self._unread(), self._entries)}

    def head(self) -> tuple[Parts, list[int], list[Any]]:
        """What stands beside the runs, the numbers of these, and the digests of their data."""
        facts = self._source.facts(DOCUMENT)
        numbers = facts.items("runs", MOST_RUNS)
        if not all(type(number) is int and 0 < number <= MOST_NUMBER for number in numbers):
            facts.fail(f"the numbers of the runs are not whole numbers from 1 to {MOST_NUMBER:,}")
        bookmarks = tuple(
            Bookmark(one.whole("run"), one.whole("step"), one.text("name", LONGEST))
            for one in facts.parts("bookmarks", MOST_BOOKMARKS)
        )
        found = {
            "current": facts.whole("current"), "bookmarks": bookmarks,
            "note": facts.text("note", LONGEST_NOTE), "view": facts.mapping("view"),
        }  # fmt: skip
        if found["current"] not in (numbers or [0]) or numbers != sorted(set(numbers)):
            facts.fail("the numbers of the runs do not belong together")
        digests = facts.items("data", MOST_RUNS)
        self._keep_entries(DOCUMENT, facts.unknown)
        return found, numbers, digests

    def _thumbnail(self) -> bytes:
        found = self._source.raw(THUMBNAIL)
        if not found or not is_thumbnail(found):
            raise self._source.refused(THUMBNAIL, "it is not a small PNG picture")
        return found

    def data(self, digest: Any) -> OwnData:
        """The own data of a digest."""
        return read_data(self._source.within(f"data/{digest}"), digest)

    def record(self, number: int, data: Mapping[str, OwnData]) -> AnyRecord:
        """One run, of which the file has the own data."""
        source = self._source.within(f"{RUNS}/{number}")
        spec, facts = source.facts(SPEC), source.facts(STATE)
        known = {item.name: spec.take(item.name) for item in fields(Experiment)}
        record = read_record(source, number, known, facts, data)
        self._keep_entries(name_in_run(number, SPEC), spec.unknown)
        self._keep_entries(name_in_run(number, STATE), facts.unknown)
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
