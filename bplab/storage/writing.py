"""Writes a file whole or not at all: beside its place first, then into it in one move of the system's."""

import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from bplab.errors import UserError, named


def write_file(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Have a file filled that then takes the place of what stood there; a link keeps leading to it.

    Whatever happens, the old file is there as it was, or the new one as a whole, and nothing else.

    Raises: UserError when it cannot be written.
    """
    with _told(path):
        place = _place_of(path)
        with _beside(place) as temporary:
            with temporary.open("xb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            if place.exists():
                temporary.chmod(stat.S_IMODE(place.stat().st_mode))
            temporary.replace(place)
        _settle(place.parent)


def check_writable(path: Path) -> None:
    """Find out, before the work is done, whether it could be written. Raises UserError where it could not."""
    with _told(path), _beside(_place_of(path)) as temporary:
        temporary.open("xb").close()


def _place_of(path: Path) -> Path:
    """Where the file itself lies, at the end of all links; OSError where no file can be."""
    try:
        place = Path(os.path.realpath(path))
    except ValueError as error:  # a name that no system takes
        raise OSError(str(error)) from None
    with suppress(FileNotFoundError):
        kind = place.stat().st_mode
        if not stat.S_ISREG(kind):
            raise OSError("it is a folder" if stat.S_ISDIR(kind) else "it is not a file")
        if not os.access(place, os.W_OK):  # a move into its place would not ask
            raise PermissionError("it is write-protected")
    return place


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Name a file of the same folder that is gone afterwards, if it is still there."""
    temporary = place.with_name(f".bplab-{secrets.token_hex(8)}.tmp")
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Have the folder's new entry outlast a power cut, where the system knows how."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            f"{named(path)} cannot be written: {reason}. Choose another folder or name."
        ) from None
