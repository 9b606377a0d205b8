"""Work that takes longer than a picture: done by one worker, with progress, and given up when asked."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import perf_counter, sleep
from typing import Generic, TypeVar

T = TypeVar("T")
TURN = 0.002  # seconds of work after which others are let in
PAUSE = 0.0005


class Job(Generic[T]):
    """One piece of work; whoever wants its result looks now and then whether it is done."""

    def __init__(self) -> None:
        self.done, self.total = 0, 0
        self.begun = perf_counter()
        self._cancel = threading.Event()
        self._turn = self.begun
        self._future: Future[T] | None = None

    def progress(self, done: int, total: int) -> None:
        """Note how far the work is, and let window and training in: Python runs one thread at a time."""
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
        """How long ago it was wanted."""
        return perf_counter() - self.begun

    @property
    def finished(self) -> bool:
        """Whether it has ended, one way or another."""
        return self._future is not None and self._future.done()

    def result(self) -> T:
        """Give what a finished job found, or raise what went wrong in it."""
        if self._future is None:
            raise RuntimeError("The job has not begun.")
        return self._future.result()


class Jobs:
    """One worker thread; jobs take turns."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="bplab-jobs")

    def submit(self, work: Callable[[Job[T]], T]) -> Job[T]:
        """Have work done, which is handed its own job to tell its progress to."""
        job: Job[T] = Job()
        job._future = self._pool.submit(work, job)  # noqa: SLF001 - a job is made here alone
        return job

    def close(self) -> None:
        """Take no more work."""
        self._pool.shutdown(wait=False, cancel_futures=True)
