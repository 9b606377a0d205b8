"""From the training thread to the window: facts arrive as queued signals in the window's own thread."""

from PySide6.QtCore import QObject, Signal

from bplab.training.snapshot import RunState, Snapshot


class Bridge(QObject):
    """Its methods may be called in any thread; its signals are delivered where the receivers live."""

    snapshot = Signal(object)  # Snapshot
    run_state = Signal(int, object)  # run number, RunState
    error = Signal(str, bool)  # sentence or report, is it a bug

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Pass a snapshot on."""
        self.snapshot.emit(snapshot)

    def on_run(self, number: int, state: RunState) -> None:
        """Pass a state on."""
        self.run_state.emit(number, state)

    def on_error(self, text: str, bug: bool) -> None:
        """Pass an error on."""
        self.error.emit(text, bug)
