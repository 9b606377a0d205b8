"""How many steps of a run another program can be compared with: until rounding alone tells them apart."""

from dataclasses import dataclass, replace

import numpy as np

from bplab.arrays import Array, Floats
from bplab.export.source import Source
from bplab.training.step import trace_batch
from bplab.training.trainer import Trainer

STEPS = 100
SAME = {"float64": 1e-12, "float32": 1e-4}  # between runs from starts that differ in the last digit
TOLERANCE = {"float64": 1e-10, "float32": 1e-2}  # for a program that adds in another order


@dataclass(frozen=True, eq=False)
class Horizon:
    """The numbers of the next steps, as long as they do not depend on rounding."""

    losses: Floats  # of each batch
    parameters: Array  # at the end, flat
    tolerance: float  # relative to the largest number of its kind
    note: str  # what is special, as a sentence; empty for all of the steps


def horizon_of(source: Source) -> Horizon:
    """Train on from the parameters, and from their neighbors one digit away, while both agree.

    Raises: UserError if the run diverges at the next step.
    """
    source.check_next()
    dtype, start = source.spec.dtype, source.now.parameters
    here, beside = _trainer(source, start), _trainer(source, np.nextafter(start, np.inf, dtype=start.dtype))
    parameters, losses = start, list[float]()
    while len(losses) < STEPS:
        loss = trace_batch(here.next_step()).loss  # the one that is trained, whatever units are shown
        here.advance(1)
        beside.advance(1)
        after = here.checkpoint(lent=True).parameters.copy()
        near = beside.checkpoint(lent=True).parameters
        if here.divergence is not None or (losses and _difference(near, after) > SAME[dtype]):
            break
        parameters = after
        losses.append(loss)
    return Horizon(np.array(losses), parameters, TOLERANCE[dtype], _note(len(losses)))


def _trainer(source: Source, parameters: Array) -> Trainer:
    """A trainer that goes on from a state, whatever the stop rule says."""
    start = replace(source.now, parameters=parameters, changes=0, stopped="")
    return Trainer.resume(source.build, source.spec.but(stop="never", epochs=0), (), start)


def _difference(near: Array, after: Array) -> float:
    return float(np.abs(near - after).max() / (np.abs(after).max() or 1.0))


def _note(steps: int) -> str:
    if steps == STEPS:
        return ""
    return (
        f"After {steps} steps, two runs of the lab from starts that differ in the last digit separate,\n"
        "or the run has diverged: later steps depend on rounding and cannot be compared.\n"
    )
