"""Writes a file completely or not at all: to a temporary file first, which then replaces it in one move."""

import errno
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from bplab.errors import UserError, named

LEFT = re.compile(r"\.bplab-[0-9a-f]{16}\.tmp")  # by a writer that was killed
DAY = 86_400  # seconds
FULL = {errno.ENOSPC, errno.EDQUOT}


def write_file(
    path: Path, fill: Callable[[IO[bytes]], object], check: Callable[[Path], object] | None = None
) -> None:
    """Let a function write a file that then replaces the old one; links keep pointing to it.

    Whatever happens, either the old file remains unchanged or the new one is complete, and nothing else is
    left. `check` reads what was written, before it replaces anything, and raises an error against it. After
    the return, a power failure changes nothing any more.

    Raises: UserError if it cannot be written.
    """
    with _told(path):
        place = _place_of(path)
        with _beside(place) as temporary:
            with temporary.open("xb") as file:
                if place.exists():
                    temporary.chmod(stat.S_IMODE(place.stat().st_mode))  # first: it may be a secret
                fill(file)
                file.flush()
                with ThreadPoolExecutor(1) as disk:  # it is slow, and what was written can be read meanwhile
                    settled = disk.submit(os.fsync, file.fileno())
                    if check is not None:
                        _read_back(temporary, check)
                    settled.result()
            temporary.replace(place)
        _settle(place.parent)
        _sweep(place)


def _read_back(temporary: Path, check: Callable[[Path], object]) -> None:
    try:
        check(temporary)
    except UserError as error:
        raise OSError(f"what was written cannot be read again ({error})") from None


def check_writable(path: Path) -> None:
    """Check in advance whether a file could be written.

    Raises: UserError if it could not.
    """
    with _told(path), _beside(_place_of(path)) as temporary:
        temporary.open("xb").close()


def _place_of(path: Path) -> Path:
    """Resolve the path of the file itself through all links; OSError if no file can be there."""
    try:
        place = Path(os.path.realpath(path))
    except ValueError as error:  # a name that no system accepts
        raise OSError(str(error)) from None
    with suppress(FileNotFoundError):
        kind = place.stat().st_mode
        if not stat.S_ISREG(kind):
            raise OSError("it is a folder" if stat.S_ISDIR(kind) else "it is not a file")
        if not os.access(place, os.W_OK):  # replacing it would not respect this
            raise PermissionError("it is write-protected")
    return place


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Name a temporary file in the same folder that is deleted afterwards."""
    temporary = place.with_name(f".bplab-{secrets.token_hex(8)}.tmp")
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Make the folder's new entry survive a power failure, where the system supports it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(place: Path) -> None:
    """Delete what writers that were killed left in the folder: no writing takes a day."""
    with suppress(OSError):
        now = place.stat().st_mtime  # by the clock of that disk
        for left in place.parent.glob(".bplab-*.tmp"):
            if LEFT.fullmatch(left.name) and now - left.stat().st_mtime > DAY:
                left.unlink()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        room = "Make room there, or choose" if error.errno in FULL else "Choose"
        raise UserError(
            f"{named(path)} cannot be written: {reason}. {room} another folder or name."
        ) from None
