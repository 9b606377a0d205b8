"""Train menu commands: play, step, reset, and experiments to train."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import Experiment
from bplab.training.runner import Runner
from bplab.training.snapshot import RunState
from bplab.ui.session import Session
from bplab.ui.stepper import Stepper

DEFAULT = "circle"


class TrainCommands(QObject):
    """Sends the user's commands to the runner or the session."""

    stuck = Signal()  # asked to train a run that diverged and cannot continue

    def __init__(self, runner: Runner, session: Session, stepper: Stepper) -> None:
        super().__init__(session)
        self._runner, self._session, self._stepper = runner, session, stepper
        self.state = RunState.IDLE

    def take_state(self, run: int, state: RunState) -> None:
        """Store the run's state; a run that could not be built is undone."""
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
        """Open the default experiment."""
        self.open_preset(DEFAULT)

    def open_preset(self, name: str) -> None:
        """Make a preset the current experiment, paused at its start; this can be undone."""
        self._runner.pause()
        preset = PRESETS[name]
        self._session.open(f"Open {preset.title}", preset.spec)

    def play_or_pause(self) -> None:
        """Start training, or pause it; if it goes by stages, walk on by itself, or stop."""
        if self._stepper.layerwise:
            self.go(self._stepper.play_or_pause)
        elif self.state is RunState.RUNNING:
            self._runner.pause()
        else:
            self.go(self._runner.play)

    def pause(self) -> None:
        """Pause training if it runs."""
        self._runner.pause()

    def step_batch(self) -> None:
        """Make one step."""
        self.go(lambda: self._runner.step(1))

    def step_epoch(self) -> None:
        """Train to the end of the epoch."""
        self.go(self._runner.step_epoch)

    def train_on(self) -> None:
        """After the end of a schedule: keep the set learning rate constant, and train."""
        if self._session.edit("Change schedule to Constant", self._session.spec.but(schedule="constant")):
            self._runner.play()

    def go(self, go: Callable[[], None]) -> None:
        """Do what makes steps, unless the run cannot go on; from a step of the past, as a branch."""
        if self._session.is_past:
            self._session.branch_here()
            go()
        elif self.state is RunState.DIVERGED:
            self.stuck.emit()
        else:
            go()

    def reset(self) -> None:
        """Start again from the initial weights, paused."""
        self._runner.pause()
        self._session.restart()

    def go_on_slower(self, step: int) -> None:
        """After divergence: continue from an earlier step at half the learning rate, as a branch."""
        rate = self._session.spec.learning_rate / 2
        self._session.branch(step, f"Halve η and go on from step {step:,}", learning_rate=rate)
        self._runner.play()

    def try_out(self, text: str, spec: Experiment) -> None:
        """Train an experiment as another run, from its start; the run as it is, is kept."""
        if self._session.restart(text, spec):
            self._runner.play()

    def restart_slower(self) -> None:
        """After divergence: halve the learning rate and start again, as one undo step."""
        spec = self._session.spec
        self._session.restart("Halve η and restart", spec.but(learning_rate=spec.learning_rate / 2))
