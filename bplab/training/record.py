"""What is kept of a run while another one is trained."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from bplab.data.own import OwnData
from bplab.experiment.spec import Experiment
from bplab.training.build import Build
from bplab.training.changes import Change
from bplab.training.checkpoint import Checkpoint
from bplab.training.divergence import Divergence
from bplab.training.history import History
from bplab.training.makers import Makers, with_own
from bplab.training.metrics import Evaluation
from bplab.training.replay import GoOn, always, replay
from bplab.training.run import Origin, Run
from bplab.training.timeline import Timeline
from bplab.training.track import EMPTY, Curve
from bplab.training.trainer import Trainer

T = TypeVar("T", bound=Trainer)
POINTS = 512  # of a curve of a run of which no more is kept


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
    history: History
    evaluation: Evaluation  # of its current state, if it was at rest
    before: Makers = ()  # who computed the steps before it was resumed; the others were made here

    @staticmethod
    def of(run: Run) -> "Record":
        """The record of a run at this moment."""
        trainer = run.trainer
        changes = *trainer.changes, *trainer.planned
        return Record(
            run.number, run.title, run.parent, trainer.build, changes, trainer.checkpoint(),
            tuple(run.timeline.checkpoints), trainer.history, run.evaluation(), trainer.makers,
        )  # fmt: skip

    def frozen(self) -> "Record":
        """The same with a history of its own that does not grow; call it in the thread that trains."""
        moment = self.now.step, self.now.epoch
        return replace(self, history=self.history.fork(*moment).until(*moment))

    @property
    def spec(self) -> Experiment:
        """The experiment with which it began."""
        return self.build.spec

    @property
    def own(self) -> OwnData | None:
        """Its data, if it is one's own."""
        return self.build.own

    @property
    def makers(self) -> Makers:
        """Who computed its steps."""
        return with_own(self.before, self.now.step)

    @property
    def nbytes(self) -> int:
        """The memory it takes, most of it for the history."""
        return self.history.nbytes + self.now.nbytes + sum(one.nbytes for one in self.checkpoints)

    def curve(self, name: str, points: int = POINTS) -> Curve:
        """A series of its history."""
        track = self.history.epochs if name in self.history.epochs.names else self.history.steps
        return track.read(name, points)

    def resume(self, _go_on: GoOn = always) -> Run:
        """Rebuild the run in its recorded state; a frozen record stays as it is."""
        trainer, timeline = self.trainer(Trainer), Timeline(self.checkpoints)
        run = Run(self.number, trainer, title=self.title, parent=self.parent, timeline=timeline)
        run.rest()
        return run

    def trainer(self, kind: type[T]) -> T:
        """A trainer of some kind in the recorded state."""
        history = self.history.growing(self.now.step, self.now.epoch)
        return kind.resume(self.build, self.spec, self.changes, self.now, history, self.makers)

    def reduced(self) -> "ReducedRecord":
        """What is kept of it where there is no room for more."""
        curves = {name: self.curve(name) for name in self.history}
        return ReducedRecord(
            self.number,
            self.title,
            self.parent,
            self.spec,
            self.changes[: self.now.changes],
            Final.of(self.now, self.evaluation),
            curves,
            self.own,
            self.makers,
        )


@dataclass(frozen=True)
class Final:
    """The last figures of a run."""

    step: int
    epoch: int
    evaluation: Evaluation
    divergence: Divergence | None
    stopped: str

    @staticmethod
    def of(now: Checkpoint, evaluation: Evaluation) -> "Final":
        """The figures of a state."""
        return Final(now.step, now.epoch, evaluation, now.divergence, now.stopped)


@dataclass(frozen=True, eq=False)
class ReducedRecord:
    """A run of which only the way to make it again is kept, with its last figures and coarse curves."""

    number: int
    title: str
    parent: Origin | None
    spec: Experiment
    changes: tuple[Change, ...]
    now: Final
    curves: Mapping[str, Curve]
    own: OwnData | None = None  # its data, if it is one's own
    before: Makers = ()  # who computed its steps, if not this process

    @property
    def makers(self) -> Makers:
        """Who computed its steps."""
        return with_own(self.before, self.now.step)

    @property
    def evaluation(self) -> Evaluation:
        """Of its last state."""
        return self.now.evaluation

    @property
    def nbytes(self) -> int:
        """The memory of the curves, without that of own data, which runs share."""
        return sum(array.nbytes for curve in self.curves.values() for array in curve)

    def curve(self, name: str, _points: int = POINTS) -> Curve:
        """A series of its history."""
        return self.curves.get(name, EMPTY)

    def resume(self, go_on: GoOn = always) -> Run | None:
        """Train the run again; None if `go_on` ended the way there."""
        trainer = Trainer(self.spec, self.changes, data=self.own)
        run = Run(self.number, trainer, title=self.title, parent=self.parent)

        def mark(step: int) -> bool:
            run.mark()
            return go_on(step)

        if not replay(trainer, self.now.step, mark):
            return None
        if self.now.divergence is not None:
            trainer.run(steps=1)  # which fails again
        run.rest()
        return run
