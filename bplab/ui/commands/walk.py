"""What the Train menu does within a step: next and previous stage, and going by stages."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from bplab.ui.canvas.stages.bar import StageBar
from bplab.ui.commands.train import TrainCommands
from bplab.ui.preferences import Preferences
from bplab.ui.stepper import Stepper


class WalkCommands(QObject):
    """Moves the stepper, and says which moves there are."""

    def __init__(
        self,
        stepper: Stepper,
        train: TrainCommands,
        bar: StageBar,
        actions: Mapping[str, QAction],
        preferences: Preferences,
    ) -> None:
        super().__init__(train)
        self._stepper, self._train, self._bar = stepper, train, bar
        self._actions, self._preferences = actions, preferences
        stepper.changed.connect(self._show)
        bar.explained.connect(self.explain)
        self._show()

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {
            "next_stage": lambda: self._train.go(self._stepper.next),
            "previous_stage": self._stepper.previous,
            "layerwise": lambda: self._train.go(self._toggle),
            "explain_stages": lambda: self.explain(not self._explains),
        }

    def turn(self, pages: int) -> None:
        """Go on or back by a stage, as a presenter's remote asks."""
        self.calls["next_stage" if pages > 0 else "previous_stage"]()

    def restore(self) -> None:
        """Throw the switch as it stood the last time."""
        self.explain(self._explains)

    def explain(self, on: bool) -> None:
        """Show a sentence for each stage, or none, now and the next time."""
        self._bar.explain(on)
        self._actions["explain_stages"].setChecked(on)
        self._preferences.set_flag("explain_stages", on)

    @property
    def _explains(self) -> bool:
        return self._preferences.flag("explain_stages", default=True)

    def _toggle(self) -> None:
        self._stepper.set_layerwise(not self._stepper.layerwise)

    def _show(self) -> None:
        self._actions["previous_stage"].setEnabled(self._stepper.has_previous)
        self._actions["layerwise"].setChecked(self._stepper.layerwise)
