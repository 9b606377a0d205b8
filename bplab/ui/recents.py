"""The files opened last, as File > Open recent and the start page list them."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import time

from PySide6.QtCore import QObject, Signal

from bplab.storage.document import Document
from bplab.storage.recents import Recent, RecentFiles
from bplab.ui.summary import about_text, result_text

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


Change = Callable[[Document], Document]


def as_it_is(document: Document) -> Document:
    """Change nothing."""
    return document


class Recents(QObject):
    """Kept on disk, written in a thread: a slow disk does not hold up the window."""

    changed = Signal()

    def __init__(self, folder: Path, draw: Change = as_it_is, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._list, self._draw = RecentFiles(folder), draw
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="recents")
        self._last: Future[None] | None = None

    @property
    def files(self) -> tuple[Recent, ...]:
        """The list as it is now, also if another window has added to it; the last file first."""
        if self._last is not None:
            self._last.result()
        return self._list.read()

    def add(self, path: Path, document: Document) -> None:
        """Put a file first that was opened or saved."""
        self._do(partial(self._add, path.absolute(), time(), document))

    def remove(self, path: Path) -> None:
        """Take a file off the list."""
        self._do(partial(self._list.remove, path))

    def clear(self) -> None:
        """Take all files off the list; the files themselves stay."""
        self._do(self._list.clear)

    def close(self) -> None:
        """End the thread after what is under way."""
        self._pool.shutdown()

    def _add(self, path: Path, now: float, document: Document) -> None:
        shown = document if document.thumbnail else self._draw(document)
        recent = Recent(path, now, about_text(document), result_text(document), shown.thumbnail)
        self._list.add(recent)

    def _do(self, change: Callable[[], None]) -> None:
        self._last = self._pool.submit(change)
        self.changed.emit()


def when_text(seconds: float, now: float) -> str:
    """A moment in local time: Today 14:05, Yesterday 16:20, 24 Nov 09:12, 24 Nov 2024.

    Units: both in seconds since 1970.
    """
    try:
        then, today = _local(seconds), _local(now)
    except (OverflowError, OSError, ValueError):
        return ""
    clock, days = f"{then:%H:%M}", (today.date() - then.date()).days
    if days in (0, 1):
        return f"{('Today', 'Yesterday')[days]} {clock}"
    day = f"{then.day} {MONTHS[then.month - 1]}"
    return f"{day} {clock}" if then.year == today.year else f"{day} {then.year}"


def _local(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone()
