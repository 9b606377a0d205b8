"""The bytes of an uncompressed ZIP archive in which every byte of every header is fixed.

Source: PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

from collections.abc import Iterable, Sequence
from struct import Struct
from typing import NamedTuple, TypeAlias
from zlib import crc32

Chunk: TypeAlias = bytes | memoryview

# Always the same: ZIP 2.0, no flags, stored, the first moment of 1980, no rights, extras and comments.
LOCAL = Struct("<4sHHHHHIIIHH")
CENTRAL = Struct("<4sHHHHHHIIIHHHHHII")
END = Struct("<4sHHHHIIH")
VERSION, DATE = 20, 0x21
SIGNATURES = {LOCAL: b"PK\3\4", CENTRAL: b"PK\1\2", END: b"PK\5\6"}
CRC, SIZE = slice(14, 18), slice(18, 22)  # of the content, in the header before it


class Entry(NamedTuple):
    """A member of an archive."""

    name: str
    crc: int
    size: int
    content: tuple[Chunk, ...]  # one after another


def entry(name: str, content: tuple[Chunk, ...]) -> Entry:
    """Make a member of its content."""
    crc = 0
    for chunk in content:
        crc = crc32(chunk, crc)
    return Entry(name, crc, sum(len(chunk) for chunk in content), content)


def local_header(name: str, crc: int, size: int) -> bytes:
    """What stands before the content of a member."""
    text = name.encode("ascii")
    return LOCAL.pack(SIGNATURES[LOCAL], VERSION, 0, 0, 0, DATE, crc, size, size, len(text), 0) + text


def directory(entries: Sequence[Entry]) -> bytes:
    """What stands after all members: the list of them with their places, and its end."""
    records, at = [], 0
    for name, crc, size, _ in entries:
        text = name.encode("ascii")
        records += [CENTRAL.pack(
            SIGNATURES[CENTRAL], VERSION, VERSION, 0, 0, 0, DATE,
            crc, size, size, len(text), 0, 0, 0, 0, 0, at,
        ), text]  # fmt: skip
        at += LOCAL.size + len(text) + size
    listed, count = b"".join(records), len(entries)
    return listed + END.pack(SIGNATURES[END], 0, 0, count, count, len(listed), at, 0)


def archive(entries: Iterable[Entry]) -> list[Chunk]:
    """All bytes of an archive, in chunks, without copying any content."""
    entries = tuple(entries)
    chunks: list[Chunk] = []
    for each in entries:
        chunks += [local_header(each.name, each.crc, each.size), *each.content]
    return [*chunks, directory(entries)]
