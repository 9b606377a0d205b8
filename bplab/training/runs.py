"""Runs: the current one, and earlier ones to which one can return."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from bplab.training.build import Build
from bplab.training.changes import Change
from bplab.training.checkpoint import Checkpoint
from bplab.training.history import History
from bplab.training.snapshot import Needs, RunState, Snapshot, effort_for, take_snapshot
from bplab.training.trainer import Trainer

MOST_RUNS = 20
MOST_BYTES = 256 << 20
MOST_CHECKPOINTS = 32
MOST_CHECKPOINT_BYTES = 32 << 20  # checkpoints per run
SPACING = 1000  # steps between checkpoints, at first


class Origin(NamedTuple):
    """Where a run branched off."""

    run: int
    step: int


class Visit(NamedTuple):
    """A moment of the past, reached with so many changes of the run."""

    step: int
    changes: int
    trainer: Trainer


@dataclass
class Run:
    """A trainer with the number by which a session knows it, its state and its past."""

    number: int
    trainer: Trainer
    state: RunState = RunState.IDLE
    title: str = ""
    parent: Origin | None = None  # the run whose history until there is also this run's
    checkpoints: list[Checkpoint] = field(default_factory=list)  # oldest first
    spacing: int = SPACING
    visited: Visit | None = None  # the moment of the past that was pictured last

    def __post_init__(self) -> None:
        self.title = self.title or f"Run {self.number}"

    def picture(self, needs: Needs, version: int) -> Snapshot:
        """Take a snapshot now, without changing the run."""
        return self.picturing(needs, version, lent=True)()

    def picturing(self, needs: Needs, version: int, *, lent: bool = False) -> Callable[[], Snapshot]:
        """What takes a snapshot of this moment, in any thread; where state is lent, before the next step."""
        trainer = self.trainer
        return partial(
            take_snapshot,
            trainer.build, trainer.checkpoint(lent=lent), trainer.history, needs,
            spec=trainer.spec, run=self.number, version=version, state=self.state,
        )  # fmt: skip

    def effort(self, needs: Needs) -> float:
        """Estimate the seconds that a snapshot takes."""
        return effort_for(self.trainer.build, self.trainer.spec, needs, self.state)

    def picture_at(self, step: int, needs: Needs, version: int) -> Snapshot:
        """Picture a moment of the past, at rest; the way there is made once for all pictures of it."""
        changes = len(self.trainer.changes)
        if self.visited is None or self.visited[:2] != (step, changes):
            self.visited = Visit(step, changes, self.at(step))
            self.visited.trainer.release_buffers()
        there = self.visited.trainer
        return take_snapshot(
            there.build, there.checkpoint(lent=True), self.trainer.history, needs, spec=there.spec,
            run=self.number, version=version, state=RunState.PAUSED if step else RunState.IDLE,
        )  # fmt: skip

    def rest(self) -> None:
        """The state of the run while it is not trained."""
        if self.trainer.divergence is not None:
            self.state = RunState.DIVERGED
        elif self.trainer.stopped:
            self.state = RunState.DONE
        else:
            self.state = RunState.PAUSED if self.trainer.step else RunState.IDLE

    def mark(self) -> None:
        """Keep a checkpoint from time to time, in growing intervals and bounded number."""
        last = self.checkpoints[-1].step if self.checkpoints else 0
        if self.trainer.step - last < self.spacing:
            return
        self.checkpoints.append(self.trainer.checkpoint())
        most = min(MOST_CHECKPOINTS, MOST_CHECKPOINT_BYTES // self.checkpoints[-1].nbytes)
        if len(self.checkpoints) > most:
            self.checkpoints = self.checkpoints[1::2]
            self.spacing *= 2

    def at(self, step: int) -> Trainer:
        """A new trainer in the state after a number of steps."""
        build, changes = self.trainer.build, [one for one in self.trainer.changes if one.step <= step]
        before = [one for one in self.checkpoints if one.step <= step]
        found = (
            Trainer.resume(build, build.spec, changes, before[-1]) if before else Trainer(build.spec, changes)
        )
        found.replay(step)
        return found

    def branch(self, number: int, step: int) -> "Run":
        """Another run that continues from a step of this one."""
        run = Run(number, self.at(step), parent=Origin(self.number, step))
        run.rest()
        return run

    def record(self) -> "Record":
        """What is kept of the run while another one is trained."""
        now, trainer = self.trainer.checkpoint(), self.trainer
        return Record(
            self.number, self.title, self.parent, trainer.build, tuple(trainer.changes), now,
            tuple(self.checkpoints), self.spacing, trainer.history,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Record:
    """A run without its trainer, which it can rebuild in exactly the same state."""

    number: int
    title: str
    parent: Origin | None
    build: Build
    changes: tuple[Change, ...]
    now: Checkpoint  # its current state
    checkpoints: tuple[Checkpoint, ...]
    spacing: int
    history: History

    @property
    def nbytes(self) -> int:
        """The memory it takes, most of it for the history."""
        return self.history.nbytes + self.now.nbytes + sum(one.nbytes for one in self.checkpoints)

    def resume(self) -> Run:
        """Rebuild the run in its recorded state."""
        trainer = Trainer.resume(self.build, self.build.spec, self.changes, self.now, self.history)
        run = Run(
            self.number, trainer, title=self.title, parent=self.parent, checkpoints=list(self.checkpoints),
            spacing=self.spacing,
        )  # fmt: skip
        run.rest()
        return run


class Runs:
    """The current run, and records of earlier ones; the oldest are dropped when space is needed."""

    def __init__(self) -> None:
        self.current: Run | None = None
        self.records: dict[int, Record] = {}  # by number, in the order in which they were left

    def begin(self, run: Run) -> None:
        """Make another run the current one."""
        if self.current is not None:
            self.records[self.current.number] = self.current.record()
        self.records.pop(run.number, None)
        self.current = run
        while len(self.records) > 1 and (len(self.records) > MOST_RUNS or self.nbytes > MOST_BYTES):
            del self.records[next(iter(self.records))]

    def find(self, number: int) -> Run | None:
        """Bring back an earlier run, if it is still recorded."""
        return self.records[number].resume() if number in self.records else None

    def forget(self, number: int) -> None:
        """Drop a run that will not be requested again."""
        self.records.pop(number, None)

    @property
    def collected(self) -> tuple[Record, ...]:
        """Records of all runs by number, with their histories up to now, which do not grow."""
        current = () if self.current is None else (self.current.record(),)
        records = sorted((*self.records.values(), *current), key=lambda record: record.number)
        return tuple(replace(one, history=one.history.until(one.now.step, one.now.epoch)) for one in records)

    @property
    def nbytes(self) -> int:
        """The memory of all records."""
        return sum(record.nbytes for record in self.records.values())
