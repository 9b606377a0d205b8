"""What begins a comparison of two runs, and which commands end it because they need what it covers."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from bplab.ui.actions import ACTIONS
from bplab.ui.comparison import Comparison
from bplab.ui.shell.main_window import MainWindow
from bplab.ui.stepper import Stepper
from bplab.ui.views.base.context import ViewContext

ENDING = {
    "fit", "dock", "play", "step_batch", "step_epoch", "next_stage", "previous_stage", "layerwise",
    "go_to_step", "compare_runs", "show_curves", "rename_run", "delete_run",
} | {row.id for row in ACTIONS if row.menu == "Network"}  # fmt: skip


class ComparingCommands(QObject):
    """Made before the actions have their effects, so that these find the views."""

    def __init__(
        self,
        comparison: Comparison,
        context: ViewContext,
        stepper: Stepper,
        window: MainWindow,
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__(window)
        self._comparison, self._context, self._stepper = comparison, context, stepper
        context.comparison_wanted.connect(self.begin)
        for name in ENDING:
            actions[name].triggered.connect(window.leave_page)

    def begin(self, one: int, other: int) -> None:
        """Show two runs side by side; a walk through a step ends."""
        self._stepper.end()
        self._comparison.begin(one, other, {run.number: run for run in self._context.runs})
