"""The table of what was tried, as texts: one row for each change or pair, with its seeds."""

from dataclasses import dataclass

from bplab.diagnosis.trying import SEEDS, Outcome, Tried
from bplab.numerals import plain, short
from bplab.ui.diagnoses.fixing import Attempt


@dataclass(frozen=True)
class TriedSeed:
    """One seed of a change: whether it reached the loss, and in words."""

    reached: bool
    said: str


@dataclass(frozen=True)
class TriedRow:
    """A change, or two together: how many of its seeds reach the loss, when, and how many keep it."""

    title: str
    seeds: tuple[TriedSeed, ...]
    kept: int  # seeds that are still below the loss at the end
    median_epoch: str = "–"
    remark: str = ""  # which seeds do not keep it
    best: bool = False

    @property
    def reached(self) -> int:
        """How many seeds reach it."""
        return sum(seed.reached for seed in self.seeds)

    @property
    def text(self) -> str:
        """The row in words."""
        count = len(self.seeds)
        found = f"{self.title}: {self.reached} of {count} reach it"
        if self.reached:
            found += f", median epoch {self.median_epoch}; still below at the end: {self.kept} of {count}"
        return f"{found}; {self.remark}" if self.remark else found

    @property
    def tip(self) -> str:
        """Its whole title, and what became of each seed."""
        return "\n".join((self.title, *(seed.said for seed in self.seeds)))


@dataclass(frozen=True)
class TriedTable:
    """All that was tried against a diagnosis; the rows first that are best at the end."""

    head: str  # the diagnosis
    caption: str  # "8 changes tried on 5 seeds each (100 to 104), 120 epochs as this run, η 0.3 as it is"
    together: str  # the heading of the rows
    reach: str  # "seeds that reach train loss < 0.2"
    end: str  # "still below at epoch 120"
    rows: tuple[TriedRow, ...]
    alone: tuple[TriedRow, ...] = ()  # single changes, if the rows are pairs


def table_of(head: str, attempt: Attempt) -> TriedTable:
    """What became of everything that was tried; single changes are rows where there are no pairs."""
    pairs = [outcome for outcome in attempt.ranked if outcome.fix.is_pair]
    singles = [outcome for outcome in attempt.ranked if not outcome.fix.is_pair]
    goal, best = attempt.goal, attempt.ranked[0]
    epochs, rest = divmod(goal.steps, attempt.steps_per_epoch)
    count, unit = (goal.steps, "step") if rest else (epochs, "epoch")
    return TriedTable(
        head,
        _caption(attempt, f"{count:,} {unit}s"),
        "Two changes together" if pairs else "One change",
        f"seeds that reach {goal.part} loss < {plain(goal.below)}",
        f"still below at {unit} {count:,}",
        tuple(_row(outcome, best=outcome is best) for outcome in pairs or singles),
        tuple(_row(outcome, best=outcome is best) for outcome in singles if pairs),
    )


def _caption(attempt: Attempt, length: str) -> str:
    first, count = attempt.spec.seed, len(attempt.outcomes)
    changes = f"{count} changes" if count > 1 else "1 change"
    length = f"{length} as this run" if attempt.as_run else length
    pairs = [outcome.fix for outcome in attempt.outcomes if outcome.fix.is_pair]
    keeps_rate = not any("learning_rate" in fix.changes for fix in pairs)
    rate = f", η {plain(attempt.spec.learning_rate)} as it is" if keeps_rate else ""
    return f"{changes} tried on {SEEDS} seeds each ({first:,} to {first + SEEDS - 1:,}), {length}{rate}"


def _row(outcome: Outcome, *, best: bool) -> TriedRow:
    middle = outcome.median_epoch
    return TriedRow(
        outcome.fix.title,
        tuple(_seed(tried) for tried in outcome.seeds),
        outcome.below_at_end,
        "–" if middle is None else f"{middle:,.0f}",
        "; ".join(f"seed {tried.seed:,} {_end(tried)}" for tried in outcome.lost),
        best=best and outcome.reached > 0,
    )


def _seed(tried: Tried) -> TriedSeed:
    epoch = tried.reached
    when = "does not reach it" if epoch is None else f"reaches it at epoch {epoch:,.0f}"
    return TriedSeed(epoch is not None, f"seed {tried.seed:,}: {when}, {_end(tried)}")


def _end(tried: Tried) -> str:
    return "diverged" if tried.loss is None else f"ends at {short(tried.loss)}"
