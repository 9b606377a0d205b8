"""What survives the end of a window that nobody asked for: snapshots of its document in a folder of its own.

sessions/20251129-143120-5f3a/    0700, locked as long as the window lives
    a.bplab, b.bplab              two snapshots in turn; the generation is inside
sessions/trash/                   what was discarded, for 7 days
"""

import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bplab.errors import UserError, named
from bplab.storage.document import Document
from bplab.training.record import Record

KEY = "autosave"  # in the view of a snapshot: its generation, when it was made, and of which file
NAMES = ("a.bplab", "b.bplab")
LOCK, TRASH = "lock", "trash"
TRASH_DAYS = 7
TRASH_SECONDS = TRASH_DAYS * 24 * 3600
CHECKPOINTS = 16  # of the current run; the timeline is not kept


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A document as it was kept, and what it was called.

    Units: times in seconds since 1970.
    """

    document: Document
    generation: int
    name: str  # of its file; empty if it had none
    time: float  # when it was kept


class Session:
    """The folder of a window, made when the first snapshot is kept."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder: Path | None = None
        self._lock: Lock | None = None
        self._generation = 0

    @property
    def folder(self) -> Path | None:
        """Where the snapshots are; None while there is none."""
        return self._folder

    def keep(self, document: Document, name: str = "") -> None:
        """Keep a snapshot in place of the last but one.

        Raises: UserError if it cannot be written.
        """
        folder = self._folder or self._make()
        generation = self._generation + 1
        stamp = {"generation": generation, "name": name, "time": time.time()}
        kept = replace(document, view={**document.view, KEY: stamp})
        kept.save(folder / NAMES[generation % 2])
        self._generation = generation

    def beat(self) -> None:
        """Mark that the window lives, so that the time of its end is known."""
        if self._folder is not None:
            with suppress(OSError):
                os.utime(self._folder / LOCK)

    def end(self) -> None:
        """Delete the folder: nothing in it is wanted any more."""
        folder, lock = self._folder, self._lock
        self._folder = self._lock = None
        if folder is not None and lock is not None:
            for name in NAMES:  # first: unlocked, they would be offered
                with suppress(OSError):
                    (folder / name).unlink(missing_ok=True)
            lock.release()
            _delete(folder)

    def leave(self) -> None:
        """Leave the folder to the next start, which offers what is in it."""
        if self._lock is not None:
            self._lock.release()
        self._folder = self._lock = None

    def _make(self) -> Path:
        """Make a folder that nobody else has locked, not even to see whether it is left behind."""
        lock = None
        while lock is None:
            folder = self._root / f"{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(4)}"
            try:
                folder.mkdir(mode=0o700, parents=True)
            except OSError as error:
                raise UserError(f"{named(folder)} cannot be made: {error.strerror or error}.") from None
            lock = lock_of(folder)
            if not folder.exists():  # somebody else has cleared it away while it was empty
                lock = None
        self._folder, self._lock, self._generation = folder, lock, 0
        return folder


@dataclass(frozen=True, eq=False)
class Found:
    """What a window that has ended left behind.

    Units: times in seconds since 1970.
    """

    folder: Path
    snapshot: Snapshot
    ended: float  # about when

    def delete(self) -> None:
        """Delete it: what was in it is kept elsewhere."""
        _delete(self.folder)

    @property
    def trash(self) -> Path:
        """Where what is discarded is kept for a while."""
        return self.folder.parent / TRASH

    def discard(self) -> Path | None:
        """Move it into the trash, from which it goes after a while; None if it cannot be moved."""
        with suppress(OSError):
            self.trash.mkdir(mode=0o700, exist_ok=True)
            moved = self.folder.replace(self.trash / self.folder.name)
            os.utime(moved)
            return moved
        return None


def left_behind(root: Path) -> list[Path]:
    """The folders of windows that have ended without deleting them, the newest first; empty ones go."""
    found = []
    for folder in sorted(_folders(root), reverse=True):
        if not (folder / LOCK).exists():
            with suppress(OSError):
                folder.rmdir()  # empty: its window was killed before it was locked, or after it was unlocked
            continue
        lock = lock_of(folder)
        if lock is None:
            continue
        lock.release()
        if any((folder / name).exists() for name in NAMES):
            found.append(folder)
        else:
            _delete(folder)
    return found


def look_into(folder: Path) -> Found | None:
    """Read the newest intact snapshot of a folder; None if there is none."""
    snapshots = [snapshot for name in NAMES if (snapshot := _read(folder / name)) is not None]
    if not snapshots:
        return None
    newest = max(snapshots, key=lambda one: one.generation)
    return Found(folder, newest, max(_touched(folder / LOCK), newest.time))


def empty_trash(root: Path, now: float) -> None:
    """Delete what was discarded long ago."""
    for folder in _folders(root / TRASH):
        if now - _touched(folder) > TRASH_SECONDS:
            _delete(folder)


def for_recovery(document: Document) -> Document:
    """A document without the timelines of its runs; the current one keeps its last checkpoints."""
    runs = (
        replace(run, checkpoints=run.checkpoints[-CHECKPOINTS:] if run.number == document.current else ())
        if isinstance(run, Record)
        else run
        for run in document.runs
    )
    return replace(document, runs=tuple(runs))


class Lock:
    """A lock that ends with its process, however that ends.

    SQLite locks files on every system, which Python itself does not; nothing is ever written to it.
    """

    def __init__(self, connection: sqlite3.Connection | None) -> None:
        self._connection = connection

    def release(self) -> None:
        """Let others have it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def lock_of(folder: Path) -> Lock | None:
    """Lock a folder; None if another window has locked it. Where nothing can be locked, all are free."""
    connection = None
    try:
        connection = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        return None if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY else Lock(None)
    return Lock(connection)


def _folders(root: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in root.iterdir() if path.name != TRASH and path.is_dir())


def _delete(folder: Path) -> None:
    """Delete a folder, and the one around it if nothing else is in it.

    The lock goes last: by it the rest is found if this is ended on the way.
    """
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name != LOCK:
                path.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.parent.rmdir()


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _read(path: Path) -> Snapshot | None:
    try:
        document = Document.open(path)
    except UserError:
        return None
    view = dict(document.view)
    stamp = view.pop(KEY, None)
    known: Mapping[str, Any] = stamp if isinstance(stamp, Mapping) else {}
    generation, made, name = known.get("generation"), known.get("time"), known.get("name")
    return Snapshot(
        replace(document, view=view),
        generation if isinstance(generation, int) else 0,
        name if isinstance(name, str) else "",
        float(made) if isinstance(made, int | float) else _touched(path),
    )
