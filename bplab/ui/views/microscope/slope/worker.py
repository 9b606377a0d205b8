"""Computing beside the window, in a thread of its own: the last wish counts, and can be taken back."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.explain.slope.line import Turn
from bplab.training.jobs import Job, Jobs

LOOK = 4  # ms between two looks at whether it is done
T = TypeVar("T")


class SlopeWorker(QObject, Generic[T]):
    """`ready` brings what was made and the seconds it took, unless a newer wish came or it was taken back.

    The thread knows nothing of Qt: a signal sent from it could meet a window that is just being taken down.
    """

    ready = Signal(object, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = Jobs()
        self._running: Job[T] | None = None
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)
        self.destroyed.connect(self._jobs.close)

    @property
    def busy(self) -> bool:
        """Whether something is being made that is still wanted."""
        return self._running is not None

    def ask(self, make: Callable[[Turn], T]) -> None:
        """Have something made; what is being made ends at its next turn."""
        self.forget()
        self._running = self._jobs.submit(lambda job: make(_turn_of(job)))
        self._timer.start()

    def forget(self) -> None:
        """Want nothing any more."""
        if self._running is not None:
            self._running.cancel()
        self._running = None
        self._timer.stop()

    def _look(self) -> None:
        job = self._running
        if job is not None and job.finished:
            self._running = None
            self._timer.stop()
            self.ready.emit(job.result(), job.seconds)


def _turn_of(job: Job[T]) -> Turn:
    """Let window and training in, and end work that is not wanted any more."""

    def turn() -> None:
        job.progress(0, 0)
        if job.cancelled():
            raise CancelledError

    return turn
