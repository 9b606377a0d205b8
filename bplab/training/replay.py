"""Replays: from an earlier state of a run to a step that it has made, on a way that no rule ends."""

from collections.abc import Callable
from time import perf_counter

from bplab.training.pace import Pace
from bplab.training.trainer import Trainer

GoOn = Callable[[int], bool]  # called with the step reached, several times a second: whether to go on


def always(_step: int) -> bool:
    """Go on whatever happens."""
    return True


def replay(trainer: Trainer, step: int, go_on: GoOn = always, *, measured: bool = True) -> bool:
    """Train to a given step, as a run did that continued there, to the bit; return whether it arrived.

    What is not measured is not known afterwards: the history then begins after the step, and evaluation and
    the state of the stop rule are old. It is faster, and enough to look at the state.
    """
    pace = Pace(perf_counter)
    pace.begin(step - trainer.step)
    trainer.is_measuring = measured
    try:
        while trainer.step < step and trainer.divergence is None and go_on(trainer.step):
            trainer.stopped = ""
            pace.work(trainer.advance, lambda: False)
    finally:
        trainer.is_measuring = True
    if not measured:
        trainer.begin_history()
    return trainer.step == step
