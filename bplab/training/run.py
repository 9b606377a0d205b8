"""One run: its trainer, its state, and its past."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from bplab.experiment.spec import Experiment
from bplab.training.makers import are_exact
from bplab.training.metrics import Evaluation
from bplab.training.replay import GoOn, always, going_on_to, on_the_way, replay
from bplab.training.snapshot import Needs, RunState, Snapshot, effort_for, take_snapshot
from bplab.training.timeline import Timeline, step_of
from bplab.training.trail import Trail
from bplab.training.trainer import Trainer


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
    timeline: Timeline = field(default_factory=Timeline)
    trail: Trail = field(default_factory=Trail)
    visited: Visit | None = None  # the moment of the past that was pictured last
    _measured: tuple[int, int, Evaluation] | None = None  # at a step, after so many changes

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

    def evaluation(self) -> Evaluation:
        """Of this moment if it is at rest; else, or if it failed, of the last evaluated epoch."""
        trainer = self.trainer
        changed = bool(trainer.changes) and trainer.changes[-1].step == trainer.step
        is_new = trainer.evaluation.step == trainer.step and not changed
        if self.state is RunState.RUNNING or trainer.divergence is not None or is_new:
            return trainer.evaluation
        now = trainer.step, len(trainer.changes)
        if self._measured is None or self._measured[:2] != now:
            self._measured = (*now, trainer.measure())
        return self._measured[2]

    def effort(self, needs: Needs) -> float:
        """Estimate the seconds that a snapshot takes."""
        return effort_for(self.trainer.build, self.trainer.spec, needs, self.state)

    def picture_at(self, step: int, needs: Needs, version: int, go_on: GoOn = always) -> Snapshot | None:
        """Picture a moment of the past, at rest; None if `go_on` ended the way there."""
        there = self._visiting(step, go_on)
        if there is None:
            return None
        now = self.trainer
        snapshot = take_snapshot(
            there.build, there.checkpoint(lent=True), now.history, needs, spec=there.spec,
            run=self.number, version=version, state=RunState.PAUSED if step else RunState.IDLE,
        )  # fmt: skip
        whole, is_exact = now.history.until(now.step, now.epoch), self.is_exact(step)
        return replace(snapshot, end=now.step, whole=whole, is_exact=is_exact)

    def _visiting(self, step: int, go_on: GoOn) -> Trainer | None:
        """The trainer in the state of the past; the way there is made once for all pictures of it."""
        changes = len(self.trainer.changes)
        if self.visited is None or self.visited[:2] != (step, changes):
            known = self.timeline.before(step), self.trail.before(step)
            nearest = max(filter(None, known), key=step_of, default=None)
            there = on_the_way(self.trainer, nearest, step)
            if not self.trail.walk(there, step, go_on):
                return None
            there.release_buffers()
            self.visited = Visit(step, changes, there)
        return self.visited.trainer

    def rest(self) -> None:
        """The state of the run while it is not trained."""
        if self.trainer.divergence is not None:
            self.state = RunState.DIVERGED
        elif self.trainer.stopped:
            self.state = RunState.DONE
        else:
            self.state = RunState.PAUSED if self.trainer.step else RunState.IDLE

    def mark(self) -> None:
        """Keep a checkpoint from time to time."""
        if not self.trainer.is_ending:
            self.timeline.offer(self.trainer)

    def at(self, step: int, go_on: GoOn = always) -> Trainer | None:
        """A new trainer that goes on from the state after a number of steps, with a history of its own.

        None if `go_on` ended the way there.
        """
        found = going_on_to(self.trainer, self.timeline, step)
        return found if replay(found, step, go_on) else None

    def is_exact(self, step: int) -> bool:
        """Whether what `picture_at` shows of a step is as it was, to the bit.

        Another machine's steps are replayed with other last digits, except where a checkpoint holds them.
        """
        known = self.timeline.before(step)
        return are_exact(self.trainer.makers, 0 if known is None else known.step, step)

    def branch(
        self, number: int, step: int, spec: Experiment | None = None, go_on: GoOn = always
    ) -> "Run | None":
        """Another run that continues from a step of this one, with live settings changed if they are given.

        None if `go_on` ended the way there.
        """
        trainer = self.at(step, go_on)
        if trainer is None:
            return None
        timeline = Timeline(one for one in self.timeline.checkpoints if one.step <= step)
        run = Run(number, trainer, parent=Origin(self.number, step), timeline=timeline)
        if spec is not None:
            trainer.change(spec)
        run.rest()
        return run
