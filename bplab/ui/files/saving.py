"""Saves the open document: frozen between two steps, then packed and written in a thread of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.errors import UserError
from bplab.storage.document import Document
from bplab.ui.document import Moment, OpenDocument
from bplab.ui.files.stamps import Stamps
from bplab.ui.files.worker import FileWorker

SLOW = 500  # ms after which it is said that a file is being saved or opened

Change = Callable[[Document], Document]


@dataclass(frozen=True)
class Save:
    """What is to be written, and what follows."""

    path: Path
    done: Callable[[], object]
    failed: Callable[[UserError], object]
    change: Change | None = None  # of a copy, which the open document goes on without
    is_copy: bool = False
    overwrite: bool = False  # also a file that was changed by somebody else


class Saving(QObject):
    """Neither window nor training waits for it."""

    saved = Signal(object, object)  # Path and Document; copies are not told of
    slow = Signal(bool)  # whether it takes long
    _frozen = Signal(object, object, object)  # from the training thread: Save, Moment, Document

    def __init__(
        self, document: OpenDocument, stamps: Stamps, worker: FileWorker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._stamps, self._worker = document, stamps, worker
        self.finish: Change = lambda whole: whole  # what is added in the thread that writes
        self._pending = 0
        self._later: list[Callable[[], object]] = []
        self._timer = QTimer(self, singleShot=True, interval=SLOW)
        self._timer.timeout.connect(partial(self.slow.emit, True))
        self._frozen.connect(self._take)

    @property
    def is_busy(self) -> bool:
        """Whether something is still to be written."""
        return self._pending > 0

    def then(self, call: Callable[[], object]) -> None:
        """Call something when everything is written."""
        if self.is_busy:
            self._later.append(call)
        else:
            call()

    def start(self, save: Save) -> None:
        """Save the document as it is now."""
        self._pending += 1
        if self._pending == 1:
            self._timer.start()
        before = self._document.moment
        self._document.freeze(lambda whole: self._frozen.emit(save, before, whole))

    def _take(self, save: Save, before: Moment, whole: Document) -> None:
        """What was trained by now is in the document, what was edited since the beginning is not."""
        moment = before._replace(steps=self._document.moment.steps)
        as_read = whole is self._document.as_read
        self._worker.do(
            partial(self._write, save, whole, as_read), partial(self._done, save, moment),
            partial(self._fail, save),
        )  # fmt: skip

    def _write(self, save: Save, whole: Document, as_read: bool) -> Document:
        """In the thread that writes; a document as it was read is written to the same bytes."""
        if not save.overwrite:
            self._stamps.check(save.path)
        if save.change is not None:
            whole = save.change(whole)
        if not as_read or save.change is not None:
            whole = self.finish(whole)
        whole.save(save.path)
        self._stamps.keep(save.path)
        return whole

    def _done(self, save: Save, moment: Moment, whole: Document) -> None:
        self._end()
        if not save.is_copy:
            self._document.saved_as(save.path, moment, whole)
            self.saved.emit(save.path, whole)
        save.done()
        self._go_on()

    def _fail(self, save: Save, error: UserError) -> None:
        self._end()
        save.failed(error)
        self._go_on()

    def _end(self) -> None:
        self._pending -= 1
        if not self._pending:
            self._timer.stop()
            self.slow.emit(False)

    def _go_on(self) -> None:
        if not self._pending:
            later, self._later = self._later, []
            for call in later:
                call()
