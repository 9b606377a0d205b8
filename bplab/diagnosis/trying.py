"""What became of changes that were tried: how many seeds reach a loss, and how many keep it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import median
from typing import Any

import numpy as np

from bplab.data.own import OwnData
from bplab.diagnosis.facts import Facts
from bplab.diagnosis.fixes import Fix
from bplab.experiment.spec import Experiment
from bplab.numerals import plain
from bplab.trials.group import rounded_down
from bplab.trials.seeds import seeds
from bplab.trials.trial import Result, Trial

SEEDS = 5
PART = 0.3  # of the loss of guessing: a loss below it, rounded, is what a change should reach
LEAST_EPOCHS, MOST_STEPS = 20, 5000  # of a trial


@dataclass(frozen=True)
class Goal:
    """A loss to be reached and kept, in so many steps."""

    below: float
    steps: int
    part: str = "train"

    @property
    def text(self) -> str:
        """In words: "loss < 0.2"."""
        return f"{'test ' if self.part == 'test' else ''}loss < {plain(self.below)}"


def goal_for(facts: Facts, diagnosis: str) -> Goal:
    """What changes are to reach in as many steps as the run has made, within bounds: a round train loss.

    It is the largest of 1, 2 and 5 times a power of ten below 0.3 of the loss of guessing: 0.2 for two
    classes. Of an overfitting run it is a test loss between its best and its last one.
    """
    steps = max(min(facts.step, MOST_STEPS), LEAST_EPOCHS * facts.steps_per_epoch)
    if diagnosis == "overfitting":
        best = facts.test.means.min() if facts.lowest is None else facts.lowest.test
        return Goal(float(f"{sqrt(float(best * facts.test.last[-1])):.2g}"), steps, "test")
    return Goal(rounded_down(PART * facts.guessing), steps)


def trials_of(fixes: Sequence[Fix], goal: Goal, own: OwnData | None = None) -> tuple[Trial, ...]:
    """Each change with the run's seed and the four that follow it, the five of a change together.

    Raises: UserError if there are not so many seeds.
    """
    return tuple(trial for fix in fixes for trial in seeds(fix.spec, SEEDS, goal.steps, own=own))


@dataclass(frozen=True)
class Tried:
    """The end of one seed."""

    seed: int
    reached: float | None  # the first epoch below the goal
    loss: float | None  # at the end; None if the run diverged
    keeps: bool  # ends below the goal


@dataclass(frozen=True)
class Outcome:
    """What became of one change."""

    fix: Fix
    goal: Goal
    seeds: tuple[Tried, ...] = ()

    @property
    def changes(self) -> dict[str, str]:
        """All settings by name; of another seed the first that keeps the loss, or else the next."""
        kept = (tried.seed for tried in self.seeds if tried.keeps)
        return self.fix.changes or {"seed": str(next(kept, self.fix.spec.seed + 1))}

    @property
    def spec(self) -> Experiment:
        """The experiment to go on with."""
        return self.fix.spec if self.fix.changes else self.fix.spec.but(seed=int(self.changes["seed"]))

    @property
    def count(self) -> int:
        """How many seeds were tried."""
        return len(self.seeds)

    @property
    def reached(self) -> int:
        """How many reach the loss at some epoch."""
        return sum(tried.reached is not None for tried in self.seeds)

    @property
    def below_at_end(self) -> int:
        """How many end below it."""
        return sum(tried.keeps for tried in self.seeds)

    @property
    def median_epoch(self) -> float | None:
        """The middle of the epochs at which it is reached."""
        epochs = [tried.reached for tried in self.seeds if tried.reached is not None]
        return median(epochs) if epochs else None

    @property
    def lost(self) -> tuple[Tried, ...]:
        """The seeds that reach the loss, but do not end below it."""
        return tuple(tried for tried in self.seeds if tried.reached is not None and not tried.keeps)

    @property
    def sentence(self) -> str:
        """In words: "tanh + Xavier: 5 of 5 reach and keep loss < 0.2"."""
        if not self.seeds:
            return f"{self.fix.title}: could not be trained"
        kept, said = self.below_at_end, f"{self.fix.title}: {self.reached} of {self.count} reach"
        if self.reached and self.reached == kept:
            return f"{said} and keep {self.goal.text}"
        return f"{said} {self.goal.text}" + (f", {kept} of {self.count} keep it" if self.reached else "")

    @property
    def facts(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "changes": self.changes,
            "title": self.fix.title,
            "reached": self.reached,
            "below_at_end": self.below_at_end,
            "count": self.count,
            "median_epoch": self.median_epoch,
        }

    def with_result(self, result: Result) -> "Outcome":
        """The outcome with one more seed."""
        return Outcome(self.fix, self.goal, (*self.seeds, _tried(result, self.goal)))


def outcomes_of(fixes: Sequence[Fix], goal: Goal, results: Iterable[Result]) -> tuple[Outcome, ...]:
    """What is known of each change so far, from results of `trials_of`, in the order of the changes."""
    found = [Outcome(fix, goal) for fix in fixes]
    for result in results:
        place = result.trial // SEEDS
        found[place] = found[place].with_result(result)
    return tuple(found)


def ranked(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The best at the end first, then by how many reach the loss, and how soon."""

    def worth(outcome: Outcome) -> tuple[float, ...]:
        soon = inf if outcome.median_epoch is None else outcome.median_epoch
        return -outcome.below_at_end, -outcome.reached, soon, len(outcome.fix.parts)

    return tuple(sorted(outcomes, key=worth))


def _tried(result: Result, goal: Goal) -> Tried:
    """Compare one run with the goal; the end counts too, which may lie inside an epoch."""
    track, failed = result.history.epochs, result.now.divergence is not None
    curve = track.read(f"{goal.part}_loss", max(track.count, 1))
    below = np.flatnonzero(curve.low < goal.below)
    end = None if failed else (result.end.test if goal.part == "test" else result.end.train).loss
    keeps = end is not None and end < goal.below
    reached = float(curve.x[below[0]]) if len(below) else float(result.now.epoch) if keeps else None
    return Tried(result.spec.seed, reached, end, keeps)
