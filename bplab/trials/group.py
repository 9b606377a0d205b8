"""Other seeds of a run, as far as they are trained: results, progress, and the counts below a loss."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from math import floor, isfinite, log10
from typing import NamedTuple

from bplab.arrays import Floats
from bplab.experiment.spec import Experiment
from bplab.trials.seeds import SeedRun, Seeds
from bplab.trials.spread import Spread
from bplab.trials.trial import Progress, Result

NICE = (5.0, 2.0, 1.0)
USUAL_THRESHOLD = 0.2
NONE_YET = Seeds(())


class Median(NamedTuple):
    """The middle of the final figures; None where there is none."""

    train_loss: float | None
    test_loss: float | None
    test_correct: float | None  # of so many examples
    test_count: int


@dataclass(frozen=True, eq=False)
class SeedGroup:
    """Runs that differ from one run in their seed only; `progress` is that of the one in training."""

    number: int
    title: str
    run: int  # whose other seeds they are
    spec: Experiment  # with the first seed
    count: int
    found: Seeds = NONE_YET
    progress: Progress | None = None
    is_over: bool = False  # all are trained, or the rest was cancelled

    @property
    def seeds(self) -> tuple[int, int]:
        """The first and the last seed."""
        return self.spec.seed, self.spec.seed + self.count - 1

    @property
    def done(self) -> float:
        """The share of all steps that is made."""
        step = self.progress.step / self.progress.steps if self.progress and self.progress.steps else 0.0
        return min(1.0, (len(self.found.runs) + step) / self.count)

    @property
    def doing(self) -> str:
        """What is done at this moment, in words."""
        if self.progress is None:
            return "waiting"
        return self._words(self.progress.trial, self.progress.step)

    @property
    def longest(self) -> str:
        """The longest words for what is done, to leave room for."""
        return self._words(self.count - 1, self.progress.steps if self.progress else 0)

    def _words(self, trial: int, step: int) -> str:
        steps = self.progress.steps if self.progress else 0
        return f"seed {self.spec.seed + trial}: step {step:,} of {steps:,}"

    @property
    def spread(self) -> Spread:
        """How the train loss spreads over the runs that are trained."""
        return self.found.spread

    @cached_property
    def median(self) -> Median:
        """The middle of the final figures."""
        count = self.found.runs[0].test.count if self.found.runs else 0
        if not self.found.runs:
            return Median(None, None, None, 0)
        share = self.found.median("test_accuracy")
        correct = None if share is None else share * count
        return Median(self.found.median("train_loss"), self.found.median("test_loss"), correct, count)

    @property
    def curve(self) -> Floats:
        """The median of the train loss, epoch by epoch."""
        return self.spread.median

    def advanced(self, progress: Progress) -> "SeedGroup":
        """The group when the run in training has come further."""
        return replace(self, progress=progress)

    def with_result(self, result: Result) -> "SeedGroup":
        """The group when another run is trained, and the next one begins."""
        runs = sorted((*self.found.runs, SeedRun.of(result)), key=lambda run: run.seed)
        steps, following = self.progress.steps if self.progress else result.now.step, result.trial + 1
        begun = Progress(following, 0, steps) if following < self.count else None
        return replace(self, found=Seeds(tuple(runs)), progress=begun)

    def ended(self) -> "SeedGroup":
        """The group when no more is trained."""
        return replace(self, progress=None, is_over=True)

    @property
    def threshold(self) -> float:
        """A round loss that some of the runs end below: at the median of their ends, or just below it."""
        middle = self.median.train_loss
        return USUAL_THRESHOLD if middle is None else rounded_down(middle)


def rounded_down(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above a positive number."""
    if not isfinite(value) or value <= 0:
        return USUAL_THRESHOLD
    size = 10.0 ** floor(log10(value))
    return next(float(f"{nice * size:.1g}") for nice in NICE if nice * size <= value * (1 + 1e-9))


def training_text(groups: Iterable[SeedGroup]) -> str:
    """How far the groups in training are; nothing if there are none."""
    running = [group for group in groups if not group.is_over]
    done, count = sum(len(group.found.runs) for group in running), sum(group.count for group in running)
    return f"Other seeds: {done} of {count} done" if running else ""


def find_group(groups: Iterable[SeedGroup], number: int | None) -> SeedGroup | None:
    """The group of that number."""
    return next((group for group in groups if group.number == number), None)
