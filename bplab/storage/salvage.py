"""Finds the intact members of a damaged .bplab file, and names what is lost."""

import re
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


class Found(dict[str, memoryview]):
    """Members of which the content has the recorded checksum, each under one name and in one place."""

    def __init__(self, view: memoryview) -> None:
        super().__init__()
        self._view = view
        self._starts: set[int] = set()
        self._left = MOST_CHECKED * len(view)

    def take(self, start: int, name: str, crc: int, size: int) -> None:
        """Take the member that a record describes, if it is intact and not described otherwise before."""
        if name in self or start in self._starts or self._left < size:
            return
        self._left -= size
        content = self._view[start : start + size]
        if len(content) == size and crc32(content) == crc:
            self[name] = content
            self._starts.add(start)


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
    heads, listed = dict(_heads(view)), dict(_listed(view))
    found = Found(view)
    manifest = _manifest(found, [*heads.items(), *listed.items()], title)
    names = set(manifest.names)
    for records in (heads.items() & listed.items(), heads.items(), listed.items()):  # best attested first
        for start, record in sorted(records):
            if record[0] in names:
                found.take(start, *record)
    members = {name: found[name] for name in manifest.names if name in found}
    if not members:
        raise FileError(f"{title} is damaged throughout: nothing in it is intact.", damaged)
    lost = {*damaged, *manifest.names} - members.keys()
    return Container(members, manifest.optional & members.keys(), tuple(sorted(lost)), title, manifest.minor)


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


def _manifest(found: Found, seen: Collection[tuple[int, Record]], title: str) -> Manifest:
    """The manifest, if it is intact, or one of all names that were seen."""
    for start, (name, crc, size) in seen:
        if name == MANIFEST or start == AFTER_HEADER:
            found.take(start, MANIFEST, crc, size)
    with suppress(KeyError, ValueError, RecursionError):
        return parse_manifest(found[MANIFEST], title)
    return Manifest(tuple({name for _, (name, *_) in seen} - {MANIFEST}))
