"""A thread that reads or writes files one after another, so that the window never waits for a disk."""

import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from bplab.data.wanted import GivenUp
from bplab.errors import UserError

T = TypeVar("T")
BUG = UserError("Something unexpected happened, which the report shows; the file is as it was.")


class FileWorker(QObject):
    """What follows on a piece of work is done in the window's thread, and known there alone.

    The thread holds nothing that could be destroyed in it once the window has let go of it.
    """

    bug = Signal(str)  # a report
    _ended = Signal(object)  # what was made, or why it was not: a UserError or GivenUp

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._following: deque[tuple[Callable[[Any], object], Callable[[UserError], object]]] = deque()
        self._closed = False
        self._ended.connect(self._follow)

    def do(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """Do a piece of work after those before it; then one of the two follows, unless it is given up."""
        if not self._closed:
            self._following.append((done, failed))
            self._pool.submit(self._run, work)

    def _run(self, work: Callable[[], object]) -> None:
        """In the thread."""
        try:
            self._ended.emit(work())
        except (UserError, GivenUp) as end:
            self._ended.emit(end)
        except Exception:  # noqa: BLE001 - a bug must reach the user as a report, not end the thread silently
            self.bug.emit(traceback.format_exc())
            self._ended.emit(BUG)

    def close(self) -> None:
        """Take no more work, and wait until what was given is done: no thread outlives its owner."""
        self._closed = True
        self._pool.shutdown()
        self._following.clear()

    def _follow(self, outcome: object) -> None:
        if self._closed:
            return
        done, failed = self._following.popleft()
        if isinstance(outcome, UserError):
            failed(outcome)
        elif not isinstance(outcome, GivenUp):
            done(outcome)
