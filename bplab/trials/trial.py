"""What a child process trains, and what it reports, as plain data."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

from bplab.data.own import OwnData
from bplab.experiment.spec import Experiment
from bplab.training.changes import Change
from bplab.training.checkpoint import Checkpoint
from bplab.training.history import History
from bplab.training.metrics import Evaluation
from bplab.training.trainer import Trainer

PART = 100  # steps after which it may be time to report
SECONDS = 0.1  # between reports, so that reading them costs a live run next to nothing


@dataclass(frozen=True)
class Trial:
    """A run to be made: a spec and its changes, trained for so many steps, or until a rule ends it."""

    spec: Experiment
    steps: int
    changes: tuple[Change, ...] = ()
    own: OwnData | None = None  # the data, if it is one's own


class Progress(NamedTuple):
    """How far a trial has come."""

    trial: int  # its place in the list
    step: int
    steps: int


class Failure(NamedTuple):
    """Why there is no result: a sentence for the user, or the report of a bug."""

    trial: int | None  # its place in the list; None where no trial is trained any more
    text: str
    is_bug: bool


@dataclass(frozen=True, eq=False)
class Result:
    """A run that was made, without its build, which its spec and its data determine."""

    trial: int  # its place in the list
    spec: Experiment
    changes: tuple[Change, ...]
    now: Checkpoint
    history: History
    end: Evaluation  # of the final weights, which may lie inside an epoch


Message = Progress | Failure | Result


def train(place: int, trial: Trial, report: Callable[[Progress], None]) -> Result:
    """Make a run, with its progress reported on the way.

    Raises: UserError if its spec cannot be trained.
    """
    trainer, due = Trainer(trial.spec, trial.changes, data=trial.own), monotonic() + SECONDS
    while trainer.step < trial.steps and not trainer.finished:
        trainer.run(steps=min(PART, trial.steps - trainer.step))
        if monotonic() >= due:
            report(Progress(place, trainer.step, trial.steps))
            due = monotonic() + SECONDS
    evaluated = trainer.evaluation.step == trainer.step and trainer.divergence is None
    end = trainer.evaluation if evaluated else trainer.measure()
    changes = tuple(trainer.changes)
    return Result(place, trial.spec, changes, trainer.checkpoint(), trainer.history, end)
