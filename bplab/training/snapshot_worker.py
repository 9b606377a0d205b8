"""Snapshots that take long are taken beside training, from a copy of the state: nothing waits for them."""

from collections.abc import Callable

from bplab.training.jobs import Job, Jobs
from bplab.training.loop import Command
from bplab.training.run import Run
from bplab.training.snapshot import Needs, Snapshot


class SnapshotWorker:
    """Takes one snapshot at a time in a thread of its own.

    `post` has something done in the runner's thread; there `ready` is called with the run, what was needed,
    and the snapshot.
    """

    def __init__(
        self,
        post: Callable[[Command], None],
        ready: Callable[[Run, Needs, Snapshot], None],
    ) -> None:
        self._post, self._ready = post, ready
        self._jobs = Jobs()
        self._job: Job[Snapshot] | None = None

    @property
    def busy(self) -> bool:
        """Whether a snapshot is being taken."""
        return self._job is not None

    def begin(self, run: Run, needs: Needs, version: int) -> None:
        """Take a snapshot of this moment; called in the runner's thread."""
        make = run.picturing(needs, version)

        def work(_job: Job[Snapshot]) -> Snapshot:
            try:
                return make()
            finally:
                self._post(lambda: self._take(run, needs))

        self._job = self._jobs.submit(work)

    def _take(self, run: Run, needs: Needs) -> None:
        job, self._job = self._job, None
        if job is not None:
            self._ready(run, needs, job.result())

    def close(self) -> None:
        """Take no more snapshots."""
        self._jobs.close()
