"""From the thread of a background job to the window: what it reports arrives as queued signals."""

from PySide6.QtCore import QObject, Signal

from bplab.trials.background import Job
from bplab.trials.trial import Failure, Progress, Result


class Listening(QObject):
    """Listens to one job; its signals are delivered in the receivers' thread."""

    advanced = Signal(object)  # Progress
    made = Signal(object)  # Result
    failed = Signal(object)  # Failure
    ended = Signal()

    def on_progress(self, progress: Progress) -> None:
        """Forward how far it is."""
        self.advanced.emit(progress)

    def on_result(self, result: Result) -> None:
        """Forward a run that is made."""
        self.made.emit(result)

    def on_failure(self, failure: Failure) -> None:
        """Forward why there is none."""
        self.failed.emit(failure)

    def on_end(self) -> None:
        """Tell that no more comes."""
        self.ended.emit()

    def leave(self, job: Job | None) -> None:
        """Be deleted after the end of a job, as soon as its thread, which emits the last signal, is over."""
        if job is not None:
            job.join()
        self.deleteLater()
