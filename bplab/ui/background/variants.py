"""The same start with one change: runs that are trained in the background and then stand among the others."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from bplab.trials.background import Background, Job
from bplab.trials.same_start import Variant
from bplab.trials.trial import Failure, Progress, Result
from bplab.ui.background.listening import Listening


class MadeVariant(NamedTuple):
    """A run that was made in the background, and the run whose start it has."""

    parent: int
    result: Result


class Variants(QObject):
    """Trains one list at a time."""

    advanced = Signal(str)  # what is trained and how far it is, in words; empty at the end
    made = Signal(object)  # MadeVariant
    failed = Signal(str)
    bug = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether a list is trained."""
        return self._job is not None

    def start(self, parent: int, variants: Sequence[Variant]) -> None:
        """Train a list."""
        listening = Listening(self)

        def advance(progress: Progress) -> None:
            title = variants[progress.trial].title
            self.advanced.emit(f"{title}: step {progress.step:,} of {progress.steps:,}")

        listening.advanced.connect(advance)
        listening.made.connect(lambda result: self.made.emit(MadeVariant(parent, result)))
        listening.failed.connect(self._fail)
        listening.ended.connect(lambda: self._end(listening))
        self._job = self._background.start([variant.trial for variant in variants], listening)
        self.advanced.emit(", ".join(variant.title for variant in variants))

    def cancel(self) -> None:
        """Train no more; what is made stays."""
        if self._job is not None:
            self._job.cancel()

    def _fail(self, failure: Failure) -> None:
        (self.bug if failure.is_bug else self.failed).emit(failure.text)

    def _end(self, listening: Listening) -> None:
        listening.leave(self._job)
        self._job = None
        self.advanced.emit("")
