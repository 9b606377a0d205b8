"""The first step at which two runs differ: both are made again, and their parameters compared to the bit."""

from collections.abc import Iterator, Sequence
from itertools import chain
from time import perf_counter
from typing import NamedTuple

import numpy as np

from bplab.arrays import Array
from bplab.experiment.shape import frame_of
from bplab.experiment.spec import Experiment
from bplab.training.changes import GO_ON, Change
from bplab.training.record import Record
from bplab.training.replay import GoOn, always
from bplab.training.runs import AnyRecord
from bplab.training.timeline import Timeline
from bplab.training.trainer import Trainer

SLICE = 100  # steps made at once where the runs are known to be equal
SECONDS = 0.03  # between two questions whether to go on
WITHOUT_EFFECT = {"epochs", "stop", "stop_loss", "stop_patience", "evaluate_every"}  # on parameters
USUAL = Experiment()


class Difference(NamedTuple):
    """The first step after which the parameters of two runs differ."""

    step: int | None  # 0: they differ from the start; None: they are equal as far as both go
    compared: int  # how many steps both made


def first_difference(one: AnyRecord, other: AnyRecord, go_on: GoOn = always) -> Difference | None:
    """Compare two runs step by step; None if `go_on` ended it, which is called several times a second.

    Where spec and changes are still the same, the runs are: there both begin at checkpoints.
    """
    end = min(one.now.step, other.now.step)
    begin = _parting(one, other)
    if begin is None or begin > end:
        return Difference(None, end)
    if frame_of(one.spec) != frame_of(other.spec):
        return Difference(0, end)
    pair = _trainer_before(one, begin), _trainer_before(other, begin)
    asked = perf_counter()
    for step in _stops(min(trainer.step for trainer in pair), begin, end):
        for trainer in pair:
            _go(trainer, step)
        if step >= begin and not _same_bits(pair[0].parameters, pair[1].parameters):
            return Difference(step, end)
        if perf_counter() - asked >= SECONDS:
            if not go_on(step):
                return None
            asked = perf_counter()
    return Difference(None, end)


def _parting(one: AnyRecord, other: AnyRecord) -> int | None:
    """The step at which specs or changes first differ in what can have an effect; None if nowhere."""
    if _essence(one.spec) != _essence(other.spec):
        return 0
    mine, theirs = _effective(one.changes), _effective(other.changes)
    common = sum(1 for _ in _equal_ones(mine, theirs))
    following = (*mine[common : common + 1], *theirs[common : common + 1])
    return min((change.step for change in following), default=None)


def _essence(spec: Experiment) -> Experiment:
    return spec.but(**{name: getattr(USUAL, name) for name in WITHOUT_EFFECT})


def _effective(changes: Sequence[Change]) -> list[Change]:
    return [one for one in changes if one.field != GO_ON and one.field not in WITHOUT_EFFECT]


def _equal_ones(mine: Sequence[Change], theirs: Sequence[Change]) -> Iterator[Change]:
    for one, other in zip(mine, theirs, strict=False):
        if one != other:
            return
        yield one


def _trainer_before(record: AnyRecord, step: int) -> Trainer:
    """A trainer on the way to a step: what makes the runs differ there is still to come."""
    known = Timeline(record.checkpoints).before(step - 1) if isinstance(record, Record) else None
    if isinstance(record, Record) and known is not None:
        trainer = Trainer.resume(record.build, record.spec, record.changes, known)
    else:
        trainer = Trainer(record.spec, record.changes, data=record.own)
    trainer.is_measuring = False
    return trainer


def _stops(start: int, begin: int, end: int) -> Iterator[int]:
    return chain(range(start, begin, SLICE), range(begin, end + 1))


def _go(trainer: Trainer, step: int) -> None:
    """Train to a step, as the run did: no rule ends it on the way."""
    while trainer.step < step and trainer.divergence is None:
        trainer.stopped = ""
        trainer.advance(step - trainer.step)


def _same_bits(one: Array, other: Array) -> bool:
    """Whether two arrays are equal to the bit: 0 and -0 are not, and NaN can be."""
    return one.dtype == other.dtype and bool(np.array_equal(one.view(np.uint8), other.view(np.uint8)))
