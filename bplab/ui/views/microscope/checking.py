"""Checks one gradient by differences, in a thread of its own, and says what was found."""

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.errors import UserError
from bplab.experiment.parameters import Parameter
from bplab.numerals import minus, short
from bplab.training.jobs import Job, Jobs
from bplab.training.step import StepInput
from bplab.training.verification import Verification, verify_at
from bplab.ui.session import Session

LOOK = 40  # ms between two looks at whether it is done
DIGITS = 6

Asked = tuple[int, Job[Verification]]


class GradientChecker(QObject):
    """Asks for the run's next step and nudges one parameter up and down."""

    told = Signal(str, bool)  # what was found, and whether it agrees

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._jobs: Jobs | None = None
        self._number = 0  # of the last question; what older ones find is left aside
        self._asked: Asked | UserError | None = None
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)

    def check(self, parameter: Parameter) -> None:
        """Check the gradient of one parameter at the run's next step."""
        self.forget()
        self._jobs = jobs = self._jobs or Jobs()
        number = self._number

        def begin(found: StepInput | UserError) -> None:
            """In the training thread: hand the work on, and note it."""
            if isinstance(found, UserError):
                self._asked = found
            elif number == self._number:
                job = jobs.submit(lambda job: verify_at(found, job.progress, job.cancelled, only=parameter))
                self._asked = number, job

        self._session.point(begin)
        self._timer.start()

    def forget(self) -> None:
        """Give up what is being checked, and say nothing."""
        self._number += 1
        self._timer.stop()
        if isinstance(self._asked, tuple):
            self._asked[1].cancel()
        self._asked = None

    def _look(self) -> None:
        asked = self._asked
        if isinstance(asked, UserError):
            self._timer.stop()
            self.told.emit(str(asked), False)
        elif asked is not None and asked[0] == self._number and asked[1].finished:
            self._timer.stop()
            found = asked[1].result()
            self.told.emit(words_of(found), found.check.within())


def words_of(found: Verification) -> str:
    """Put both gradients side by side."""
    check = found.check
    numeric, exact = (short(float(each[0]), DIGITS) for each in (check.numeric, check.gradient))
    if check.kink_count:
        return f"By differences {numeric}: next to a kink, where no slope is certain."
    if check.small_count:
        return f"By differences {numeric}, by backpropagation {exact}: too small to judge."
    error = minus(f"{check.relative:.0e}") if check.relative else "0"
    return (
        f"By differences {numeric}, by backpropagation {exact} of the {found.of}: relative error {error} "
        f"beyond rounding{' ✓' if check.within() else '; they disagree'}"
    )
