"""The messages of the notice bar: errors, divergence and bugs, each with what helps."""

import math
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from bplab.experiment.spec import Experiment
from bplab.explain.failure import failure_of
from bplab.nn.schedules import SCHEDULES
from bplab.training.divergence import Divergence
from bplab.training.snapshot import Snapshot
from bplab.ui.commands.train import TrainCommands
from bplab.ui.controls.notice import Message, Notice, Rank
from bplab.ui.live.bridge import Bridge
from bplab.ui.live.crash_reports import CrashReports
from bplab.ui.session import Session
from bplab.ui.timeline import Timeline

TENSORS = {
    "z": "a neuron's weighted sum z",
    "a": "a neuron's output a",
    "loss": "the loss",
    "delta": "the error signal δ",
    "gradient": "the gradient",
    "weights": "a weight",
}


class Notifications(QObject):
    """Listens to everything that can go wrong and reports it once."""

    def __init__(
        self,
        notice: Notice,
        here: Callable[[], Notice],
        session: Session,
        commands: TrainCommands,
        bridge: Bridge,
        crash_reports: CrashReports,
        timeline: Timeline,
    ) -> None:
        super().__init__(notice)
        self._timeline = timeline
        self._notice, self._session, self._commands, self._crash_reports = (
            notice,
            session,
            commands,
            crash_reports,
        )
        self._here = here  # the notice bar of the current page
        self._snapshot: Snapshot | None = None
        self._state: object = None  # messages about the run, even if closed since
        self._refusal: tuple[Notice, Message] | None = None  # of the last edit that failed
        session.failed.connect(self._refuse)
        session.went.connect(self._take_back)
        session.run_changed.connect(self._forget)
        commands.stuck.connect(self._tell_state)
        bridge.error.connect(self._error)
        crash_reports.happened.connect(self._bug)

    def look(self, snapshot: Snapshot) -> None:
        """Report a divergence, or the end of a schedule, when a snapshot shows one."""
        if snapshot.run != self._session.run or snapshot.is_past:
            return  # what is said of a run stays while its past is looked at
        self._snapshot = snapshot
        state = snapshot.divergence, at_rest(snapshot)
        if state != self._state:
            self._state = state
            self._tell_state()

    def _tell_state(self) -> None:
        if self._snapshot is not None and self._snapshot.divergence is not None:
            self._tell_divergence(self._snapshot, self._snapshot.divergence)
        elif self._snapshot is not None and at_rest(self._snapshot):
            self._tell_end(self._snapshot)
        else:
            self._notice.withdraw(Rank.STATE)

    def _tell_divergence(self, snapshot: Snapshot, where: Divergence) -> None:
        self._notice.withdraw(Rank.ANSWER)
        layer = snapshot.shape.layer_title(where.layer)
        failure = failure_of(snapshot.history, where, layer)
        self._notice.tell(
            f"Diverged at step {where.step:,}.",
            f"The first value that is not finite is in {TENSORS[where.tensor]} of {layer}. "
            f"{failure.growth} {_shown(snapshot, where.step - 1)} {advice(snapshot.spec)}",
            buttons=self._ways_out(failure.go_on_from, where.step - 1),
            rank=Rank.STATE,
        )

    def _ways_out(self, step: int, end: int) -> list[tuple[str, Callable[[], None]]]:
        """Before the failure, to look and to go on from there; or from the start, if that is all there is."""
        if not step:
            return [("Halve η and restart", self._commands.restart_slower)]

        def rewind() -> None:
            self._timeline.go_to(step)
            self._tell_state()  # it stays

        back = [("Rewind before it failed", rewind)] if step < end else []
        return [
            *back, (f"Halve η and go on from step {step:,}", lambda: self._commands.go_on_slower(step))
        ]  # fmt: skip

    def _tell_end(self, snapshot: Snapshot) -> None:
        schedule = SCHEDULES[snapshot.spec.schedule].title.lower()
        self._notice.tell(
            "The learning rate η is 0 from now on.",
            f"The {schedule} schedule has ended: further steps change almost nothing.",
            "info",
            [("Train on at constant η", self._commands.train_on)],
            Rank.STATE,
        )

    def _forget(self) -> None:
        """Messages about one run do not apply to another."""
        self._snapshot = self._state = None
        self._notice.withdraw(Rank.STATE, Rank.ANSWER)

    def _refuse(self, sentence: str) -> None:
        """Say why an edit failed, until another one succeeds."""
        here = self._here()
        told = here.tell("Not possible.", sentence)
        self._take_back()  # from another page; on this one it is replaced
        self._refusal = here, told

    def _take_back(self) -> None:
        if self._refusal is not None:
            notice, told = self._refusal
            notice.take_back(told)
            self._refusal = None

    def _error(self, text: str, bug: bool) -> None:
        if bug:
            self._crash_reports.report(text)
        else:
            self._refuse(text)

    def _bug(self, report: str) -> None:
        self._here().tell(
            "An internal error occurred.",
            "Your work is kept. Nothing was sent anywhere; the report has the details for the developers.",
            buttons=[("Copy report", lambda: QApplication.clipboard().setText(report))],
            rank=Rank.BUG,
        )


def at_rest(snapshot: Snapshot) -> bool:
    """Whether a schedule has reduced the learning rate to 0, so that steps change nothing."""
    return snapshot.step > 0 and snapshot.learning_rate == 0


def _shown(snapshot: Snapshot, step: int) -> str:
    """Say which step the views show: its weights are finite, its loss need not be."""
    loss = snapshot.evaluation.train.loss
    if loss is None or math.isfinite(loss):
        return f"The views show step {step:,}, the last finite one."
    return f"The views show step {step:,}, the last with finite weights; its loss is not finite."


def advice(spec: Experiment) -> str:
    """Say what may have caused the divergence.

    With a penalty ½λ‖W‖² alone a step multiplies W by 1 − ηλ: it grows if ηλ > 2, with momentum β if
    ηλ > 2 (1 + β).
    """
    limits = {"sgd": 2.0, "momentum": 2 * (1 + spec.momentum)}
    pull = spec.learning_rate * spec.regularization_rate
    if spec.regularization == "l2" and pull > limits.get(spec.optimizer, math.inf):
        return (
            f"Learning rate × L2 rate is {pull:.3g}, above {limits[spec.optimizer]:.3g}: "
            "the penalty alone makes every weight grow. Lower one of them."
        )
    return "The learning rate may be too large."
