"""Reads one member of a .bplab file past all others, so that a large file costs no more than a small one."""

from pathlib import Path
from typing import IO
from zlib import crc32

from bplab.errors import FileError, named, quoted
from bplab.storage.container import START
from bplab.storage.layout import CRC, LOCAL, SIZE, local_header
from bplab.storage.manifest import MANIFEST, MOST_BYTES, parse_manifest
from bplab.storage.reading import opened


def read_member(path: Path, name: str, most: int) -> bytes:
    """The content of a member of at most so many bytes; empty if the file has none.

    Raises: UserError if the file cannot be read, and FileError if it is damaged up to there.
    """
    title = named(path.name)
    with opened(path) as file:
        if file.read(len(START)) != START:
            raise FileError(f"{title} is not a file of Backprop Lab.")
        try:
            manifest = parse_manifest(_content(file, MANIFEST, MOST_BYTES), title)
            for each in manifest.names:
                if each == name:
                    return _content(file, name, most)
                file.seek(_header(file, each)[1], 1)
        except (ValueError, RecursionError) as error:
            raise FileError(f"{title} is damaged: {error}.") from None
    return b""


def _content(file: IO[bytes], name: str, most: int) -> bytes:
    crc, size = _header(file, name)
    if size > most:
        raise ValueError(f"{quoted(name)} in it is too large")
    data = file.read(size)
    if len(data) != size or crc32(data) != crc:
        raise ValueError(f"{quoted(name)} in it was changed")
    return data


def _header(file: IO[bytes], name: str) -> tuple[int, int]:
    """The checksum and the size of the member that must be next."""
    header = file.read(LOCAL.size + len(name))
    crc, size = int.from_bytes(header[CRC], "little"), int.from_bytes(header[SIZE], "little")
    if header != local_header(name, crc, size):
        raise ValueError(f"{quoted(name)} is not where it must be")
    return crc, size
