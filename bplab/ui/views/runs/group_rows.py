"""The rows of other seeds: a group, and its runs while it is open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bplab.arrays import Floats
from bplab.numerals import plain
from bplab.trials.group import SeedGroup
from bplab.trials.seeds import SeedRun
from bplab.ui.scores import NONE, accuracy_text, loss_text

REACH, REACH_HELP = (
    "reach",
    "How many runs come below this train loss at some epoch, and how many end below it.",
)

GroupKey = tuple[int, int | None]  # a group, and one of its seeds


@dataclass(frozen=True, eq=False)
class GroupRow:
    """A group, with the counts below a loss and the middle of its figures."""

    group: SeedGroup
    threshold: float
    is_open: bool
    is_chosen: bool

    @property
    def key(self) -> GroupKey:
        """What stays the same when rows come and go."""
        return self.group.number, None

    @property
    def title(self) -> str:
        """Its name."""
        return self.group.title

    @property
    def seeds(self) -> str:
        """Its seeds in words."""
        first, last = self.group.seeds
        return f"{first:,} to {last:,}" if first != last else f"{first:,}"

    @property
    def counts(self) -> tuple[str, str]:
        """How many runs reach the threshold, and how many end below it."""
        found = self.group.found
        so_far = "" if self.group.is_over else " so far"
        reached = f"{found.reached(self.threshold)} of {len(found.runs)}{so_far}"
        return reached, f"{found.ending_below(self.threshold)} end below" if self.group.is_over else ""

    @property
    def named_count(self) -> str:
        """How many runs reach the threshold, where no heading says so."""
        return f"{self.counts[0]} reach loss < {plain(self.threshold)}"

    @property
    def losses(self) -> tuple[str, str]:
        """The middle of the losses on training and test examples."""
        return loss_text(self.group.median.train_loss), loss_text(self.group.median.test_loss)

    @property
    def accuracy(self) -> tuple[str, str]:
        """The middle of the accuracies on test examples, with counts."""
        correct, count = self.group.median[2:]
        if correct is None or not count:
            return NONE, ""
        return f"{100 * correct / count:.1f} %", f"({correct:.3g}/{count:,})"

    @property
    def curve(self) -> Floats:
        """The middle of the training losses, epoch by epoch."""
        return self.group.curve


@dataclass(frozen=True, eq=False)
class SeedRow:
    """One run of an open group."""

    group: SeedGroup
    run: SeedRun
    threshold: float
    is_current: bool
    is_chosen: bool = False  # it is with its group

    @property
    def key(self) -> GroupKey:
        """What stays the same when rows come and go."""
        return self.group.number, self.run.seed

    @property
    def title(self) -> str:
        """Its name."""
        return f"Seed {self.run.seed:,}"

    @property
    def reached(self) -> tuple[str, str]:
        """At which epoch it first comes below the threshold, and whether it does not stay there."""
        at = self.run.reached(self.threshold)
        if at is None:
            return "", "diverged" if self.run.diverged else "never"
        return f"at epoch {at:,.0f}", "" if self.run.ends_below(self.threshold) else "ends above"

    @property
    def losses(self) -> tuple[str, str]:
        """The losses at its end."""
        return loss_text(self.run.train.loss), loss_text(self.run.test.loss)

    @property
    def accuracy(self) -> tuple[str, str]:
        """The accuracy on test examples at its end, with counts."""
        return accuracy_text(self.run.test)

    @property
    def curve(self) -> Floats:
        """The training loss over the epochs."""
        return self.run.curve.mean


def group_rows(
    groups: Iterable[SeedGroup],
    current: tuple[int, int],
    threshold: float,
    opened: frozenset[int],
    chosen: int | None,
) -> Iterator[GroupRow | SeedRow]:
    """Each group, the newest first, and its runs if it is open; `current` is a run and its seed."""
    for group in sorted(groups, key=lambda group: group.number, reverse=True):
        yield GroupRow(group, threshold, group.number in opened, group.number == chosen)
        if group.number in opened:
            for run in group.found.runs:
                yield SeedRow(group, run, threshold, (group.run, run.seed) == current)


def reach_heading(threshold: float) -> str:
    """The heading of the counts."""
    return f"Reach train loss < {plain(threshold)}"


def described_group(row: GroupRow | SeedRow) -> str:
    """Read a row aloud."""
    words = [row.title]
    if isinstance(row, GroupRow):
        reached, below = row.counts
        words += [f"seeds {row.seeds}", f"{reached} reach train loss < {plain(row.threshold)}", below]
        words += [] if row.group.is_over else [row.group.doing]
        words += ["open" if row.is_open else "closed", *(["chosen"] if row.is_chosen else []), "median"]
    else:
        words += ["current"] if row.is_current else []
        words += [" ".join(filter(None, row.reached))]
    words += [f"{name} {text}" for name, text in zip(("train loss", "test loss"), row.losses, strict=True)]
    words += [f"test accuracy {' '.join(row.accuracy)}"] if row.accuracy[1] else []
    return ", ".join(filter(None, words))


def groups_text(groups: Sequence[SeedGroup]) -> str:
    """Count the groups: 2 groups of 16."""
    counts = {group.count for group in groups}
    of = f" of {counts.pop()}" if len(counts) == 1 else ""
    return f"{len(groups)} group{'' if len(groups) == 1 else 's'}{of}"
