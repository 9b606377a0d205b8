"""A piece of work on a file that may take long: it says so after half a second, and can be cancelled."""

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from bplab.errors import UserError
from bplab.ui.files.desk import Desk
from bplab.ui.files.worker import FileWorker

T = TypeVar("T")
SOON = 500  # ms


class LongWork(QObject):
    """Does one thing after another; each may be cancelled while it is done."""

    def __init__(self, worker: FileWorker, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._worker, self._desk = worker, desk
        self._closing = Event()

    def do(
        self,
        saying: str,
        work: Callable[[Callable[[], bool]], T | None],
        done: Callable[[T], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """Do a piece of work, which is given whether to go on and returns None once it is cancelled."""
        cancelled, closing = Event(), self._closing
        soon = QTimer(self, singleShot=True, interval=SOON)
        soon.timeout.connect(lambda: self._desk.note(saying, "", (("Cancel", cancelled.set),)))

        def follow(after: Callable[[], object]) -> None:
            shown = not soon.isActive()
            soon.stop()
            soon.deleteLater()
            if shown:
                self._desk.withdraw()
            after()

        self._worker.do(
            lambda: work(lambda: not (cancelled.is_set() or closing.is_set())),
            lambda found: follow(lambda: None if found is None or cancelled.is_set() else done(found)),
            lambda error: follow(lambda: failed(error)),
        )
        soon.start()

    def close(self) -> None:
        """Cancel what is being done."""
        self._closing.set()
