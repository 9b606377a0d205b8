"""The rows of the table of runs, in the order and with the columns in which they are shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bplab.arrays import Floats
from bplab.experiment.differences import Trait, columns_for
from bplab.training.metrics import PartScore
from bplab.training.run_summary import RunSummary
from bplab.training.snapshot import Snapshot
from bplab.trials.group import SeedGroup
from bplab.ui.scores import NONE, accuracy_text, loss_text
from bplab.ui.views.runs.group_rows import REACH, REACH_HELP, GroupRow, SeedRow, group_rows, reach_heading
from bplab.ui.views.runs.lanes import Lane, lanes_of

NEWEST = "newest"  # the order in which the table begins
DIFFERS = "differs"
DIFFERS_HELP = "What differs from the run that it came from; more settings differ than there are columns for."


@dataclass(frozen=True, eq=False)
class RunRow:
    """A run as it is shown."""

    run: RunSummary
    is_current: bool
    is_chosen: bool
    lane: Lane
    parent: int | None  # the row of its parent

    @property
    def key(self) -> int:
        """What stays the same when rows come and go."""
        return self.run.number

    @property
    def losses(self) -> tuple[str, str]:
        """The losses on training and test examples."""
        return loss_text(self.run.evaluation.train.loss), loss_text(self.run.evaluation.test.loss)

    @property
    def accuracy(self) -> tuple[str, str]:
        """The accuracy on test examples, with counts."""
        return accuracy_text(self.run.evaluation.test)

    @property
    def curve(self) -> Floats:
        """The training loss over the epochs."""
        return self.run.curves.series["train_loss"]

    def setting(self, trait: Trait | None) -> str:
        """What stands in a column of settings; in none, what differs."""
        return trait.text(self.run.spec) if trait is not None else self.run.difference or NONE


AnyRow = RunRow | GroupRow | SeedRow


@dataclass(frozen=True, eq=False)
class RunTable:
    """All rows, and the traits that have a column; without any, one column says what differs.

    Groups stand above the runs, and alone where every run is one of theirs.
    """

    rows: tuple[RunRow, ...] = ()
    traits: tuple[Trait, ...] = ()
    lanes: int = 0
    groups: tuple[GroupRow | SeedRow, ...] = ()
    threshold: float = 0.0  # of the counts of groups
    sort: tuple[str, bool] = (NEWEST, False)  # a column, unless the newest is first, and whether it falls

    @property
    def all_rows(self) -> tuple[AnyRow, ...]:
        """Groups and runs, from the top."""
        return *self.groups, *self.rows

    @property
    def has_only_groups(self) -> bool:
        """Whether every run belongs to a group."""
        return bool(self.groups) and not self.rows

    @property
    def settings(self) -> tuple[tuple[str, str, str], ...]:
        """Key, heading and help of each column of settings."""
        if self.has_only_groups:
            return ((REACH, reach_heading(self.threshold), REACH_HELP),)
        told = tuple((trait.key, trait.heading, trait.help) for trait in self.traits)
        return told or ((DIFFERS, "Differs", DIFFERS_HELP),)

    @property
    def sorts(self) -> list[str]:
        """The columns by which it can be sorted."""
        settings = (key for key, _, _ in self.settings)
        by = ["title", "origin", *settings, "train_loss", "test_loss", "count"]
        return [] if self.has_only_groups else by

    def trait(self, key: str) -> Trait | None:
        """The trait of a column."""
        return next((trait for trait in self.traits if trait.key == key), None)


def table_of(
    runs: Sequence[RunSummary], current: int, chosen: frozenset[int], sort: str, *, falling: bool
) -> RunTable:
    """Order the runs, newest first if there is no such column; lanes lead only from the newest run down."""
    newest = sorted(runs, key=lambda run: run.number, reverse=True)
    traits = columns_for([run.spec for run in newest]) if newest else ()
    if sort not in RunTable(traits=traits).sorts:
        sort, falling = NEWEST, False
    ordered = newest if sort == NEWEST else _sorted(newest, sort, traits, falling=falling)
    places = {run.number: place for place, run in enumerate(ordered)}
    parents = [places.get(run.parent.run) if run.parent and sort == NEWEST else None for run in ordered]
    lanes = lanes_of(parents) if sort == NEWEST else tuple(Lane(0, place) for place in range(len(ordered)))
    rows = tuple(
        RunRow(run, run.number == current, run.number in chosen, lane, parent)
        for run, lane, parent in zip(ordered, lanes, parents, strict=True)
    )
    count = 1 + max((lane.number for lane in lanes), default=0)
    return RunTable(rows, traits, count, sort=(sort, falling))


def with_groups(
    table: RunTable,
    groups: Sequence[SeedGroup],
    current: tuple[int, int],
    threshold: float,
    opened: frozenset[int],
    chosen: int | None,
) -> RunTable:
    """The table with rows for groups; runs whose other seeds they are stand in them, if no other runs do."""
    rows = tuple(group_rows(groups, current, threshold, opened, chosen))
    within = {group.run for group in groups}
    with_them = replace(table, groups=rows, threshold=threshold)
    alone = all(row.run.number in within for row in table.rows)
    return replace(with_them, rows=(), sort=(NEWEST, False)) if rows and alone else with_them


def refreshed(table: RunTable, snapshot: Snapshot) -> RunTable:
    """The table with the figures of now in the row of the current run, where it stands."""
    if snapshot.is_past:
        return table
    return replace(table, rows=tuple(
        replace(row, run=_live(row.run, snapshot)) if row.run.number == snapshot.run else row
        for row in table.rows
    ))  # fmt: skip


def with_live(runs: Sequence[RunSummary], snapshot: Snapshot) -> tuple[RunSummary, ...]:
    """The runs with the figures of now for the one that a snapshot is of, unless it is of the past."""
    if snapshot.is_past:
        return tuple(runs)
    return tuple(_live(run, snapshot) if run.number == snapshot.run else run for run in runs)


def _live(run: RunSummary, snapshot: Snapshot) -> RunSummary:
    read = snapshot.history.epochs.read("train_loss", POINTS)
    curves = replace(run.curves, epochs=read.x, series={**run.curves.series, "train_loss": read.mean})
    return replace(
        run, spec=snapshot.spec, step=snapshot.step, epoch=snapshot.epoch, evaluation=snapshot.evaluation,
        state=snapshot.state, curves=curves,
    )  # fmt: skip


POINTS = 98  # of a curve, one a pixel


def _sorted(
    runs: Sequence[RunSummary], key: str, traits: Sequence[Trait], *, falling: bool
) -> list[RunSummary]:
    """Sort by a column; what has no value there comes last."""
    values: dict[str, Callable[[RunSummary], object]] = {
        "title": lambda run: run.title.lower(),
        "origin": lambda run: run.parent or None,
        "train_loss": lambda run: run.evaluation.train.loss,
        "test_loss": lambda run: run.evaluation.test.loss,
        "count": lambda run: _share(run.evaluation.test),
        DIFFERS: lambda run: run.difference or None,
        **{trait.key: _comparable(trait) for trait in traits},
    }
    found = [(values[key](run), run) for run in runs]
    known = [pair for pair in found if _is_known(pair[0])]
    known.sort(key=lambda pair: pair[0], reverse=falling)  # type: ignore[arg-type, return-value]
    return [run for _, run in [*known, *(pair for pair in found if not _is_known(pair[0]))]]


def _is_known(value: object) -> bool:
    return value is not None and not (isinstance(value, float) and np.isnan(value))


def _share(part: PartScore) -> float | None:
    return part.accuracy


def _comparable(trait: Trait) -> Callable[[RunSummary], object]:
    """A number by its size, anything else as it reads."""

    def value(run: RunSummary) -> object:
        found = trait.value(run.spec)
        return (0, float(found), "") if isinstance(found, int | float) else (1, 0.0, trait.text(run.spec))

    return value


def figures_of(snapshot: Snapshot) -> tuple[object, ...]:
    """What changes in a row while training goes on, or a weight is set by hand."""
    return snapshot.step, snapshot.epoch, snapshot.evaluation


def settings_of(snapshot: Snapshot) -> tuple[object, ...]:
    """What may change the columns or the order of the rows."""
    return snapshot.run, snapshot.state, snapshot.spec, snapshot.is_past
