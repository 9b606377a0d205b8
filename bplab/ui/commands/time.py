"""What can be done with the steps made: branch from one, mark it, go to another."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QWidget

from bplab.training.runner import Runner
from bplab.ui.session import Session
from bplab.ui.timeline import Timeline


class TimeCommands(QObject):
    """Acts on the timeline, at the step that is shown."""

    def __init__(self, runner: Runner, session: Session, timeline: Timeline, window: QWidget) -> None:
        super().__init__(window)
        self._runner, self._session, self._timeline, self._window = runner, session, timeline, window

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {
            "branch": self.branch,
            "bookmark": lambda: self._timeline.set_bookmark(self._timeline.shown),
            "go_to_step": self.ask_step,
        }

    def branch(self) -> None:
        """Go on from the step that is shown as another run, paused."""
        self._runner.pause()
        self._session.branch(self._timeline.shown)

    def ask_step(self) -> None:
        """Ask for a step, and go there."""
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle("Go to step")
        dialog.setLabelText(f"Step, 0 to {self._timeline.end:,}:")
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(0, self._timeline.end)
        dialog.setIntValue(self._timeline.shown)
        dialog.intValueSelected.connect(self._timeline.go_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
