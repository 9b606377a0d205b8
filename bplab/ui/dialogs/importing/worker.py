"""Reads tables in a thread of its own, with progress; only the last request is answered."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.data.csv.builder import Cancelled, Watch
from bplab.training.jobs import Job, Jobs

LOOK = 30  # ms between two looks at whether it is done
Make = Callable[[Watch], Any]
Then = Callable[[Any], object]


class TableWorker(QObject):
    """Calls functions in its thread, one after another; a newer one ends those before."""

    progressed = Signal(float)  # the share that is done, now and then

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = Jobs()
        self._job: Job[Any] | None = None
        self._then: Then = lambda _: None
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._job is not None

    def ask(self, make: Make, then: Then) -> None:
        """Call a function, which tells another the share that is done, and give its result to `then`."""
        self.forget()
        self._then = then
        self._job = self._jobs.submit(lambda job: make(lambda share: _watch(job, share)))
        self._timer.start()

    def forget(self) -> None:
        """End what is under way, and say nothing."""
        if self._job is not None:
            self._job.cancel()
        self._job = None
        self._timer.stop()

    def close(self) -> None:
        """End the thread as soon as what is under way notices."""
        self.forget()
        self._jobs.close()

    def _look(self) -> None:
        job = self._job
        if job is None:
            return
        if not job.finished:
            self.progressed.emit(job.done / 1000)
            return
        self._job = None
        self._timer.stop()
        self._then(job.result())


def _watch(job: Job[Any], share: float) -> None:
    job.progress(round(1000 * share), 1000)
    if job.cancelled():
        raise Cancelled
