"""Watches the heartbeat of the training thread and reports a loop that does not respond."""

from time import monotonic

from PySide6.QtCore import QObject, QTimer

from bplab.training.runner import Runner
from bplab.ui.shell.status import StatusBar

SILENT = 5.0  # seconds without a turn of the loop; one step per second is allowed, but a turn is shorter
LOOK = 1000  # milliseconds between two checks


class Watchdog(QObject):
    """Says in the status line when training does not respond, and clears this when it does again."""

    def __init__(self, runner: Runner, status: StatusBar) -> None:
        super().__init__(status)
        self._runner, self._status = runner, status
        self._told = False
        timer = QTimer(self, interval=LOOK)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Compare the heartbeat with the clock."""
        silent = monotonic() - self._runner.heartbeat
        if silent > SILENT:
            self._status.set_hint(
                f"Training has not responded for {silent:.0f} s; large steps can take long."
            )
        elif self._told:
            self._status.set_hint("")
        self._told = silent > SILENT
