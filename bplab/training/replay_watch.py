"""Reports how far a replay is, and ends it, or drawing of data, when nobody wants it any more."""

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple, TypeVar

from bplab.data.wanted import GivenUp, while_wanted
from bplab.training.loop import Loop
from bplab.training.replay import GoOn

T = TypeVar("T")
OFTEN = 0.1  # seconds between two reports


class Replaying(NamedTuple):
    """A replay on its way."""

    step: int  # reached
    goal: int
    share: float  # of the way
    seconds: float  # left, about


class ReplayWatch:
    """Watches the replays of the runner's thread; `report` gets None when one ends that was reported."""

    def __init__(self, loop: Loop, report: Callable[[Replaying | None], None]) -> None:
        self._loop, self._report = loop, report
        self._cancelled = False

    def cancel(self) -> None:
        """End the replay that is under way; may be called from any thread."""
        self._cancelled = True

    def watching(
        self, goal: int, replay: Callable[[GoOn], T | None], wanted: Callable[[], bool] = lambda: True
    ) -> T | None:
        """Do a replay to a step while it is wanted; return what it returns, or None if it was given up."""
        self._cancelled = False
        watched = _Watched(goal, self._report)

        def is_wanted() -> bool:
            return not self._cancelled and wanted()

        def go_on(step: int) -> bool:
            self._loop.beat()
            watched.look(step)
            return not self._loop.closing and is_wanted()

        try:
            return self.making(lambda: replay(go_on), is_wanted)
        finally:
            watched.end()

    def making(self, make: Callable[[], T | None], wanted: Callable[[], bool]) -> T | None:
        """Make something whose data may take long to draw; None if it is given up."""

        def is_wanted() -> bool:
            self._loop.beat()
            return not self._loop.closing and wanted()

        try:
            with while_wanted(is_wanted):
                return make()
        except GivenUp:
            return None


class _Watched:
    """One replay."""

    def __init__(self, goal: int, report: Callable[[Replaying | None], None]) -> None:
        self._goal, self._report = goal, report
        self._start: int | None = None
        self._begin = self._last = perf_counter()
        self._reported = False

    def look(self, step: int) -> None:
        """Report now and then."""
        now = perf_counter()
        if self._start is None:
            self._start = step
        if now - self._last < OFTEN or step == self._start:
            return
        self._last, self._reported = now, True
        share = (step - self._start) / max(self._goal - self._start, 1)
        self._report(Replaying(step, self._goal, share, (now - self._begin) * (1 / share - 1)))

    def end(self) -> None:
        """Report the end, if there was anything to be seen."""
        if self._reported:
            self._report(None)
