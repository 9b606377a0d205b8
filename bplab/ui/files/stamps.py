"""Notices files that somebody else has changed since they were read or written here."""

from pathlib import Path
from typing import NamedTuple

from bplab.errors import UserError, named


class Stamp(NamedTuple):
    """What changes with every new content of a file."""

    size: int
    time: int  # nanoseconds


class ChangedOnDiskError(UserError):
    """A file is not what it was."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{named(path.name)} was changed by another program or another person.")


class Stamps:
    """The files read and written here; used in the threads that do it."""

    def __init__(self) -> None:
        self._known: dict[Path, Stamp | None] = {}

    def keep(self, path: Path) -> None:
        """Remember a file as it is now."""
        self._known[path] = _stamp_of(path)

    def check(self, path: Path) -> None:
        """A file that is gone can be written again.

        Raises: ChangedOnDiskError if a file that was read or written here has another content now.
        """
        now = _stamp_of(path)
        if path in self._known and now not in (None, self._known[path]):
            raise ChangedOnDiskError(path)


def _stamp_of(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return Stamp(found.st_size, found.st_mtime_ns)
