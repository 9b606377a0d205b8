"""Replays: from an earlier state of a run to a step that it has made, on a way that no rule ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TypeVar

from bplab.training.checkpoint import Checkpoint
from bplab.training.history import History
from bplab.training.makers import makers_until
from bplab.training.pace import Pace
from bplab.training.timeline import Timeline
from bplab.training.trainer import Trainer

T = TypeVar("T", bound=Trainer)

GoOn = Callable[[int], bool]  # called with the step reached, several times a second: whether to go on


def always(_step: int) -> bool:
    """Go on whatever happens."""
    return True


def replay(trainer: Trainer, step: int, go_on: GoOn = always, pace: Pace | None = None) -> bool:
    """Train to a given step, as a run did that continued there, to the bit; return whether it arrived.

    A pace that is given knows from an earlier part of the way how many steps take how long.
    """
    pace = pace or Pace(perf_counter)
    pace.begin(step - trainer.step)
    while trainer.step < step and trainer.divergence is None and go_on(trainer.step):
        trainer.stopped = ""
        pace.work(trainer.advance, lambda: False)
    return trainer.step == step


@contextmanager
def unmeasured(trainer: Trainer) -> Iterator[None]:
    """Replays meanwhile measure nothing: faster, and enough to look at the state.

    What is not measured is not known afterwards: the history then begins after the last step, and evaluation
    and the state of the stop rule are old.
    """
    trainer.is_measuring = False
    try:
        yield
    finally:
        trainer.is_measuring = True
        trainer.begin_history()


def on_the_way(trainer: T, known: Checkpoint | None, step: int, history: History | None = None) -> T:
    """A new trainer of the same kind on the way to a step, in a known state before it, or at the start."""
    kind, made = type(trainer), trainer.build
    changes = [one for one in trainer.changes if one.step <= step]
    if known is None:
        return kind(made.spec, changes, data=made.own)
    makers = makers_until(trainer.makers, known.step)
    return kind.resume(made, made.spec, changes, known, history, makers)


def going_on_to(trainer: T, timeline: Timeline, step: int) -> T:
    """A new trainer on the way to a step, from the last checkpoint, with a history of its own.

    A state in which a run failed is made again, because the optimizer's is not that before the failure.
    """
    is_now = step == trainer.step and trainer.divergence is None
    known = trainer.checkpoint() if is_now else timeline.before(step)
    history = None if known is None else trainer.history.fork(known.step, known.epoch)
    return on_the_way(trainer, known, step, history)
