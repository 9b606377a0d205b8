"""Trains lists of trials in the background: one child process at a time, each list in its turn."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from bplab.errors import UserError
from bplab.trials.trial import Failure, Progress, Result, Trial

if TYPE_CHECKING:
    from bplab.trials.child import Child


class Listener(Protocol):
    """What is called while a list is trained, in a thread of its own; `on_end` once, and last."""

    def on_progress(self, progress: Progress) -> None: ...

    def on_result(self, result: Result) -> None: ...

    def on_failure(self, failure: Failure) -> None: ...

    def on_end(self) -> None: ...


class Background:
    """The lists that are trained or wait for their turn."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []  # the first one is trained
        self.turn = threading.Condition()  # guards what the threads share

    def start(self, trials: Sequence[Trial], listener: Listener) -> "Job":
        """Train a list when those before it have ended."""
        job = Job(self, trials, listener)
        with self.turn:
            self.jobs.append(job)
        job.thread.start()
        return job

    def close(self) -> None:
        """Cancel everything, and wait until no process and no thread is left."""
        with self.turn:
            jobs = [*self.jobs]
        for job in jobs:
            job.cancel()
        for job in jobs:
            job.join()


class Job:
    """A list of trials that is trained, or waits for its turn."""

    def __init__(self, background: Background, trials: Sequence[Trial], listener: Listener) -> None:
        self._jobs, self._turn = background.jobs, background.turn
        self._trials, self._listener = tuple(trials), listener
        self._child: Child | None = None
        self._cancelled = False
        self.thread = threading.Thread(target=self._run, name="trials", daemon=True)

    def cancel(self) -> None:
        """End it without waiting; what was reported stays."""
        with self._turn:
            self._cancelled = True
            if self._child is not None:
                self._child.end()
            self._turn.notify_all()

    def join(self) -> None:
        """Wait until its thread has ended, which is at once when `on_end` has been called."""
        self.thread.join()

    def _run(self) -> None:
        with self._turn:
            self._turn.wait_for(lambda: self._cancelled or self._jobs[0] is self)
        try:
            self._train()
        except (UserError, OSError) as error:
            self._listener.on_failure(Failure(None, str(error), is_bug=False))
        finally:
            with self._turn:
                self._jobs.remove(self)
                self._turn.notify_all()
            self._listener.on_end()

    def _train(self) -> None:
        if self._cancelled:
            return
        from bplab.trials.child import Child  # noqa: PLC0415 - slow at every start, and rarely needed

        with Child(self._trials) as child:
            with self._turn:
                self._child = child
                if self._cancelled:  # while the process was being started
                    child.end()
            for message in child:
                self._pass_on(message)

    def _pass_on(self, message: Progress | Result | Failure) -> None:
        match message:
            case Progress():
                self._listener.on_progress(message)
            case Result():
                self._listener.on_result(message)
            case Failure():
                self._listener.on_failure(message)
