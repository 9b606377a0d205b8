"""Reads files written by others: regular files within limits of size, time and memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from bplab.errors import UserError, cut, named
from bplab.storage.strict_json import MOST_BYTES, parse_json


def load_json(path: Path) -> Any:
    """Read strict JSON from a file.

    Raises: UserError if it cannot be read or parsed.
    """
    data = read_bytes(path)
    try:
        return parse_json(data)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{named(path.name)} is not a JSON experiment: {cut(str(error), 120)}.") from None


def read_bytes(path: Path, most: int = MOST_BYTES, what: str = "experiment") -> bytes:
    """Read a regular file, or the one that a link leads to.

    Raises: UserError for a folder, a pipe or a device, for more than `most` bytes, and if it cannot be read.
    """
    with opened(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise UserError(
            f"{named(path.name)} is larger than any {what} ({most >> 20} MiB). Is it the right one?"
        )
    return data


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a regular file, or the one that a link leads to, for reading.

    Raises: UserError for a folder, a pipe or a device, and if it cannot be read.
    """
    try:
        if path.exists() and not path.is_file():  # checked before opening, which might block forever
            raise UserError(f"{named(path)} cannot be read: it is {_kind(path)}, not a file.")
        with path.open("rb") as file:
            yield file
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UserError(f"{named(path)} cannot be read: {reason}.") from None


def _kind(path: Path) -> str:
    return "a folder" if path.is_dir() else "a pipe" if path.is_fifo() else "a device"
