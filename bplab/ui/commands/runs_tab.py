"""Runs menu commands that act on what is chosen in the Runs tab."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from bplab.ui.commands.view import ViewCommands
from bplab.ui.session import Session
from bplab.ui.shell.workspace import Workspace

if TYPE_CHECKING:
    from bplab.ui.views.runs.view import RunsView

WANTS = {
    "compare_runs": "Choose two runs first: check their boxes in the Runs tab.",
    "show_curves": "Choose runs first: check their boxes in the Runs tab.",
    "rename_run": "There is no run to rename yet.",
    "delete_run": "Choose runs first: check their boxes in the Runs tab. The current run cannot be deleted.",
}


class RunsTabCommands:
    """Opens the tab and presses its buttons."""

    def __init__(self, workspace: Workspace, view: ViewCommands, session: Session) -> None:
        self._workspace, self._view, self._session = workspace, view, session

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {name: partial(self._press, name) for name in WANTS}

    def _press(self, name: str) -> None:
        self._view.show_view(self._workspace.places["runs"])
        runs = cast("RunsView", self._workspace.view("runs"))
        buttons = dict(zip(WANTS, (runs.compare, runs.curves, runs.rename, runs.delete), strict=True))
        button = buttons[name]
        if button.isEnabled() and not button.isHidden():
            button.click()
        else:
            self._session.failed.emit(WANTS[name])
