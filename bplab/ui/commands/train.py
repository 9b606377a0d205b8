"""What the Train menu does: play, step, reset; and experiments to train."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from bplab.experiment.presets import PRESETS
from bplab.training.runner import Runner
from bplab.training.snapshot import RunState
from bplab.ui.session import Session

DEFAULT = "circle"


class TrainCommands(QObject):
    """Sends what the user wants to the runner or the session."""

    stuck = Signal()  # asked to train a run that diverged and cannot go on

    def __init__(self, runner: Runner, session: Session) -> None:
        super().__init__()
        self._runner, self._session = runner, session
        self.state = RunState.IDLE

    def take_state(self, run: int, state: RunState) -> None:
        """Know what state the run is in; a run that could not begin is taken back."""
        if state is RunState.REFUSED:
            self._session.refuse(run)
        elif run == self._session.run:
            self.state = state

    @property
    def calls(self) -> dict[str, Callable[[], object]]:
        """The commands by the ids of their actions."""
        return {
            "play": self.play_or_pause,
            "step_batch": self.step_batch,
            "step_epoch": self.step_epoch,
            "reset": self.reset,
        }

    def new(self) -> None:
        """Open the experiment to begin with."""
        self.open_preset(DEFAULT)

    def open_preset(self, name: str) -> None:
        """Make a preset the current experiment, paused at its start; undo leads back."""
        self._runner.pause()
        preset = PRESETS[name]
        self._session.restart(f"Open {preset.title}", preset.spec)

    def play_or_pause(self) -> None:
        """Train, or stop training."""
        if self.state is RunState.RUNNING:
            self._runner.pause()
        else:
            self._train(self._runner.play)

    def pause(self) -> None:
        """Stop training, if it runs."""
        self._runner.pause()

    def step_batch(self) -> None:
        """Make one step."""
        self._train(lambda: self._runner.step(1))

    def step_epoch(self) -> None:
        """Go to the end of the epoch."""
        self._train(self._runner.step_epoch)

    def train_on(self) -> None:
        """After the end of a schedule: keep the learning rate as it is set, and train."""
        if self._session.edit("Change schedule to Constant", self._session.spec.but(schedule="constant")):
            self._runner.play()

    def _train(self, go: Callable[[], None]) -> None:
        if self.state is RunState.DIVERGED:
            self.stuck.emit()
        else:
            go()

    def reset(self) -> None:
        """Start again from the first weights, paused."""
        self._runner.pause()
        self._session.restart()

    def restart_slower(self) -> None:
        """After a divergence: halve the learning rate and start again, as one undo step."""
        spec = self._session.spec
        self._session.restart("Halve η and restart", spec.but(learning_rate=spec.learning_rate / 2))
