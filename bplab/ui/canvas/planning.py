"""Working out which pixels lie near which curve, beside the window: only the last wish counts."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

from bplab.ui.canvas.raster import Plan


class Planner(QObject):
    """One worker thread; `ready` brings what it made and the wish's tag, unless a newer wish came."""

    ready = Signal(object, object)
    _made = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="edges")
        self._running: Future[Plan] | None = None
        self._waiting: tuple[Callable[[], Plan], Any] | None = None
        self._tag: Any = None
        self._made.connect(self._finish)

    def ask(self, make: Callable[[], Plan], tag: object) -> None:
        """Have something made in the thread; an older wish not begun yet is forgotten."""
        self._waiting = (make, tag)
        if self._running is None:
            self._start()

    def forget(self) -> None:
        """Want nothing any more."""
        self._waiting = None
        self._tag = None

    def _start(self) -> None:
        if self._waiting is None:
            return
        make, self._tag = self._waiting
        self._waiting = None
        self._running = self._pool.submit(make)
        self._running.add_done_callback(self._tell)

    def _tell(self, future: Future[Plan]) -> None:
        # In the worker: the window may be gone by now.
        try:
            self._made.emit(future)
        except RuntimeError:
            self._pool.shutdown(wait=False)

    def _finish(self, future: Future[Plan]) -> None:
        tag, self._running = self._tag, None
        if self._waiting is None and tag is not None:
            self.ready.emit(future.result(), tag)
        self._start()
