"""Compares gradients of the run's next step with central differences, in a thread of its own."""

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.errors import UserError
from bplab.experiment.parameters import Parameter
from bplab.training.jobs import Job, Jobs
from bplab.training.step import StepInput
from bplab.training.verification import Verification, verify_at
from bplab.ui.session import Session

LOOK = 40  # ms between two looks at whether it is done

Asked = tuple[int, StepInput, Job[Verification]]


class GradientChecker(QObject):
    """Checks one gradient of the run's next step, or all; only the last request is answered."""

    found = Signal(object, object)  # Verification, and the StepInput it is of
    refused = Signal(str)  # why it cannot be checked
    working = Signal(object)  # the Job, whenever it is looked at before its end

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs: Jobs | None = None
        self._number = 0  # of the last request; results of older ones are ignored
        self._asked: Asked | UserError | None = None  # as answered by the training thread
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._timer.isActive()

    def check(self, only: Parameter | None = None) -> None:
        """Check the gradient of one parameter, or all, at the run's next step."""
        self.forget()
        self._jobs = jobs = self._jobs or Jobs()
        number = self._number

        def begin(found: StepInput | UserError) -> None:
            """In the training thread: submit the work, and record it."""
            if isinstance(found, UserError):
                self._asked = found
            elif number == self._number:
                job = jobs.submit(lambda job: verify_at(found, job.progress, job.cancelled, only=only))
                self._asked = number, found, job

        self._session.point(begin)
        self._timer.start()

    def forget(self) -> None:
        """Cancel what is being checked, and say nothing."""
        self._number += 1
        self._timer.stop()
        if isinstance(self._asked, tuple):
            self._asked[2].cancel()
        self._asked = None

    def _look(self) -> None:
        asked = self._asked
        if isinstance(asked, UserError):
            self._timer.stop()
            self.refused.emit(str(asked))
        elif asked is not None and asked[0] == self._number:
            _, point, job = asked
            if job.finished:
                self._timer.stop()
                self.found.emit(job.result(), point)
            else:
                self.working.emit(job)
