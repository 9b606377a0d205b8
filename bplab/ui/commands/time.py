"""What can be done with the steps made: branch from one, mark it, go to another."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bplab.experiment.rules import Whole
from bplab.training.runner import Runner
from bplab.ui.dialogs.number import NumberPage, ask_number
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme
from bplab.ui.timeline import Timeline


class TimeCommands(QObject):
    """Acts on the timeline, at the step that is shown."""

    def __init__(
        self, runner: Runner, session: Session, timeline: Timeline, window: QWidget, theme: Theme
    ) -> None:
        super().__init__(window)
        self._runner, self._session, self._timeline = runner, session, timeline
        self._window, self._theme = window, theme

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {
            "branch": self.branch,
            "bookmark": lambda: self._timeline.set_bookmark(self._timeline.shown),
            "go_to_step": self.ask_step,
        }

    @property
    def past_step(self) -> int | None:
        """The step that is shown, if it is not the latest."""
        return self._timeline.shown if self._timeline.is_past else None

    def branch(self) -> None:
        """Go on from the step that is shown as another run, paused."""
        self._runner.pause()
        self._session.branch(self._timeline.shown)

    def ask_step(self) -> None:
        """Ask for a step, and go there."""
        timeline = self._timeline
        said = f"The run has made {timeline.end:,} steps; every view shows the chosen one as it was."
        page = NumberPage(self._theme, "Step", Whole(0, timeline.end), timeline.shown, lambda _step: said)
        ask_number(self._window, "Go to step", "Go", page, timeline.go_to)
