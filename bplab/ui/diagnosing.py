"""Looks at the run now and then for what ails it; what that loads is loaded when a run has made steps."""

from collections.abc import Callable
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer
from bplab.ui.session import Session

if TYPE_CHECKING:
    from bplab.diagnosis.facts import Facts
    from bplab.diagnosis.kinds import Diagnosis

BEAT = 1.0  # least seconds between two looks while training runs
SHARE = 0.005  # of the training thread's time that looks may take
REST = 0.1  # seconds after which a run at rest is looked at: a slider that drags edits it again and again


class Look(NamedTuple):
    """What ails a run, the most important first, and what that rests on; nothing before its first step."""

    run: int
    facts: "Facts | None"
    found: tuple["Diagnosis", ...]
    at_rest: bool
    pause: float = BEAT  # seconds until the next look, while training runs


class Desk(Protocol):
    """What says above the network what was found."""

    @property
    def is_unsure(self) -> bool: ...

    def take(self, look: Look) -> None: ...


class Diagnosing(QObject):
    """Asks the training thread, which answers between two steps: less than 1 % of its time is taken.

    It asks when `between_rounds` of pictures lets it; `make` makes the desk, once there is something to say.
    """

    looked = Signal(object)  # Look

    def __init__(
        self, session: Session, is_seen: Callable[[], bool], make: Callable[[], Desk],
        between_rounds: Callable[[Callable[[], object]], None], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._is_seen, self._make = session, is_seen, make
        self._between_rounds = between_rounds
        self.desk: Desk | None = None
        self._running = False
        self._pace = Pace()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look_between_rounds)
        self.looked.connect(self._take)

    def take_state(self, run: int, state: RunState) -> None:
        """Begin to look when the current run trains, and look once more when it rests."""
        if run != self._session.run:
            return
        self._running = state is RunState.RUNNING
        if not self._running:
            self._wait(REST)
        elif not self._timer.isActive():
            self._wait(BEAT)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _wait(self, seconds: float) -> None:
        self._timer.start(round(seconds * 1000))

    def _look_between_rounds(self) -> None:
        self._between_rounds(self._look)

    def _look(self) -> None:
        if self._running and not self._is_seen():
            self._wait(BEAT)
            return
        run, at_rest, pace, tell = self._session.run, not self._running, self._pace, self.looked.emit

        def look(trainer: Trainer) -> None:
            pace.begin()
            facts, found = _diagnosed(trainer)
            tell(Look(run, facts, found, at_rest, pace.end()))

        self._session.look(look)

    def _take(self, look: Look) -> None:
        if self.desk is None and look.found:
            self.desk = self._make()
        if self.desk is not None:
            self.desk.take(look)
        if self._running and not self._timer.isActive():
            is_unsure = self.desk is not None and self.desk.is_unsure
            self._wait(BEAT if is_unsure else look.pause)


class Pace:
    """How soon the next look may follow, by the processor time of the thread that calls it."""

    def __init__(
        self, now: Callable[[], float] = perf_counter, used: Callable[[], float] = thread_time
    ) -> None:
        self._now, self._used = now, used
        self._begun = self._last = (0.0, 0.0)  # clock and processor time

    def begin(self) -> None:
        """A look begins."""
        self._last, self._begun = self._begun, (self._now(), self._used())

    def end(self) -> float:
        """A look ends: the seconds after which another one has cost its share at most.

        A thread that others leave little of its processor needs longer to make up for a look.
        """
        passed, worked = (here - there for here, there in zip(self._begun, self._last, strict=True))
        busy = min(max(worked / passed, 0.1), 1.0) if passed > 0 else 1.0
        return max(BEAT, (self._used() - self._begun[1]) / SHARE / busy)


def _diagnosed(trainer: Trainer) -> tuple["Facts | None", tuple["Diagnosis", ...]]:
    if not trainer.step:
        return None, ()
    from bplab.diagnosis.diagnose import diagnose  # noqa: PLC0415 - not at every start
    from bplab.diagnosis.looking import facts_of  # noqa: PLC0415

    facts = facts_of(trainer)
    return facts, tuple(diagnose(facts))
