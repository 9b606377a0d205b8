"""Finds the intact members of a damaged .bplab file, and names what is lost."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import islice
from struct import Struct
from typing import TypeAlias
from zlib import crc32

from bplab.errors import FileError
from bplab.storage.container import START, Container, unpack
from bplab.storage.layout import CENTRAL, LOCAL, SIGNATURES, Chunk
from bplab.storage.manifest import MANIFEST, MOST_MEMBERS, NAME, Manifest, parse_manifest

MOST_CHECKED = 4  # times the size of the file
MOST_RECORDS = 4 * MOST_MEMBERS
MOST_NAME = 600  # longer than any
AFTER_HEADER = len(START) + LOCAL.size + len(MANIFEST)  # where the manifest is

Record: TypeAlias = tuple[str, int, int]  # name, checksum and size of a member
Records: TypeAlias = dict[int, Record]  # by where the content starts


class Checks:
    """Checks contents against their checksums, within a limit of work."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._left = MOST_CHECKED * len(view)

    def content(self, start: int, record: Record) -> memoryview | None:
        """The content that a record describes, if it is intact."""
        _, crc, size = record
        found = self._view[start : start + size]
        if len(found) != size or self._left < size:
            return None
        self._left -= size
        return found if crc32(found) == crc else None

    def intact(self, records: Records) -> Iterator[tuple[str, memoryview]]:
        """Names and contents of those that are intact, in order; what stands within one is part of it."""
        end = 0
        for start, record in sorted(records.items()):
            content = self.content(start, record) if start >= end else None
            if content is not None:
                end = start + len(content)
                yield record[0], content


def salvage(data: Chunk, title: str = "The file") -> Container:
    """Read what is intact of a file; `damaged` names what is lost, if anything is.

    Raises: FileError if nothing is intact, or another version of the lab wrote it.
    """
    try:
        return unpack(data, title)
    except FileError as error:
        if not error.damaged:
            raise
        damaged = error.damaged
    view = memoryview(data)
    checks, heads, listed = Checks(view), dict(_heads(view)), dict(_listed(view))
    seen = [*heads.items(), *listed.items()]
    manifest = _manifest(checks, seen, title)
    intact = set() if manifest is None else {MANIFEST}
    if manifest is None:
        manifest = Manifest(tuple({name for _, (name, *_) in seen} - {MANIFEST}))
    members = _members(checks, manifest, heads, listed)
    if not members:
        raise FileError(f"{title} is damaged throughout: nothing in it is intact.")
    lost = {*damaged, *manifest.names} - members.keys() - intact
    return Container(members, manifest.optional & members.keys(), tuple(sorted(lost)), title, manifest.minor)


def _members(checks: Checks, manifest: Manifest, heads: Records, listed: Records) -> dict[str, memoryview]:
    """The intact members: first those of which two records agree, then others whose name is used once."""
    found: dict[str, memoryview] = {}
    agreed = dict(heads.items() & listed.items())
    claimed = {name for name, *_ in agreed.values()}
    for records in (agreed, heads, listed):
        left = {
            start: record
            for start, record in records.items()
            if records is agreed or not (start in agreed or record[0] in claimed)
        }
        intact = list(checks.intact(left))
        used = Counter(name for name, _ in intact)
        found = {name: content for name, content in intact if used[name] == 1} | found
    return {name: found[name] for name in manifest.names if name in found}


def _heads(view: memoryview) -> Iterator[tuple[int, Record]]:
    """Every place where a member seems to begin: where its content starts, and its record."""
    for at in _places(view, LOCAL):
        *_, crc, _, size, length, _ = LOCAL.unpack_from(view, at)
        if name := _name(view, at + LOCAL.size, length):
            yield at + LOCAL.size + length, (name, crc, size)


def _listed(view: memoryview) -> Iterator[tuple[int, Record]]:
    """What the directory says, or what looks like its entries: as `_heads`."""
    for at in _places(view, CENTRAL):
        *_, crc, _, size, length, _, _, _, _, _, begin = CENTRAL.unpack_from(view, at)
        if name := _name(view, at + CENTRAL.size, length):
            yield begin + LOCAL.size + length, (name, crc, size)


def _places(view: memoryview, header: Struct) -> Iterator[int]:
    """Where headers of a kind can stand, the first MOST_RECORDS of them."""
    found = re.finditer(re.escape(SIGNATURES[header]), view)
    places = (each.start() for each in islice(found, MOST_RECORDS))
    return (at for at in places if at + header.size <= len(view))


def _name(view: memoryview, at: int, length: int) -> str:
    """The name of a member that stands at a place; "" if there is none."""
    name = bytes(view[at : at + min(length, MOST_NAME)]).decode("ascii", "replace")
    return name if len(name) == length and (NAME.fullmatch(name) or name == MANIFEST) else ""


def _manifest(checks: Checks, seen: Collection[tuple[int, Record]], title: str) -> Manifest | None:
    """The manifest, if it is intact."""
    for start, record in seen:
        if record[0] == MANIFEST or start == AFTER_HEADER:
            content = checks.content(start, record)
            with suppress(ValueError, RecursionError):
                return parse_manifest(content or b"", title)
    return None
