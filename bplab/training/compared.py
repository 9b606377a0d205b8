"""A run beside another: what it is in words, and its settings at any of its steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bplab.experiment.side_by_side import on_each_side, what_changed, what_it_has
from bplab.experiment.spec import Experiment
from bplab.training.changes import Change, spec_after
from bplab.training.parameter_edits import is_parameter
from bplab.training.run_summary import FIRST, RunSummary, as_it_stands, spec_of
from bplab.training.runs import AnyRecord

SIDES = "left", "right"


@dataclass(frozen=True, eq=False)
class ComparedRun:
    """A run as a row of the table of runs, with what its settings were."""

    summary: RunSummary
    start: Experiment
    changes: tuple[Change, ...]
    parent: str = ""  # the title of the run that it branched off from
    before: Experiment | None = None  # the settings of that run there

    @property
    def number(self) -> int:
        """The number by which a session knows it."""
        return self.summary.number

    @property
    def end(self) -> int:
        """The steps that it has made."""
        return self.summary.step

    def spec_at(self, step: int) -> Experiment:
        """Its settings for the step after so many."""
        return spec_after(self.start, [one for one in self.changes if one.step <= step])

    def by_hand_at(self, step: int) -> tuple[str, ...]:
        """The parameters that were set by hand before the step after so many."""
        return tuple(one.field for one in self.changes if one.step == step and is_parameter(one.field))


def compared(
    numbers: Iterable[int], records: Iterable[AnyRecord], summaries: Mapping[int, RunSummary]
) -> tuple[ComparedRun, ...]:
    """The runs of some numbers, without those that are gone."""
    by_number = {record.number: record for record in records}
    there = [number for number in numbers if number in by_number and number in summaries]
    return tuple(_compared(by_number[number], by_number, summaries) for number in there)


def _compared(
    record: AnyRecord, records: Mapping[int, AnyRecord], summaries: Mapping[int, RunSummary]
) -> ComparedRun:
    summary = as_it_stands(summaries[record.number], record)
    origin = summary.parent
    if origin is None or origin.run not in records or origin.run not in summaries:
        return ComparedRun(summary, record.spec, record.changes)
    before = spec_of(records[origin.run], origin.step)
    return ComparedRun(summary, record.spec, record.changes, summaries[origin.run].title, before)


def what_it_is(run: ComparedRun, other: ComparedRun) -> str:
    """Say what a run is: a branch of which other one, or what it has that the other has not."""
    spec, origin = run.summary.spec, run.summary.parent
    if origin is not None and run.before is not None:
        begins = (
            f"Branch of {run.parent} at step {origin.step:,}"
            if origin.step
            else f"From the start of {run.parent}"
        )
        return ": ".join(filter(None, (begins, what_changed(run.before, spec))))
    told = what_it_has(spec, other.summary.spec)
    if not told:
        return "The first run" if run.summary.origin == FIRST else ""
    throughout = told == what_it_has(run.start, other.summary.spec)
    return f"{told} {'throughout' if throughout else 'at the end'}"


def what_differs(left: ComparedRun, right: ComparedRun, first: int) -> str:
    """Say what made two runs differ at the first step that differs."""
    before = max(first - 1, 0)
    told = on_each_side(left.spec_at(before), right.spec_at(before))
    if told:
        return told
    names = left.by_hand_at(before), right.by_hand_at(before)
    sides = [
        f"{', '.join(each)} by hand on the {side}" for each, side in zip(names, SIDES, strict=True) if each
    ]
    return "; ".join(sides)
