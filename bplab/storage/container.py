"""The container of a .bplab file: named members in exactly one valid layout of bytes.

Reading repeats what writing does and compares: whatever is cut off, changed, added, repeated or reordered
is found by this one rule, and the damaged part is named.
"""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bplab.errors import FileError, cut, named, quoted
from bplab.storage.layout import (
    LOCAL,
    SIGNATURES,
    SIZE,
    Chunk,
    Entry,
    archive,
    directory,
    entry,
    local_header,
)
from bplab.storage.manifest import MANIFEST, MINOR, Manifest, parse_manifest
from bplab.storage.npy import parse_array
from bplab.storage.reading import opened
from bplab.storage.strict_json import parse_canonical
from bplab.storage.writing import write_file

MOST_BYTES = 1 << 30
LARGE = 1 << 20
MIMETYPE = entry("mimetype", (b"application/x-bplab+zip",))
SOON_READ = 4 << 20  # bytes that are read as a document within milliseconds
NEAR = 1 << 16  # bytes in which the first intact part of a damaged file begins
START = b"".join(archive([MIMETYPE])[:2])  # of every file
DIRECTORY = "the list of its parts"
REST = "the end"

Member: TypeAlias = Chunk | Sequence[Chunk]  # a sequence is one content in several pieces
Read: TypeAlias = Callable[[int, int], Chunk]  # so many bytes from a place on, fewer at the end


@dataclass(frozen=True)
class Container:
    """The members of a file by name; readers may pass over the optional ones."""

    members: Mapping[str, memoryview]
    optional: frozenset[str] = frozenset()
    damaged: tuple[str, ...] = ()  # parts that are lost, after a salvage
    title: str = "The file"  # as sentences name it
    minor: int = MINOR  # the version that wrote it

    def json(self, name: str) -> Any:
        """The value of a JSON member.

        Raises: FileError if it is not written as the lab writes it.
        """
        try:
            return parse_canonical(self.members[name])
        except (ValueError, RecursionError) as error:
            raise self.refused(name, str(error)) from None

    def array(self, name: str) -> NDArray[Any]:
        """The array of an .npy member, read-only.

        Raises: FileError if it is not written as the lab writes it.
        """
        try:
            return parse_array(self.members[name])
        except ValueError as error:
            raise self.refused(name, str(error)) from None

    def holds(self, name: str, member: Member) -> bool:
        """Whether a member has exactly this content."""
        found, at = self.members.get(name, memoryview(b"")), 0
        for piece in _pieces(member):
            if not _equal(found[at : at + len(piece)], piece):
                return False
            at += len(piece)
        return at == len(found) and name in self.members

    def refused(self, name: str, reason: str) -> FileError:
        """The error that says why a member cannot be used."""
        why = cut(reason.removesuffix("."), 150)
        return FileError(f"{self.title} cannot be opened because of {quoted(name)} in it: {why}.", (name,))


def pack(members: Mapping[str, Member], optional: Collection[str] = (), minor: int = MINOR) -> list[Chunk]:
    """All bytes of a file with these members, in chunks that copy no content.

    Raises: FileError if they are more than a file holds.
    """
    manifest = Manifest.of(members, optional, minor)
    entries = [MIMETYPE, entry(MANIFEST, (manifest.dump(),))]
    entries += [entry(name, _pieces(members[name])) for name in manifest.names]
    chunks = archive(entries)
    if sum(map(len, chunks)) > MOST_BYTES:
        raise FileError("The experiment is larger than a file may be (1 GiB). Delete runs from it.")
    return chunks


def unpack(data: Chunk, title: str = "The file") -> Container:
    """Read the bytes of a file.

    Raises: FileError if they are not exactly as `pack` writes them, naming the damaged part.
    """
    view = memoryview(data)
    return _unpack(lambda at, size: view[at : at + size], len(view), title)


def read_container(path: Path) -> Container:
    """Read a file, member by member, and no further than it is intact.

    Raises: UserError if it cannot be read, and FileError as `unpack`.
    """
    with opened(path) as file:

        def read(at: int, size: int) -> bytes:
            file.seek(at)
            return file.read(size)

        return _unpack(read, file.seek(0, os.SEEK_END), named(path.name))


def write_container(path: Path, chunks: Sequence[Chunk]) -> None:
    """Replace a file by what `pack` gave, once it is safely on the disk and was read back.

    Raises: UserError if it cannot be written; the old file is then as it was.
    """
    write_file(path, lambda file: file.writelines(chunks), partial(_check_written, chunks))


def _check_written(chunks: Sequence[Chunk], path: Path) -> None:
    """Read a file back as a document; a large one byte for byte, which takes half the time.

    Raises: UserError if it is not what was to be written.
    """
    if sum(map(len, chunks)) <= SOON_READ:
        read_container(path)
        return
    with opened(path) as file:
        pieces = ((file.read(len(chunk)), chunk) for chunk in chunks if len(chunk))
        if not all(_equal(*piece) for piece in pieces) or file.read(1):
            raise FileError("it is not what was written")


def _unpack(read: Read, size: int, title: str) -> Container:
    if size > MOST_BYTES:
        raise FileError(f"{title} is larger than any experiment (1 GiB). Is it the right one?")
    if read(0, len(START)) != START:
        has_parts = any(mark in bytes(read(0, NEAR)) for mark in SIGNATURES.values())
        damaged = (MIMETYPE.name,) if has_parts else ()  # else nothing of it can be intact
        raise FileError(f"{title} is not a file of Backprop Lab{_but(read(0, 4))}.", damaged)
    entries = [MIMETYPE, _entry(read, size, len(START), MANIFEST, title)]
    try:
        manifest = parse_manifest(entries[1].content[0], title)
    except (ValueError, RecursionError):
        raise _damaged(title, MANIFEST, "it is not as the lab writes it") from None
    at = len(START) + _length(entries[1])
    for name in manifest.names:
        entries.append(_entry(read, size, at, name, title))
        at += _length(entries[-1])
    _check_end(read, size, at, directory(entries), title)
    members = {each.name: memoryview(each.content[0]) for each in entries[2:]}
    return Container(members, manifest.optional, title=title, minor=manifest.minor)


def _entry(read: Read, size: int, at: int, name: str, title: str) -> Entry:
    """Read the member that must be at a place."""
    header = bytes(read(at, LOCAL.size + len(name)))
    at += len(header)
    length = int.from_bytes(header[SIZE], "little")
    if at + length > size or not header:
        raise _damaged(title, name, "the file ends in it")
    if length > LARGE and read(at + length, 2) != b"PK":  # before memory is taken for it
        raise _damaged(title, name, "it was changed")
    found = entry(name, (read(at, length),))
    if header != local_header(name, found.crc, length):
        raise _damaged(title, name, "it was changed")
    return found


def _check_end(read: Read, size: int, at: int, expected: bytes, title: str) -> None:
    """Check that the directory follows, and nothing after it."""
    end = at + len(expected)
    if read(at, len(expected)) != expected:
        raise _damaged(title, DIRECTORY, "the file ends in it" if size < end else "it was changed")
    if size != end:
        raise _damaged(title, REST, f"{size - end} more bytes stand there")


def _pieces(member: Member) -> tuple[Chunk, ...]:
    return (member,) if isinstance(member, bytes | memoryview) else tuple(member)


def _equal(one: Chunk, other: Chunk) -> bool:
    """Whether bytes are equal, as fast as memory is read, which views are not compared."""
    return np.array_equal(np.frombuffer(one, np.uint8), np.frombuffer(other, np.uint8))


def _length(found: Entry) -> int:
    return LOCAL.size + len(found.name) + found.size


def _but(first: Chunk) -> str:
    """Say what else a file could be, from how it begins."""
    if not first:
        return ": it is empty"
    return ", or its beginning was changed" if first == START[:4] else ""


def _damaged(title: str, part: str, how: str) -> FileError:
    where = part if part in {DIRECTORY, REST} else quoted(part)
    return FileError(f"{title} is damaged in {where}: {how}. The intact parts can be opened.", (part,))
