"""What the notice bar says: refusals, divergence, bugs; each with what helps."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from bplab.training.postmortem import Divergence
from bplab.training.snapshot import Snapshot
from bplab.ui.bridge import Bridge
from bplab.ui.commands import Commands
from bplab.ui.controls.notice import Notice
from bplab.ui.problems import Problems
from bplab.ui.session import Session

TENSORS = {
    "z": "a neuron's sum z",
    "a": "a neuron's output a",
    "loss": "the loss",
    "delta": "the error signal δ",
    "gradient": "the gradient",
    "weights": "a weight",
}


class News(QObject):
    """Listens to everything that can go wrong and tells it once."""

    def __init__(
        self, notice: Notice, session: Session, commands: Commands, bridge: Bridge, problems: Problems
    ) -> None:
        super().__init__(notice)
        self._notice, self._session, self._commands, self._problems = notice, session, commands, problems
        self._told_run = 0  # the diverged run that was told of
        session.failed.connect(lambda sentence: notice.tell("That cannot be.", sentence))
        session.run_changed.connect(notice.dismiss)
        bridge.error.connect(self._error)
        problems.happened.connect(self._bug)

    def look(self, snapshot: Snapshot) -> None:
        """Tell of a divergence when a snapshot shows one."""
        where = snapshot.divergence
        if where is None or snapshot.run == self._told_run or snapshot.run != self._session.run:
            return
        self._told_run = snapshot.run
        self._tell_divergence(where, snapshot.shape.layer_title(where.layer))

    def _tell_divergence(self, where: Divergence, layer: str) -> None:
        self._notice.tell(
            f"Diverged at step {where.step:,}.",
            f"The first value that is not finite is in {TENSORS[where.tensor]} of {layer}. "
            f"The pictures show step {where.step - 1:,}, the last finite one. "
            "The learning rate may be too large.",
            buttons=[("Halve η and restart", self._commands.restart_slower)],
        )

    def _error(self, text: str, bug: bool) -> None:
        if bug:
            self._problems.report(text)
        else:
            self._notice.tell("That cannot be.", text)
            self._told_run = 0  # a divergence that the sentence now hides may be told again

    def _bug(self, report: str) -> None:
        self._notice.tell(
            "Something went wrong inside the lab.",
            "Nothing was sent anywhere. The report says what happened, for whoever mends it.",
            buttons=[("Copy report", lambda: QApplication.clipboard().setText(report))],
        )
