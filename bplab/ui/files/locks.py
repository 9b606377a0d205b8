"""Knows which files are open in another window; nothing is written beside a file, which may be read-only."""

import os
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from bplab.ui import places


def lock_folder() -> Path:
    """Where the windows of this user on this machine tell each other which files are open."""
    return places.data_folder() / "open"


class FileLock:
    """One file that is open in this window; it ends with the process, whatever ends that."""

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        self.path = Path(os.path.realpath(path))
        folder = folder or lock_folder()
        named = f"{QSysInfo.machineHostName()} {os.path.normcase(self.path)}"  # a home may be shared
        key = sha256(os.fsencode(named)).hexdigest()[:32]
        self._lock = QLockFile(str(folder / f"{key}.lock"))
        self._lock.setStaleLockTime(0)  # a file may be open for days
        self._folder = folder

    def take(self) -> bool:
        """Whether no other window has the file; where that cannot be known, it counts as free."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return True
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def release(self) -> None:
        """Let other windows open the file."""
        self._lock.unlock()

    def is_of(self, path: Path) -> bool:
        """Whether it is the lock of a file."""
        return self.path == Path(os.path.realpath(path))
