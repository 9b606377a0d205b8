"""Runs: the one that is trained, and those that were left, so that one can come back to them."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bplab.training.build import Build
from bplab.training.changes import Change
from bplab.training.checkpoint import Checkpoint
from bplab.training.history import History
from bplab.training.snapshot import Needs, RunState, Snapshot, take_snapshot
from bplab.training.trainer import Trainer

MOST_RUNS = 20
MOST_BYTES = 256 << 20
MOST_CHECKPOINTS = 32
MOST_CHECKPOINT_BYTES = 32 << 20  # of one run
SPACING = 1000  # steps from one checkpoint to the next, at first


class Origin(NamedTuple):
    """Where a run branched off."""

    run: int
    step: int


@dataclass
class Run:
    """A trainer with the number by which a session knows it, what it is doing, and its way until here."""

    number: int
    trainer: Trainer
    state: RunState = RunState.IDLE
    title: str = ""
    parent: Origin | None = None  # whose history until there is this run's as well
    checkpoints: list[Checkpoint] = field(default_factory=list)  # oldest first
    spacing: int = SPACING

    def __post_init__(self) -> None:
        self.title = self.title or f"Run {self.number}"

    def picture(self, needs: Needs, version: int) -> Snapshot:
        """Picture this moment; nothing of the run changes by it."""
        trainer = self.trainer
        return take_snapshot(
            trainer.build, trainer.checkpoint(lent=True), trainer.history, needs,
            spec=trainer.spec, run=self.number, version=version, state=self.state,
        )  # fmt: skip

    def rest(self) -> None:
        """Say what the run is when nobody trains it."""
        if self.trainer.divergence is not None:
            self.state = RunState.DIVERGED
        elif self.trainer.stopped:
            self.state = RunState.DONE
        else:
            self.state = RunState.PAUSED if self.trainer.step else RunState.IDLE

    def mark(self) -> None:
        """Keep a checkpoint now and then, the farther apart the longer the run, within bounds."""
        last = self.checkpoints[-1].step if self.checkpoints else 0
        if self.trainer.step - last < self.spacing:
            return
        self.checkpoints.append(self.trainer.checkpoint())
        most = min(MOST_CHECKPOINTS, MOST_CHECKPOINT_BYTES // self.checkpoints[-1].nbytes)
        if len(self.checkpoints) > most:
            self.checkpoints = self.checkpoints[1::2]
            self.spacing *= 2

    def at(self, step: int) -> Trainer:
        """A trainer of its own that stands where this run stood after so many steps."""
        build, changes = self.trainer.build, [one for one in self.trainer.changes if one.step <= step]
        before = [one for one in self.checkpoints if one.step <= step]
        found = (
            Trainer.resume(build, build.spec, changes, before[-1]) if before else Trainer(build.spec, changes)
        )
        found.replay(step)
        return found

    def branch(self, number: int, step: int) -> "Run":
        """Another run that goes its own way from a step of this one."""
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
    """A run without its trainer; it brings one back that goes on as if it had never been away."""

    number: int
    title: str
    parent: Origin | None
    build: Build
    changes: tuple[Change, ...]
    now: Checkpoint  # where it stands
    checkpoints: tuple[Checkpoint, ...]
    spacing: int
    history: History

    @property
    def nbytes(self) -> int:
        """What it takes, most of it history."""
        return self.history.nbytes + self.now.nbytes + sum(one.nbytes for one in self.checkpoints)

    def resume(self) -> Run:
        """Make the run that it is of, where it stood."""
        trainer = Trainer.resume(self.build, self.build.spec, self.changes, self.now, self.history)
        run = Run(
            self.number, trainer, title=self.title, parent=self.parent, checkpoints=list(self.checkpoints),
            spacing=self.spacing,
        )  # fmt: skip
        run.rest()
        return run


class Runs:
    """The run that is trained, and records of those that were left; of these the oldest make room."""

    def __init__(self) -> None:
        self.current: Run | None = None
        self.records: dict[int, Record] = {}  # by number, the one left first before the others

    def begin(self, run: Run) -> None:
        """Train another run from now on."""
        if self.current is not None:
            self.records[self.current.number] = self.current.record()
        self.records.pop(run.number, None)
        self.current = run
        while len(self.records) > 1 and (len(self.records) > MOST_RUNS or self.nbytes > MOST_BYTES):
            del self.records[next(iter(self.records))]

    def find(self, number: int) -> Run | None:
        """Bring a run back that was left, if it is still known."""
        return self.records[number].resume() if number in self.records else None

    def forget(self, number: int) -> None:
        """Let a run go that nobody will ask for."""
        self.records.pop(number, None)

    @property
    def collected(self) -> tuple[Record, ...]:
        """Records of all runs by number, with what they have shown until now; none of them grows."""
        current = () if self.current is None else (self.current.record(),)
        records = sorted((*self.records.values(), *current), key=lambda record: record.number)
        return tuple(replace(one, history=one.history.until(one.now.step, one.now.epoch)) for one in records)

    @property
    def nbytes(self) -> int:
        """What all records take."""
        return sum(record.nbytes for record in self.records.values())
