"""The open document: whether it contains work, and all of it as immutable data."""

from PySide6.QtCore import QObject, Signal

from bplab.storage.document import Document
from bplab.training.runner import Runner
from bplab.training.snapshot import RunState
from bplab.ui.session import Session


class OpenDocument(QObject):
    """Follows session and runs."""

    frozen = Signal(object)  # Document

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._runner = session, runner
        self._trained = False

    @property
    def is_modified(self) -> bool:
        """Whether an edit or a step has been made."""
        return self._trained or self._session.undo_stack.count() > 0

    def freeze(self) -> None:
        """Make `frozen` deliver all runs as they are between two steps."""
        self._runner.collect(lambda runs, current: self.frozen.emit(Document(runs, current)))

    def take_state(self, _run: int, state: RunState) -> None:
        """Record that a run has made steps."""
        self._trained |= state not in (RunState.IDLE, RunState.REFUSED)
