"""Which file this window has, so that no other window opens it."""

from pathlib import Path

from bplab.ui.files.locks import FileLock


class HeldFile:
    """Holds the lock of the open file; another one is taken before this one is released."""

    def __init__(self) -> None:
        self._lock: FileLock | None = None

    def take(self, path: Path) -> FileLock | None:
        """The lock of a file, perhaps the one that is held; None if another window has it."""
        if self._lock is not None and self._lock.is_of(path):
            return self._lock
        lock = FileLock(path)
        return lock if lock.take() else None

    def hold(self, lock: FileLock | None) -> None:
        """Have another file, or none."""
        if self._lock is not None and self._lock is not lock:
            self._lock.release()
        self._lock = lock

    def give_back(self, lock: FileLock | None) -> None:
        """Do without a lock that was taken."""
        if lock is not None and lock is not self._lock:
            lock.release()
