"""Computes in a worker thread which pixels lie near which curve; only the last request counts."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.ui.canvas.edges.pixels import PixelMap

LOOK = 8  # ms between two checks whether it is ready


class PixelMapWorker(QObject):
    """One worker thread; `ready` delivers its result and the request's tag, unless there is a newer request.

    The thread does not use Qt: a signal sent from it could reach a window that is just being destroyed.
    """

    ready = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="edges")
        self._running: Future[PixelMap] | None = None
        self._waiting: tuple[Callable[[], PixelMap], Any] | None = None
        self._tag: Any = None
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)

    def ask(self, make: Callable[[], PixelMap], tag: object) -> None:
        """Request a result from the thread; an older request that has not started is dropped."""
        self._waiting = (make, tag)
        if self._running is None:
            self._start()

    def forget(self) -> None:
        """Cancel all requests."""
        self._waiting = None
        self._tag = None

    def close(self) -> None:
        """End the thread; what is under way is delivered no more."""
        self.forget()
        self._timer.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(self) -> None:
        if self._waiting is None:
            self._timer.stop()
            return
        make, self._tag = self._waiting
        self._waiting = None
        self._running = self._pool.submit(make)
        self._timer.start()

    def _look(self) -> None:
        made = self._running
        if made is None or not made.done():
            return
        tag, self._running = self._tag, None
        wanted = self._waiting is None and tag is not None
        self._start()
        if wanted:
            self.ready.emit(made.result(), tag)
