"""The files of the window: what is opened, what is saved, and what is known of both."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from bplab.ui.document import OpenDocument
from bplab.ui.files.background import LongWork
from bplab.ui.files.desk import Desk
from bplab.ui.files.held import HeldFile
from bplab.ui.files.opening import Opening
from bplab.ui.files.opens import Opens
from bplab.ui.files.saves import Follow, Saves
from bplab.ui.files.saving import Saving
from bplab.ui.files.stamps import Stamps
from bplab.ui.files.worker import FileWorker


class Files(QObject):
    """One window has one file; a file that another window has is opened as a copy."""

    doing = Signal(str)  # what takes longer than half a second; empty at the end

    def __init__(
        self,
        document: OpenDocument,
        desk: Desk,
        pause: Follow,
        suggestion: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.document, self.desk, self.suggestion = document, desk, suggestion
        self._reader, self._writer = FileWorker("bplab-reads", self), FileWorker("bplab-writes", self)
        self._held, stamps = HeldFile(), Stamps()
        self.work = LongWork(self._reader, desk, self)
        self.saving = Saving(document, stamps, self._writer, self)
        self.saves = Saves(document, self.saving, desk, self._held, pause, suggestion)
        self.opening = Opening(self._reader, self)
        self.opens = Opens(document, self.opening, stamps, self.saves, desk, self._held)
        self.opening.slow.connect(lambda name: self.doing.emit(f"opening {name}" if name else ""))
        self.saving.slow.connect(lambda on: self.doing.emit("saving" if on else ""))
        for worker in (self._reader, self._writer):
            worker.bug.connect(desk.report)

    def close(self) -> None:
        """Tell of no file any more; what has begun to be written is completed."""
        self.opening.forget()
        self.work.close()
        self._reader.close()
        self._writer.close()
        self._held.hold(None)
