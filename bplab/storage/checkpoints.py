"""Checkpoints as arrays: whole numbers, figures, parameters and the optimizer's state, a row for each."""

from collections.abc import Iterator, Mapping, Sequence
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats, Mask
from bplab.nn.optimizers import OPTIMIZERS
from bplab.storage.source import Source
from bplab.training.build import Build
from bplab.training.changes import Change
from bplab.training.checkpoint import Checkpoint
from bplab.training.metrics import Evaluation, PartScore
from bplab.training.stopping import Memory

PARTS = ("train", "validation", "test")
UNCOUNTED = tuple(f"{part}_correct" for part in PARTS)  # -1 where there are no classes
MEASURED = ("step", "epoch", *(f"{part}_{what}" for part in PARTS for what in ("correct", "count")))
MEASURED_FIGURES = (*(f"{part}_loss" for part in PARTS), "penalty")
COUNTS = (
    "step", "epoch", "position", "changes", "pruned", "best_epoch", "limit", "limit_from",
    *(f"measured_{name}" for name in MEASURED),
)  # fmt: skip
MOST_EPOCHS = 10**9  # nobody waits for as many, and the draws of shuffling end at four times as many
FIGURES = ("best", "reached", *MEASURED_FIGURES)


def counts_of(one: Checkpoint) -> list[int]:
    """The whole numbers of a checkpoint, as COUNTS names them."""
    memory, pruned = one.memory, int(np.count_nonzero(one.dead))
    stopping = memory.best_epoch, memory.limit, memory.limit_from
    begin = one.step, one.epoch, one.position, one.changes, pruned
    return [*begin, *stopping, *measured_counts(one.evaluation)]


def figures_of(one: Checkpoint) -> list[float]:
    """The other numbers of a checkpoint, as FIGURES names them."""
    return [one.memory.best, one.memory.reached, *measured_figures(one.evaluation)]


def measured_counts(found: Evaluation) -> list[int]:
    """The whole numbers of an evaluation, as MEASURED names them; −1 for what is not counted."""
    parts = found.train, found.validation, found.test
    counted = [(-1 if part.correct is None else part.correct, part.count) for part in parts]
    return [found.step, found.epoch, *(number for pair in counted for number in pair)]


def measured_facts(found: Evaluation) -> dict[str, int]:
    """The whole numbers of an evaluation by name."""
    return dict(zip(MEASURED, measured_counts(found), strict=True))


def measured_figures(found: Evaluation) -> list[float]:
    """The other numbers of an evaluation, as MEASURED_FIGURES names them; NaN for an empty part."""
    losses = (part.loss for part in (found.train, found.validation, found.test))
    return [*(nan if loss is None else loss for loss in losses), found.penalty]


def evaluation_of(counts: Sequence[int], figures: Sequence[float]) -> Evaluation:
    """Make an evaluation of its numbers."""
    step, epoch, *counted = counts
    *losses, penalty = figures
    train, validation, test = (
        PartScore(loss, None if correct < 0 else correct, count) if count else PartScore()
        for loss, correct, count in zip(losses, counted[::2], counted[1::2], strict=True)
    )
    return Evaluation(step, epoch, train, validation, test, penalty)


def check_counts(
    source: Source, name: str, counts: NDArray[np.int64], made: Build, changes: Sequence[Change]
) -> None:
    """Check the whole numbers of checkpoints of a run.

    Shapes: counts (n, COUNTS).
    Raises: FileError if no run can have them.
    """
    step, epoch, position, changed = counts[:, :4].T
    per_epoch = made.batches.steps_per_epoch
    steps = np.array([change.step for change in changes], np.int64)
    right = (
        counts >= np.where([name.removeprefix("measured_") in UNCOUNTED for name in COUNTS], -1, 0)
    ).all()
    right = right and (counts <= 1 << 53).all() and (position < per_epoch).all()
    right = right and (epoch <= MOST_EPOCHS).all() and (epoch * per_epoch + position == step).all()
    right = right and (changed <= np.searchsorted(steps, step, "right")).all()
    if not right:
        raise source.refused(name, "its steps, epochs and changes do not belong together")


def checkpoint_of(
    counts: Sequence[int], figures: Sequence[float], vectors: Mapping[str, Any], **facts: Any
) -> Checkpoint:
    """Make a checkpoint; `vectors` are its parameters, the optimizer's state by name, and `dead`."""
    best_epoch, limit, limit_from = counts[5:8]
    memory = Memory(figures[0], best_epoch, limit, limit_from, figures[1])
    slots = dict(vectors)
    parameters, dead = slots.pop("parameters"), slots.pop("dead")
    evaluation = evaluation_of(counts[8:], figures[2:])
    step, epoch, position, changes = counts[:4]
    return Checkpoint(step, epoch, position, changes, parameters, slots, dead, memory, evaluation, **facts)


def timeline_figures(checkpoints: Sequence[Checkpoint]) -> dict[str, NDArray[Any]]:
    """The numbers of many checkpoints.

    Shapes: counts (n, COUNTS); figures (n, FIGURES).
    """
    if not checkpoints:
        return {}
    return {
        "counts": np.array([counts_of(one) for one in checkpoints], np.int64),
        "figures": np.array([figures_of(one) for one in checkpoints]),
    }


def timeline_vectors(checkpoints: Sequence[Checkpoint]) -> dict[str, NDArray[Any]]:
    """The parameters of many checkpoints, the optimizer's state, and `dead` if a weight is pruned.

    Shapes: (n, parameters).
    """
    if not checkpoints:
        return {}
    found: dict[str, Any] = {"parameters": np.stack([one.parameters for one in checkpoints])}
    for name in checkpoints[0].slots:
        found[name] = np.stack([one.slots[name] for one in checkpoints])
    if any(one.dead.any() for one in checkpoints):
        found["dead"] = np.stack([one.dead for one in checkpoints])
    return found


def read_timeline(
    source: Source, made: Build, changes: Sequence[Change], stopped: Mapping[str, str]
) -> Iterator[Checkpoint]:
    """Read many checkpoints, oldest first.

    Raises: FileError if they are not those of the run.
    """
    if "counts.npy" not in source:
        return
    rows = source.side("counts.npy", 0)
    counts = source.array("counts.npy", np.int64, (rows, len(COUNTS)))
    figures = source.array("figures.npy", np.float64, (rows, len(FIGURES)))
    check_counts(source, "counts.npy", counts, made, changes)
    if not (np.diff(counts[:, 0]) > 0).all():
        raise source.refused("counts.npy", "its steps are not in order")
    vectors = read_vectors(source, source, made, (rows,))
    for row, (whole, other) in enumerate(zip(counts.tolist(), figures.tolist(), strict=True)):
        own = {name: array[row] for name, array in vectors.items()}
        yield checkpoint_of(whole, other, own, stopped=stopped.get(str(whole[0]), ""))


def read_vectors(state: Source, optim: Source, made: Build, rows: tuple[int, ...] = ()) -> dict[str, Any]:
    """The parameters, the optimizer's state and the pruned weights of one checkpoint, or of many.

    Shapes: (*rows, parameters).
    """
    spec, shape = made.spec, (*rows, made.layout.size)
    parameters = state.array("parameters.npy", spec.dtype, shape)
    connected = made.layout.connected()
    if connected is not None and parameters[..., ~connected].any():
        raise state.refused("parameters.npy", "neurons that are not connected have a weight")
    slots = {name: optim.array(f"{name}.npy", spec.dtype, shape) for name in OPTIMIZERS[spec.optimizer].slots}
    return {"parameters": parameters, **slots, "dead": _dead(state, shape)}


def _dead(source: Source, shape: tuple[int, ...]) -> Mask:
    if "dead.npy" in source:
        found = source.array("dead.npy", np.bool_, shape)
        if not found.any():
            raise source.refused("dead.npy", "it names no weight")
        return found
    none = np.zeros(shape, np.bool_)
    none.setflags(write=False)
    return none


def figures_array(now: Checkpoint, evaluation: Evaluation) -> Floats:
    """The figures of the current state and of its evaluation, in one row."""
    return np.array([*figures_of(now), *measured_figures(evaluation)])
