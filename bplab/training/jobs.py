"""Background work on one worker thread, with progress and cancellation."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import perf_counter, sleep
from typing import Generic, TypeVar

T = TypeVar("T")
TURN = 0.002  # seconds of work before other threads get a turn
PAUSE = 0.0005


class Job(Generic[T]):
    """A piece of work; whoever wants its result polls until it is finished."""

    def __init__(self) -> None:
        self.done, self.total = 0, 0
        self.begun = perf_counter()
        self._cancel = threading.Event()
        self._turn = self.begun
        self._future: Future[T] | None = None

    def progress(self, done: int, total: int) -> None:
        """Record the progress and yield to window and training, because Python runs one thread at a time."""
        self.done, self.total = done, total
        if perf_counter() - self._turn > TURN:
            sleep(PAUSE)
            self._turn = perf_counter()

    def cancel(self) -> None:
        """Ask the work to end early."""
        self._cancel.set()

    def cancelled(self) -> bool:
        """Whether the work should end early."""
        return self._cancel.is_set()

    @property
    def seconds(self) -> float:
        """The time since it was submitted."""
        return perf_counter() - self.begun

    @property
    def finished(self) -> bool:
        """Whether it has ended, successfully or not."""
        return self._future is not None and self._future.done()

    def result(self) -> T:
        """Return the result of a finished job, or raise its exception."""
        if self._future is None:
            raise RuntimeError("The job has not started.")
        return self._future.result()


class Jobs:
    """One worker thread that processes jobs in turn."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="bplab-jobs")

    def submit(self, work: Callable[[Job[T]], T]) -> Job[T]:
        """Submit work, a function that receives its own job to report progress to."""
        job: Job[T] = Job()
        job._future = self._pool.submit(work, job)  # noqa: SLF001 - jobs are created only here
        return job

    def close(self) -> None:
        """Accept no more work."""
        self._pool.shutdown(wait=False, cancel_futures=True)
