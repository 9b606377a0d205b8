"""A thread that reads or writes files one after another, so that the window never waits for a disk."""

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, SignalInstance

from bplab.errors import UserError

T = TypeVar("T")
BUG = UserError("Something unexpected happened, which the report shows; the file is as it was.")


class FileWorker(QObject):
    """What follows on a piece of work is done in the window's thread."""

    bug = Signal(str)  # a report
    _ended = Signal(object)  # what follows

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._telling, self._closed = Lock(), False
        self._ended.connect(self._follow)

    def do(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """Do a piece of work after those before it; then one of the two follows, unless it is closed."""
        if self._closed:
            return

        def run() -> None:
            try:
                follow: Callable[[], object] = partial(done, work())
            except UserError as error:
                follow = partial(failed, error)
            except Exception:  # noqa: BLE001 - a bug must reach the user as a report, not end the thread silently
                self._tell(self.bug, traceback.format_exc())
                follow = partial(failed, BUG)
            self._tell(self._ended, follow)

        self._pool.submit(run)

    def _tell(self, signal: SignalInstance, what: object) -> None:
        """Emit a signal from the worker's thread, but not while or after its owner is destroyed."""
        with self._telling:
            if not self._closed:
                signal.emit(what)

    def close(self) -> None:
        """Take no more work; what has begun is completed before the process ends."""
        with self._telling:
            self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=False)

    def _follow(self, follow: Callable[[], object]) -> None:
        follow()
