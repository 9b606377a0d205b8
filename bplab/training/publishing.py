"""Snapshots on request: training waits at a gate until they are painted; slow ones are taken aside."""

import threading
from collections.abc import Callable
from functools import partial

from bplab.training.gate import Gate
from bplab.training.loop import Loop
from bplab.training.replay_watch import ReplayWatch
from bplab.training.run import Run
from bplab.training.runs import Runs
from bplab.training.snapshot import AT_ONCE, Needs, RunState, Snapshot
from bplab.training.snapshot_worker import SnapshotWorker


class Publisher:
    """Takes snapshots of the current run, or of its past, in the runner's thread."""

    def __init__(
        self,
        loop: Loop,
        runs: Runs,
        watch: ReplayWatch,
        on_snapshot: Callable[[Snapshot], None],
        clock: Callable[[], float],
    ) -> None:
        self._loop, self._runs, self._watch = loop, runs, watch
        self._on_snapshot, self._clock = on_snapshot, clock
        self._asked: Needs | None = None
        self._lock = threading.Lock()  # guards the requests
        self.gate = Gate(clock, loop.wait, loop.wake)
        self._worker = SnapshotWorker(loop.post_at_once, self._take_aside)
        self._version = 0
        self._moment: object = None  # the last picture of the past that was requested

    def ask(self, needs: Needs) -> None:
        """Request a snapshot at the next step boundary."""
        with self._lock:
            self._asked = needs if self._asked is None else self._asked | needs
        self._loop.wake()

    @property
    def is_asked(self) -> bool:
        """Whether a snapshot can and should be taken."""
        return self._asked is not None and not self._worker.busy

    def publish(self) -> None:
        """Take the snapshot that was requested."""
        with self._lock:
            needs, self._asked = self._asked, None
        run = self._runs.current
        if run is None or needs is None:
            return
        if run.state is not RunState.RUNNING:
            needs |= Needs(evaluation=True)
        self._version += 1
        if run.effort(needs) > AT_ONCE:
            self._worker.begin(run, needs, self._version)
        else:
            begin = self._clock()
            self._show(run, run.picture(needs, self._version), begin)

    def _take_aside(self, run: Run, needs: Needs, snapshot: Snapshot) -> None:
        """Publish a snapshot that was taken beside training, unless the run is another by now, or at rest."""
        if run is self._runs.current and run.state is snapshot.state:
            self._show(run, snapshot, self._clock())
        else:
            self.ask(needs)

    def _show(self, run: Run, snapshot: Snapshot, begin: float) -> None:
        """Publish a snapshot and close the gate, if training waits since `begin`."""
        if run.state is RunState.RUNNING:
            self.gate.close(begin)
        self._on_snapshot(snapshot)

    def picture(self, step: int, needs: Needs, take: Callable[[Snapshot], None]) -> None:
        """Picture the current run as it stood after so many steps; only the moment requested last.

        Commands come first: the way there is gone on with after them.
        """
        moment = self._moment = object()
        self._loop.post(lambda: self._picture(moment, step, needs | Needs(evaluation=True), take))

    def _picture(self, moment: object, step: int, needs: Needs, take: Callable[[Snapshot], None]) -> None:
        run = self._runs.current
        if moment is not self._moment or run is None or step > run.trainer.step:
            return  # another one is wanted by now, or it was of a run that was left
        self._version += 1
        picture = partial(run.picture_at, step, needs, self._version)
        snapshot = self._watch.watching(
            step, picture, lambda: moment is self._moment and not self._loop.is_wanted
        )
        if snapshot is not None:
            take(snapshot)
        elif self._loop.is_wanted:
            self._loop.post(lambda: self._picture(moment, step, needs, take))

    def stay(self) -> None:
        """Picture no moment of the past any more."""
        self._moment = None

    def close(self) -> None:
        """Let nothing wait any more."""
        self._moment = None
        self._worker.close()
