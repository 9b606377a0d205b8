"""What is tried against a diagnosis: single changes and pairs on five seeds each, in the background."""

from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from bplab.data.own import OwnData
from bplab.diagnosis.facts import Facts
from bplab.diagnosis.fixes import Fix
from bplab.diagnosis.trying import SEEDS, Goal, Outcome, goal_for, ranked, trials_of
from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.trials.background import Background, Job
from bplab.trials.trial import Failure, Progress, Result
from bplab.ui.background.listening import Listening


@dataclass(frozen=True, eq=False)
class Attempt:
    """The changes tried on a run with these settings, as far as they are trained."""

    run: int
    diagnosis: str  # its id
    spec: Experiment
    goal: Goal
    steps_per_epoch: int
    as_run: bool  # whether the run has made as many steps as each trial
    outcomes: tuple[Outcome, ...]  # of each change so far, in the order in which they are tried
    made: int = 0  # of all runs
    progress: Progress | None = None
    is_over: bool = False

    @staticmethod
    def begin(run: int, diagnosis: str, spec: Experiment, facts: Facts, fixes: tuple[Fix, ...]) -> "Attempt":
        """An attempt of which nothing is trained."""
        goal = goal_for(facts, diagnosis)
        outcomes = tuple(Outcome(fix, goal) for fix in fixes)
        as_run = goal.steps == facts.step
        return Attempt(run, diagnosis, spec, goal, facts.steps_per_epoch, as_run, outcomes)

    @property
    def count(self) -> int:
        """How many runs it takes."""
        return SEEDS * len(self.outcomes)

    @property
    def share(self) -> float:
        """The share of all steps that is made."""
        now = self.progress
        part = now.step / now.steps if now is not None and now.steps else 0.0
        return min((self.made + part) / self.count, 1.0)

    @cached_property
    def ranked(self) -> tuple[Outcome, ...]:
        """What became of each change, the best first."""
        return ranked(self.outcomes)

    def with_result(self, result: Result) -> "Attempt":
        """The attempt when one more run is trained."""
        place, found = result.trial // SEEDS, [*self.outcomes]
        found[place] = found[place].with_result(result)
        return replace(self, outcomes=tuple(found), made=self.made + 1, progress=None)


class Fixing(QObject):
    """Tries one list at a time, and keeps what was found."""

    changed = Signal()
    failed = Signal(str)
    bug = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._jobs: dict[int, Job] = {}  # until they have ended
        self._number = 0  # of the list that is tried: what is heard of an earlier one is too late
        self._now: Attempt | None = None
        self._over: dict[tuple[int, str, Experiment], Attempt] = {}

    def find(self, run: int, diagnosis: str, spec: Experiment) -> Attempt | None:
        """What is tried, or was tried, against a diagnosis of a run with these settings."""
        key = run, diagnosis, spec
        if self._now is not None and _key(self._now) == key:
            return self._now
        return self._over.get(key)

    def start(self, attempt: Attempt, own: OwnData | None) -> None:
        """Try all its changes, in place of what is being tried."""
        self.cancel()
        try:
            trials = trials_of([outcome.fix for outcome in attempt.outcomes], attempt.goal, own)
        except UserError as error:
            self.failed.emit(str(error))
            return
        number, listening = self._number, Listening(self)
        listening.advanced.connect(lambda progress: self._advance(number, progress))
        listening.made.connect(lambda result: self._take(number, result))
        listening.failed.connect(lambda failure: self._fail(number, failure))
        listening.ended.connect(lambda: self._end(number, listening))
        self._now = attempt
        self._jobs[number] = self._background.start(trials, listening)
        self.changed.emit()

    @property
    def diagnosis(self) -> str | None:
        """The diagnosis against which changes are being tried."""
        return None if self._now is None else self._now.diagnosis

    def stay_with(self, run: int, spec: Experiment) -> None:
        """Go on only if what is tried is for this run with these settings: else nobody sees how far it is."""
        if self._now is not None and (self._now.run, self._now.spec) != (run, spec):
            self.cancel()

    def cancel(self) -> None:
        """Try no more, and forget what was found so far."""
        if self._number in self._jobs:
            self._jobs[self._number].cancel()
        self._number += 1
        self._now = None
        self.changed.emit()

    def _advance(self, number: int, progress: Progress) -> None:
        if number == self._number and self._now is not None:
            self._now = replace(self._now, progress=progress)
            self.changed.emit()

    def _take(self, number: int, result: Result) -> None:
        if number == self._number and self._now is not None:
            self._now = self._now.with_result(result)
            self.changed.emit()

    def _fail(self, number: int, failure: Failure) -> None:
        if number == self._number:
            (self.bug if failure.is_bug else self.failed).emit(failure.text)

    def _end(self, number: int, listening: Listening) -> None:
        listening.leave(self._jobs.pop(number, None))
        if number != self._number:
            return
        if self._now is not None and self._now.made:
            self._over[_key(self._now)] = replace(self._now, is_over=True)
        self._now = None
        self.changed.emit()


def _key(attempt: Attempt) -> tuple[int, str, Experiment]:
    return attempt.run, attempt.diagnosis, attempt.spec
