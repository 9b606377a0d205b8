"""Reads .npz archives that others wrote: plain arrays of numbers, each checked against its header first."""

import ast
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from bplab.errors import UserError, cut, named
from bplab.storage.reading import read_bytes

MOST_BYTES = 256 << 20  # of all arrays, unpacked
MOST_ARRAYS = 1000
MOST_HEADER = 10_000  # bytes
MOST_SIDES = 32
MAGIC = b"\x93NUMPY"
LENGTHS = {b"\x01\x00": 2, b"\x02\x00": 4, b"\x03\x00": 4}  # bytes of the header's length, by version
PLAIN = "[<>|=]?([biufc](1|2|4|8|16)|[SU][1-9][0-9]{0,4})"  # the type of numbers, yes-no or text


def read_npz(path: Path) -> dict[str, NDArray[Any]]:
    """Read all arrays of an archive by name.

    Raises: UserError if it is no such archive, damaged, or larger than MOST_BYTES when unpacked.
    """
    data = read_bytes(path, MOST_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return dict(_arrays(archive))
    except (ValueError, TypeError, EOFError, OSError, zipfile.BadZipFile, zlib.error, struct.error) as error:
        reason = cut(str(error) or type(error).__name__, 120)
    except (RuntimeError, SyntaxError, MemoryError):  # encrypted, packed in another way, or nested too deep
        reason = "one of its parts is damaged or encrypted"
    raise UserError(
        f"{named(path.name)} cannot be read as .npz: {reason}. Write it with np.savez(...)."
    ) from None


def _arrays(archive: zipfile.ZipFile) -> Iterator[tuple[str, NDArray[Any]]]:
    parts = archive.infolist()
    if len(parts) > MOST_ARRAYS:
        raise ValueError(f"it has {len(parts):,} arrays, more than {MOST_ARRAYS:,}")
    if len({part.filename for part in parts}) < len(parts):
        raise ValueError("two of its arrays have the same name")
    room = MOST_BYTES
    for part in parts:
        name = part.filename.removesuffix(".npy")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(f"{named(name)} is compressed in an unusual way")
        with archive.open(part) as file:
            array = _array(name, file, room)
        room -= array.nbytes
        yield name, array


def _array(name: str, file: IO[bytes], room: int) -> NDArray[Any]:
    """Read an array as NumPy writes it: a magic string, a header, and no more than what that says."""
    begin = file.read(8)
    version = begin[6:]
    if begin[:6] != MAGIC or version not in LENGTHS:
        raise ValueError(f"{named(name)} is not an array that NumPy wrote")
    length = int.from_bytes(file.read(LENGTHS[version]), "little")
    if length > MOST_HEADER:
        raise ValueError(f"{named(name)} has a longer header than any array")
    shape, by_columns, dtype = _header(name, file.read(length))
    size = dtype.itemsize * prod(shape)
    if size > room:
        raise ValueError(f"unpacked, it is larger than {MOST_BYTES >> 20} MiB")
    values = file.read(size + 1)
    if len(values) != size:
        raise ValueError(f"{named(name)} does not have the size that its header says")
    flat = np.frombuffer(values, dtype) if values else np.empty(0, dtype)
    return flat.reshape(shape, order="F" if by_columns else "C")


def _header(name: str, text: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, order and type: a dictionary of literals, in which nothing is evaluated."""
    said = ast.literal_eval(text.decode("utf-8").strip())
    match said:
        case {"descr": str(kind), "fortran_order": bool(by_columns), "shape": tuple(shape)} if len(said) == 3:
            pass
        case _:
            raise ValueError(f"{named(name)} is not a plain array")
    if not re.fullmatch(PLAIN, kind, re.ASCII):
        raise ValueError(f"{named(name)} is not an array of numbers (dtype {cut(kind, 40)})")
    if not all(type(size) is int and 0 <= size <= MOST_BYTES for size in shape) or len(shape) > MOST_SIDES:
        raise ValueError(f"{named(name)} has an impossible shape")
    return shape, by_columns, np.dtype(kind)
