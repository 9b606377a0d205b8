"""The check box that compares all gradients of the current run with central differences."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bplab.explain.check_words import when_of, words_of
from bplab.training.jobs import Job
from bplab.training.step import StepInput
from bplab.training.verification import Verification
from bplab.ui.checker import GradientChecker
from bplab.ui.controls.button import Button
from bplab.ui.controls.check import Check
from bplab.ui.controls.rows import INSET
from bplab.ui.controls.text import TextLabel
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme

TITLE = "Check gradients numerically"
TIP = (
    "Changes every weight and bias slightly up and down, and checks that the loss of the next batch changes "
    "as backpropagation predicts. Training continues meanwhile."
)
LONG = 0.5  # seconds after which progress is worth showing
INDENT = 25  # under the text of the check box


class GradientCheck(QWidget):
    """When checked, runs the check and keeps the result until another run begins; unchecked, clears it."""

    told = Signal()  # there is more to read

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.checker = GradientChecker(session, self)
        self.box = Check(theme, TITLE, TIP, self)
        self.result = TextLabel(theme, "", "caption", "ok", 500, self)
        self.when = TextLabel(theme, "", "caption", "t3", parent=self)
        self.cancel = Button(theme, "Cancel", height=24, parent=self)
        for line in (self.result, self.when):
            line.setWordWrap(True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.checker.found.connect(self._show_found)
        self.checker.refused.connect(lambda why: self._tell(why, "", right=False))
        self.checker.working.connect(self._show_progress)
        self.box.edited.connect(lambda on: self.check() if on else self.forget())
        self.cancel.clicked.connect(self.forget)
        session.run_changed.connect(self.forget)
        self.forget()

    def check(self) -> None:
        """Check the gradients of the run's next step."""
        self.forget()
        self.box.set_value(True)
        self.checker.check()

    def forget(self) -> None:
        """Cancel the check, and show nothing."""
        self.checker.forget()
        self.box.set_value(False)
        self.box.setAccessibleDescription("")
        self._hide_cancel()
        for part in (self.result, self.when):
            part.hide()

    def _show_found(self, found: Verification, point: StepInput) -> None:
        self._hide_cancel()
        self._tell(words_of(found), when_of(found, point), right=found.check.within())

    def _show_progress(self, job: Job[Verification]) -> None:
        if job.seconds <= LONG:
            return
        self.when.setText(f"{job.done:,} of {job.total:,} checked")
        if self.cancel.isHidden():
            self.when.show()
            self.cancel.show()
            self.told.emit()

    def _tell(self, words: str, when: str, right: bool) -> None:
        self.result.set_color("ok" if right else "bad")
        self.result.setText(words)
        self.when.setText(when)
        self.result.show()
        self.when.setVisible(bool(when))
        self.box.setAccessibleDescription(f"{words} {when}")
        self.told.emit()

    def _hide_cancel(self) -> None:
        if self.cancel.hasFocus():
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cancel.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET, 10, INSET, 10)
        column.setSpacing(2)
        column.addWidget(self.box)
        under = QVBoxLayout()
        column.addLayout(under)
        under.setContentsMargins(INDENT, 0, 0, 0)
        under.setSpacing(2)
        under.addWidget(self.result)
        row = QHBoxLayout()
        under.addLayout(row)
        row.addWidget(self.when, 1)
        row.addWidget(self.cancel)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it any more, or the window closes: cancel the work."""
        if not event.spontaneous() and self.checker.busy:
            self.forget()
        super().hideEvent(event)
