"""Estimates the memory of a run, so that what cannot fit is refused before anything is allocated."""

import numpy as np

from bplab.errors import UserError
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.forward import PIECE
from bplab.training.kernel.ring import steps_in_a_row
from bplab.training.machine import free_bytes
from bplab.training.track import TAIL

MOST_BYTES = 2 << 30
CALLS_BYTES = 4 << 10  # the bound calls and views of one layer in the program of one step


def check_memory(spec: Experiment, shape: Shape) -> None:
    """Check that a run fits into memory.

    Raises: UserError with the estimate
    """
    needed, allowed = bytes_needed(spec, shape), min(MOST_BYTES, free_bytes() // 4)
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
    kept = (3 + len(OPTIMIZERS[spec.optimizer].slots)) * _parameters(shape) * item
    inputs, outputs, widest = shape.sizes[0], shape.sizes[-1], sum(shape.sizes)
    data = examples * (8 * (4 * inputs + 4 * outputs) + item * (inputs + 1 + 4 * outputs))
    evaluation = 2 * min(examples, PIECE) * widest * item
    history = 2 * TAIL * (1 + 4 * len(shape.layers)) * 8
    stages = sum(_stage_bytes(spec, shape, size) for size in batches)
    return int(kept + data + evaluation + history + stages)


def _parameters(shape: Shape) -> int:
    return sum((fan_in + 1) * units for fan_in, units in zip(shape.fan_in, shape.sizes[1:], strict=True))


def _stage_bytes(spec: Experiment, shape: Shape, batch: int) -> int:
    """The buffers and programs of one batch size, with the dropout masks drawn at a time."""
    item, parameters = np.dtype(spec.dtype).itemsize, _parameters(shape)
    hidden, deltas = sum(shape.sizes[1:-1]), sum(shape.sizes[1:]) * batch
    steps, large = steps_in_a_row(parameters, deltas, item)
    dropped = hidden * batch if any(layer.dropout for layer in spec.layers) else 0
    inputs, rows = batch * (shape.sizes[0] + 1), steps + 1
    held = 2 * 3 * parameters + inputs if large else rows * (3 * parameters + inputs)
    a_row = batch * 3 * shape.sizes[-1] + deltas + dropped
    common = 2 * parameters + 4 * batch * (hidden + len(shape.layers) + shape.sizes[0])
    calls = rows * len(shape.layers) * CALLS_BYTES
    return item * (held + rows * a_row + common) + 2 * 8 * steps * dropped + calls
