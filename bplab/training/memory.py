"""Estimates the memory of a run, so that what cannot fit is refused before anything is allocated."""

import numpy as np

from bplab.errors import UserError
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.forward import PIECE
from bplab.training.kernel.ring import steps_in_a_row
from bplab.training.machine import free_bytes
from bplab.training.track_store import TAIL

MOST_BYTES = 2 << 30
LITTLE = 32 << 20  # bytes that are always there: to ask the system takes longer than the rest of the check
CALLS_BYTES = 4 << 10  # the bound calls and views of one layer in the program of one step


def check_memory(spec: Experiment, shape: Shape) -> None:
    """Check that a run fits into memory.

    Raises: UserError with the estimate.
    """
    needed = bytes_needed(spec, shape)
    if needed <= LITTLE:
        return
    allowed = min(MOST_BYTES, free_bytes() // 4)
    if needed > allowed:
        raise UserError(
            f"This network and batch need about {needed / 2**20:,.0f} MiB, more than the "
            f"{allowed / 2**20:,.0f} MiB available to the lab here; use smaller layers, a smaller batch or "
            "fewer examples."
        )


def bytes_needed(spec: Experiment, shape: Shape) -> int:
    """Estimate the memory of a run: parameters, optimizer slots, batches, data, evaluation, history."""
    item = np.dtype(spec.dtype).itemsize
    examples, trained = spec.data.count, spec.data.train_count
    batch = min(spec.batch_size or trained, trained)
    batches = {batch} if spec.last_batch == "drop" or trained % batch == 0 else {batch, trained % batch}
    if spec.last_batch == "carry":
        batches = {batch, batch + trained % batch}
    parameters = _parameters(shape)
    kept = (3 + len(OPTIMIZERS[spec.optimizer].slots)) * parameters * item
    inputs, outputs, widest = shape.sizes[0], shape.sizes[-1], sum(shape.sizes)
    data = examples * (8 * (4 * inputs + 4 * outputs) + item * (inputs + 1 + 4 * outputs))
    evaluation = (
        2 * min(examples, 4 * PIECE) * widest + 3 * parameters
    ) * item  # whole pieces and three ends
    history = 2 * TAIL * (1 + 4 * len(shape.layers)) * 8
    steps, large = steps_in_a_row(parameters, batch * sum(shape.sizes[1:]), item)
    ring = item * (2 if large else steps + 1) * 3 * parameters
    stages = sum(_stage_bytes(spec, shape, size, steps, large) for size in batches)
    return int(kept + data + evaluation + history + ring + stages)


def _parameters(shape: Shape) -> int:
    return sum((fan_in + 1) * units for fan_in, units in zip(shape.fan_in, shape.sizes[1:], strict=True))


def _stage_bytes(spec: Experiment, shape: Shape, batch: int, steps: int, large: bool) -> int:
    """The buffers and programs of one batch size, with the dropout masks drawn at a time."""
    item, parameters = np.dtype(spec.dtype).itemsize, _parameters(shape)
    hidden, deltas = sum(shape.sizes[1:-1]), sum(shape.sizes[1:]) * batch
    dropped = hidden * batch if any(layer.dropout for layer in spec.layers) else 0
    rows = steps + 1
    inputs = (1 if large else rows) * batch * (shape.sizes[0] + 1)
    a_row = batch * 3 * shape.sizes[-1] + deltas + dropped
    common = 2 * parameters + 4 * batch * (hidden + len(shape.layers) + shape.sizes[0])
    calls = rows * len(shape.layers) * CALLS_BYTES
    return item * (inputs + rows * a_row + common) + 2 * 8 * steps * dropped + calls
