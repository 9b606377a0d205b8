"""Keeps snapshots of what is in no file yet, in a thread of its own, until it is saved or given up."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.errors import UserError
from bplab.storage.document import Document
from bplab.storage.recovery import Session, for_recovery
from bplab.training.snapshot import RunState
from bplab.ui.document import OpenDocument
from bplab.ui.files.worker import FileWorker

REST = 10.0  # a snapshot is kept at most once in so many times as long as the last one took
SOON = 10.0  # seconds between two that are made for a reason
BEAT = 5_000  # ms between two signs of life


class Autosave(QObject):
    """Every so many seconds, before training and before a file is read; neither window nor training waits."""

    failed = Signal(str)  # why nothing can be kept; once, until something could
    bug = Signal(str)  # a report
    _frozen = Signal(object, str, object, bool)  # from the training thread

    def __init__(
        self,
        document: OpenDocument,
        root: Path,
        finish: Callable[[Document], Document],
        seconds: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._finish = document, finish
        self._session = Session(root)  # used in the worker's thread alone
        self._worker = FileWorker("bplab-autosave", self)
        self._worker.bug.connect(self.bug)
        self._writing, self._told = 0, False
        self._before, self._took = -SOON, 0.0  # when the last one began, and how long it took
        self._kept: object = None  # what the last snapshot held
        self._frozen.connect(self._take)
        document.changed.connect(self._follow)
        self._timers = QTimer(self, interval=round(1000 * seconds)), QTimer(self, interval=BEAT)
        self._timers[0].timeout.connect(self._turn)
        self._timers[1].timeout.connect(lambda: self._do(self._session.beat))
        for timer in self._timers:
            timer.start()

    def take_state(self, _run: int, state: RunState) -> None:
        """Keep what there is before it is trained further."""
        if state is RunState.RUNNING:
            self.keep_soon()

    def keep_soon(self) -> None:
        """Keep a snapshot now, unless one was just made."""
        if monotonic() - self._before >= SOON:
            self._turn()

    def keep(self, then: Callable[[], object] = lambda: None, *, always: bool = True) -> None:
        """Keep a snapshot now, perhaps only if anything is new; `then` follows when it is on disk."""
        if not self._document.is_modified:
            return
        self._before, name = monotonic(), self._document.name
        self._document.freeze(lambda whole: self._frozen.emit(whole, name, then, always))

    def close(self, *, leave: bool = False) -> None:
        """Delete the snapshots, because what is wanted of the document is in a file; or leave them."""
        for timer in self._timers:
            timer.stop()
        self._frozen.disconnect(self._take)
        self._document.changed.disconnect(self._follow)
        self._do(self._session.leave if leave else self._session.end)
        self._worker.close()

    def _turn(self) -> None:
        resting = monotonic() - self._before < REST * self._took
        if not self._writing and not resting:
            self.keep(always=False)

    def _follow(self) -> None:
        """What is in a file needs no snapshot any more."""
        if not self._document.is_modified:
            self._do(self._forget)

    def _forget(self) -> None:
        self._kept = None
        self._session.end()

    def _take(self, whole: Document, name: str, then: Callable[[], object], always: bool) -> None:
        if not self._document.is_modified or (self._writing and not always):
            return  # it was saved meanwhile, or is just being kept
        self._writing += 1
        self._worker.do(partial(self._write, whole, name, always), partial(self._done, then), self._fail)

    def _write(self, whole: Document, name: str, always: bool) -> float:
        """Keep a snapshot; return the seconds it took."""
        begin, held = monotonic(), _contents(whole)
        if always or held != self._kept:
            self._session.keep(self._finish(for_recovery(whole)), name)
            self._kept = held
        return monotonic() - begin

    def _done(self, then: Callable[[], object], seconds: float) -> None:
        self._writing, self._took, self._told = self._writing - 1, seconds, False
        then()

    def _fail(self, error: UserError) -> None:
        self._writing -= 1
        if not self._told:
            self._told = True
            self.failed.emit(str(error))

    def _do(self, work: Callable[[], None]) -> None:
        self._worker.do(work, lambda _nothing: None, lambda _error: None)


def _contents(document: Document) -> object:
    """What makes a snapshot worth keeping, as far as it can change without another document."""
    runs = [(run.number, run.title, run.now.step, len(run.changes)) for run in document.runs]
    return runs, document.current, document.bookmarks, document.note
