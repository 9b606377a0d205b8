"""The same experiment with other seeds: what of its result is chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite
from typing import Any

import numpy as np

from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.parts import SEED
from bplab.experiment.spec import Experiment
from bplab.training.changes import Change
from bplab.training.metrics import PartScore
from bplab.training.track import Curve
from bplab.trials.spread import Spread, spread_of
from bplab.trials.trial import Result, Trial

MOST = 1000  # seeds
USUAL = 16


def seeds(
    spec: Experiment, count: int, steps: int, changes: Sequence[Change] = (), own: OwnData | None = None
) -> tuple[Trial, ...]:
    """The experiment with its seed and those that follow it; the data seed is unchanged.

    Raises: UserError if there are not so many seeds.
    """
    if not 1 <= count <= MOST:
        raise UserError(f"The number of seeds must be from 1 to {MOST:,}, not {count:,}.")
    if spec.seed + count - 1 > SEED.high:
        raise UserError(
            f"Seeds end at {SEED.high:,}: there are not {count:,} from {spec.seed:,} on. Begin with a "
            "smaller seed, or train fewer."
        )
    following = range(spec.seed, spec.seed + count)
    return tuple(Trial(spec.but(seed=seed), steps, tuple(changes), own) for seed in following)


@dataclass(frozen=True, eq=False)
class SeedRun:
    """The end of a run with one seed, and its curve."""

    seed: int
    step: int
    epoch: int
    train: PartScore  # of a run that diverged nothing is known
    test: PartScore
    diverged: bool
    stopped: bool  # by its own rule
    curve: Curve  # train loss at the evaluated epochs

    @staticmethod
    def of(result: Result) -> "SeedRun":
        """Describe the result of a trial."""
        now, end, track = result.now, result.end, result.history.epochs
        failed = now.divergence is not None
        return SeedRun(
            result.spec.seed, now.step, now.epoch, PartScore() if failed else end.train,
            PartScore() if failed else end.test, failed, bool(now.stopped),
            track.read("train_loss", max(track.count, 1)),
        )  # fmt: skip

    def reached(self, below: float) -> float | None:
        """The first evaluated epoch with a train loss below a number, if there is one; the end counts too."""
        found = np.flatnonzero(self.curve.low < below)
        if len(found):
            return float(self.curve.x[found[0]])
        return float(self.epoch) if self.ends_below(below) else None

    def ends_below(self, below: float) -> bool:
        """Whether the train loss at the end is below a number; never if the run diverged."""
        return self.train.loss is not None and self.train.loss < below

    @property
    def facts(self) -> dict[str, Any]:
        """Plain data of the end; None where a loss is not finite, or there is none."""
        return {
            "seed": self.seed,
            "step": self.step,
            "epoch": self.epoch,
            "train_loss": _finite(self.train.loss),
            "test_loss": _finite(self.test.loss),
            "train_accuracy": self.train.accuracy,
            "test_accuracy": self.test.accuracy,
            "diverged": self.diverged,
            "stopped": self.stopped,
        }


@dataclass(frozen=True, eq=False)
class Seeds:
    """Runs that differ only in their seed."""

    runs: tuple[SeedRun, ...]

    @cached_property
    def spread(self) -> Spread:
        """How the train loss spreads over the runs, epoch by epoch."""
        return spread_of([run.curve for run in self.runs], [run.diverged for run in self.runs])

    def reached(self, below: float) -> int:
        """How many runs had a train loss below a number at some evaluated epoch, or at their end."""
        return sum(run.reached(below) is not None for run in self.runs)

    def ending_below(self, below: float) -> int:
        """How many runs end below it."""
        return sum(run.ends_below(below) for run in self.runs)

    def median(self, name: str) -> float | None:
        """The median of the final `train_loss`, `test_loss` or an accuracy; a run without it is the worst."""
        worst = -inf if name.endswith("accuracy") else inf
        values = (run.facts[name] for run in self.runs)
        return _finite(float(np.median([worst if value is None else value for value in values])))

    def sentence(self, below: float | None) -> str:
        """The counts in words."""
        count, diverged = len(self.runs), sum(run.diverged for run in self.runs)
        if below is None:
            middle = self.median("train_loss")
            said = f"Median train loss of {count:,}: {'not finite' if middle is None else f'{middle:.4g}'}"
        else:
            said = (
                f"{self.reached(below):,} of {count:,} reach train loss < {below:g}, "
                f"{self.ending_below(below):,} end below it"
            )
        return f"{said}{f'; {diverged:,} diverged' if diverged else ''}."

    def facts(self, below: float | None) -> dict[str, Any]:
        """Plain data: counts, None without a number; the runs; median and band by epoch, None if infinite."""
        return {
            "below": below,
            "reached": None if below is None else self.reached(below),
            "below_at_end": None if below is None else self.ending_below(below),
            "count": len(self.runs),
            "runs": [run.facts for run in self.runs],
            **_by_epoch(self.spread),
        }


def _by_epoch(spread: Spread) -> dict[str, Any]:
    """Median and band as rows of plain data; an epoch is not whole where a long history is summarized."""
    epochs = [int(epoch) if epoch.is_integer() else epoch for epoch in spread.epochs.tolist()]
    curves = (spread.low, spread.lower, spread.median, spread.upper, spread.high)
    columns = [map(_finite, curve.tolist()) for curve in curves]
    rows = list(zip(epochs, *columns, strict=True))
    return {
        "median": [{"epoch": epoch, "train_loss": middle} for epoch, _, _, middle, _, _ in rows],
        "band": [
            {"epoch": epoch, "min": low, "lower_quartile": lower, "upper_quartile": upper, "max": high}
            for epoch, low, lower, _, upper, high in rows
        ],
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
