"""Other seeds of a run: groups whose runs are trained in the background."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.training.changes import Change
from bplab.training.record import Final
from bplab.trials.background import Background, Job
from bplab.trials.group import SeedGroup
from bplab.trials.seeds import seeds
from bplab.trials.trial import Failure, Progress, Result
from bplab.ui.background.listening import Listening


class Made(NamedTuple):
    """A run as far as it is made: what others are to be compared with."""

    number: int
    title: str
    spec: Experiment  # with which it began
    changes: tuple[Change, ...]
    step: int
    own: OwnData | None = None


class SeedEnd(NamedTuple):
    """What it takes to make the run of one seed again."""

    spec: Experiment
    changes: tuple[Change, ...]
    final: Final


class SeedGroups(QObject):
    """Starts and cancels groups, and keeps those that there are."""

    changed = Signal(tuple)  # of SeedGroup
    failed = Signal(str)
    bug = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._numbers = count(1)
        self._jobs: dict[int, Job] = {}
        self._ends: dict[tuple[int, int], SeedEnd] = {}  # by group and seed
        self.groups: dict[int, SeedGroup] = {}

    def start(self, run: Made, number: int) -> int | None:
        """Train a run with so many seeds, its own first, as long as it is; return the group's number."""
        try:
            trials = seeds(run.spec, number, run.step, run.changes, run.own)
        except UserError as error:
            self.failed.emit(str(error))
            return None
        key, listening = next(self._numbers), Listening(self)
        self.groups[key] = SeedGroup(key, _title(run.title), run.number, run.spec, number)
        listening.advanced.connect(lambda progress: self._advance(key, progress))
        listening.made.connect(lambda result: self._take(key, result))
        listening.failed.connect(self._fail)
        listening.ended.connect(lambda: self._end(key, listening))
        self._jobs[key] = self._background.start(trials, listening)
        self._tell()
        return key

    def end_of(self, key: int, seed: int) -> SeedEnd | None:
        """How the run of a seed ended, if it was made."""
        return self._ends.get((key, seed))

    def cancel(self, key: int) -> None:
        """Train no more of a group; what is made stays."""
        if key in self._jobs:
            self._jobs[key].cancel()

    def remove(self, key: int) -> None:
        """Drop a group, for good or until `restore`."""
        self.cancel(key)
        self.groups.pop(key, None)
        self._tell()

    def clear(self) -> None:
        """Drop all groups for good."""
        for key in tuple(self.groups):
            self.remove(key)
        self._ends.clear()

    def rename(self, run: int, title: str) -> None:
        """Name the groups of a run after its new name."""
        for key, group in self.groups.items():
            if group.run == run and group.title != _title(title):
                self._change(key, lambda group: replace(group, title=_title(title)))

    def restore(self, group: SeedGroup) -> None:
        """Bring a group back as far as it was made."""
        self.groups[group.number] = group.ended()
        self._tell()

    def _advance(self, key: int, progress: Progress) -> None:
        self._change(key, lambda group: group.advanced(progress))

    def _take(self, key: int, result: Result) -> None:
        end = SeedEnd(result.spec, result.changes, Final.of(result.now, result.end))
        self._ends[key, result.spec.seed] = end
        self._change(key, lambda group: group.with_result(result))

    def _end(self, key: int, listening: Listening) -> None:
        listening.leave(self._jobs.pop(key, None))
        self._change(key, SeedGroup.ended)

    def _fail(self, failure: Failure) -> None:
        (self.bug if failure.is_bug else self.failed).emit(failure.text)

    def _change(self, key: int, change: Callable[[SeedGroup], SeedGroup]) -> None:
        if key in self.groups:  # it may have been removed meanwhile
            self.groups[key] = change(self.groups[key])
            self._tell()

    def _tell(self) -> None:
        self.changed.emit(tuple(self.groups.values()))


def _title(run: str) -> str:
    return f"{run}: other seeds"
