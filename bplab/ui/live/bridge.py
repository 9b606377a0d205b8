"""From the training thread to the window: events arrive as queued signals in the window's thread."""

from PySide6.QtCore import QObject, Signal

from bplab.training.replay_watch import Replaying
from bplab.training.snapshot import RunState, Snapshot


class Bridge(QObject):
    """Its methods may be called in any thread; its signals are delivered in the receivers' thread."""

    snapshot = Signal(object)  # Snapshot
    run_state = Signal(int, object)  # run number, RunState
    replay = Signal(object)  # Replaying, or None when it is over
    error = Signal(str, bool)  # sentence or report, whether it is a bug

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Forward a snapshot."""
        self.snapshot.emit(snapshot)

    def on_run(self, number: int, state: RunState) -> None:
        """Forward a state."""
        self.run_state.emit(number, state)

    def on_replay(self, replaying: Replaying | None) -> None:
        """Forward how far a replay is."""
        self.replay.emit(replaying)

    def on_error(self, text: str, bug: bool) -> None:
        """Forward an error."""
        self.error.emit(text, bug)
