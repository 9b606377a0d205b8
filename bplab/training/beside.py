"""Kept runs, pictured at any of their steps beside the current one, which stays as it is."""

from collections.abc import Callable
from functools import partial

from bplab.training.difference import Difference, first_difference
from bplab.training.loop import Loop
from bplab.training.record import Record
from bplab.training.replay import GoOn
from bplab.training.replay_watch import ReplayWatch
from bplab.training.run import Run
from bplab.training.runs import AnyRecord, Runs
from bplab.training.snapshot import Needs, Snapshot

Take = Callable[[Snapshot], None]


class Beside:
    """Brings runs back to be looked at, in the runner's thread, and holds them until `end`.

    Only the moment requested last of each run is pictured. One of which little is kept is trained again.
    """

    def __init__(self, loop: Loop, runs: Runs, watch: ReplayWatch) -> None:
        self._loop, self._runs, self._watch = loop, runs, watch
        self.held: dict[int, Run] = {}  # by number
        self._moments: dict[int, object] = {}  # the last request of each run
        self._search: object = None  # the last request to compare two runs
        self._version = 0

    def picture(self, number: int, step: int, needs: Needs, take: Take) -> None:
        """Picture a run as it stood after so many steps; beyond its end, as it is at its end."""
        moment = self._moments[number] = object()

        def wanted() -> bool:
            return self._moments.get(number) is moment

        self._loop.post(lambda: self._picture(number, step, needs | Needs(evaluation=True), take, wanted))

    def compare(self, one: int, other: int, take: Callable[[Difference], None]) -> None:
        """Find the first step at which two runs differ; whatever is requested meanwhile comes first."""
        search = self._search = object()
        self._loop.post(lambda: self._compare(one, other, take, search))

    def cancel(self) -> None:
        """Give up all pictures that were requested."""
        self._moments.clear()

    def end(self) -> None:
        """Let go of all runs; what was requested is answered no more."""
        self._search = None
        self.cancel()
        self._loop.post(self.held.clear)

    def _picture(self, number: int, step: int, needs: Needs, take: Take, wanted: Callable[[], bool]) -> None:
        run = self._find(number, wanted) if wanted() else None
        if run is None:
            return
        self._version += 1
        if step >= run.trainer.step:
            take(run.picture(needs, self._version))
            return
        picture = partial(run.picture_at, step, needs, self._version)
        snapshot = self._watch.watching(step, picture, wanted)
        if snapshot is not None:
            take(snapshot)

    def _compare(self, one: int, other: int, take: Callable[[Difference], None], search: object) -> None:
        def go_on(_step: int) -> bool:
            self._loop.beat()
            return search is self._search and not self._loop.is_wanted

        pair = self._record(one), self._record(other)
        if search is not self._search or pair[0] is None or pair[1] is None:
            return
        found = first_difference(pair[0], pair[1], go_on)
        if found is not None:
            take(found)
        elif search is self._search:
            self._loop.post(lambda: self._compare(one, other, take, search))

    def _record(self, number: int) -> AnyRecord | None:
        current = self._runs.current
        if current is not None and current.number == number:
            return Record.of(current)
        return self._runs.records.get(number)

    def _find(self, number: int, wanted: Callable[[], bool]) -> Run | None:
        current, record = self._runs.current, self._runs.records.get(number)
        if current is not None and current.number == number:
            return current
        if number not in self.held and record is not None:
            resume: Callable[[GoOn], Run | None] = record.resume
            run = self._watch.watching(record.now.step, resume, wanted)
            if run is not None:
                self.held[number] = run
        return self.held.get(number)
