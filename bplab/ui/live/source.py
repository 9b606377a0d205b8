"""The source of the pump's snapshots: a run in training, or any other moment of a run."""

from PySide6.QtCore import QObject, Signal

from bplab.training.runner import Runner
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.live.bridge import Bridge


class SnapshotSource(QObject):
    """Answers each `ask` with one `snapshot`."""

    snapshot = Signal(object)  # Snapshot

    def ask(self, needs: Needs) -> None:
        """Request a snapshot with all of these needs."""
        raise NotImplementedError

    def open_gate(self) -> None:
        """Report that the last snapshot has been painted."""


class RunnerSource(SnapshotSource):
    """The run in training, which waits until its snapshot has been painted."""

    def __init__(self, runner: Runner, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        bridge.snapshot.connect(self.snapshot)

    def ask(self, needs: Needs) -> None:
        """Request a snapshot at the next step boundary."""
        self._runner.ask(needs)

    def open_gate(self) -> None:
        """Let training continue."""
        self._runner.open_gate()


class PastSource(SnapshotSource):
    """The run as it stood after so many steps, while it rests."""

    _arrived = Signal(object)  # the question, and the snapshot; from the training thread

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.step = 0  # to be asked for next
        self._asked: tuple[int, Needs] | None = None  # the question that is on its way
        self._arrived.connect(self._take)

    def ask(self, needs: Needs) -> None:
        """Request a snapshot of that moment; the way there may take long, and is not begun again for it."""
        if self._asked is not None and self._asked == (self.step, self._asked[1] | needs):
            return
        asked = self._asked = self.step, needs
        self._runner.picture(self.step, needs, lambda snapshot: self._arrived.emit((asked, snapshot)))

    def open_gate(self) -> None:
        """Report that the answer has been painted, or is not waited for any more."""
        self._asked = None

    def _take(self, answer: tuple[object, Snapshot]) -> None:
        asked, snapshot = answer
        if asked is self._asked:  # else it answers an older question, perhaps about another run
            self._asked = None
            self.snapshot.emit(snapshot)
