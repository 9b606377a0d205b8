"""Working out which pixels lie near which curve, beside the window: only the last wish counts."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.ui.canvas.edges.pixels import PixelMap

LOOK = 8  # ms between two looks at whether it is made


class PixelMapWorker(QObject):
    """One worker thread; `ready` brings what it made and the wish's tag, unless a newer wish came.

    The thread knows nothing of Qt: a signal sent from it could meet a window that is just being taken down.
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
