"""From the training thread to the window: each event is one queued signal, which all in the window hear."""

from PySide6.QtCore import QObject, Signal

from bplab.training.replay_watch import Replaying
from bplab.training.snapshot import RunState, Snapshot


class Bridge(QObject):
    """Its methods may be called in any thread; its public signals are emitted in the window's thread."""

    snapshot = Signal(object)  # Snapshot
    run_state = Signal(int, object)  # run number, RunState
    replay = Signal(object)  # Replaying, or None when it is over
    error = Signal(str, bool)  # sentence or report, whether it is a bug

    # Queued once for each receiver, an event would be known to some of them while others still wait for it.
    _snapshot = Signal(object)
    _run_state = Signal(int, object)
    _replay = Signal(object)
    _error = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._snapshot.connect(self.snapshot)
        self._run_state.connect(self.run_state)
        self._replay.connect(self.replay)
        self._error.connect(self.error)

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Forward a snapshot."""
        self._snapshot.emit(snapshot)

    def on_run(self, number: int, state: RunState) -> None:
        """Forward a state."""
        self._run_state.emit(number, state)

    def on_replay(self, replaying: Replaying | None) -> None:
        """Forward how far a replay is."""
        self._replay.emit(replaying)

    def on_error(self, text: str, bug: bool) -> None:
        """Forward an error."""
        self._error.emit(text, bug)
