"""Distributions of every layer's values: outputs, weighted sums, error signals, weights, gradients."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Array
from bplab.nn.activations import ACTIVATIONS
from bplab.training.step import BatchTrace, Pairs, StepInput, trace_batch

BINS = 40
EXAMPLES, FEWEST = 256, 16  # the first examples of the training part
EFFORT = 40_000_000  # examples times parameters; larger networks are evaluated on fewer examples
VALUES = 20_000  # values counted per layer; of more, every second, third, ... is
SATURATED, DEAD = 0.05, 0.005  # relative to the steepest slope
NEVER_DEAD = ("identity", "softmax")


@dataclass(frozen=True, eq=False)
class LayerHistogram:
    """One layer's values, counted in equal bins from low to high.

    Shapes: counts (BINS,).
    """

    low: float
    high: float
    counts: NDArray[np.int64]
    size: int  # number of values
    every: int  # 1: all are counted; 2: every second
    saturated: float | None  # share of weighted sums z where a bounded activation is flat
    dead: int | None  # neurons with almost no slope for any example
    units: int


@dataclass(frozen=True, eq=False)
class Histograms:
    """All layers of a network, one kind of value."""

    kind: str
    layers: tuple[LayerHistogram, ...]
    examples: int  # examples passed through the network
    of: int  # number of training examples


def histograms(start: StepInput, kind: str, gradients: Pairs | None = None) -> Histograms:
    """Count the values of one of KINDS, layer by layer; deltas and activations without dropout.

    A bounded activation is saturated where |f'(z)| is below a twentieth of its
    steepest slope. A neuron is dead if its slope is below 1/200 of the steepest for every example shown.
    Shapes: gradients, for that kind only, as in the step's trace.
    """
    train = start.build.prepared.split.train
    count = min(EXAMPLES, max(FEWEST, EFFORT // start.build.layout.size), len(train))
    trace = trace_batch(start.on(train[:count]))
    values = _values(trace, kind, gradients)
    found = tuple(
        _histogram(numbers, trace, index, layer.activation, kind)
        for index, (numbers, layer) in enumerate(zip(values, start.build.shape.layers, strict=True))
    )
    return Histograms(kind, found, count, len(train))


def _values(trace: BatchTrace, kind: str, gradients: Pairs | None) -> Sequence[Array]:
    """The values of every layer, of any shape."""
    if kind in ("activations", "sums", "deltas"):
        return {"activations": trace.a, "sums": trace.z, "deltas": trace.delta}[kind]
    layout = trace.start.build.layout
    shown = gradients if gradients is not None else layout.weights(trace.start.parameters)
    connected = layout.connected()
    masks = layout.weights(np.ones(layout.size, bool) if connected is None else connected)
    return [W[mask] for (W, _), (mask, _) in zip(shown, masks, strict=True)]


def _histogram(values: Array, trace: BatchTrace, index: int, activation: str, kind: str) -> LayerHistogram:
    z, a = trace.z[index], trace.a[index]
    every = -(-values.size // VALUES)
    sample = values.ravel()[::every]
    sample = sample[np.isfinite(sample)]
    low, high = _range(sample, activation if kind == "activations" else "")
    place = ((sample - low) * (BINS / (high - low))).astype(np.int64)
    counts = np.bincount(np.clip(place, 0, BINS - 1), minlength=BINS)
    counts.setflags(write=False)
    saturated, dead = _slopes(z, a, activation)
    return LayerHistogram(low, high, counts, values.size, every, saturated, dead, z.shape[1])


def _range(values: Array, activation: str) -> tuple[float, float]:
    """The activation's own bounds if it has two; else a round number, on both sides of 0 if necessary."""
    row = ACTIVATIONS.get(activation)
    if row is not None and np.isfinite([row.low, row.high]).all():
        return row.low, row.high
    reach = round_up(float(np.abs(values).max(initial=0.0)))
    return (-reach if (values < 0).any() else 0.0), reach


def round_up(value: float) -> float:
    """Return the next larger 1, 2 or 5 times a power of ten."""
    if not value > 0:
        return 1.0
    size = 10.0 ** np.floor(np.log10(value))
    return float(next(size * step for step in (1, 2, 5, 10, 20) if size * step >= value * (1 - 1e-9)))


def _slopes(z: Array, a: Array, activation: str) -> tuple[float | None, int | None]:
    """The saturated share and the number of dead neurons, where these terms apply."""
    if activation in NEVER_DEAD:
        return None, None
    row = ACTIVATIONS[activation]
    slopes = np.abs(row.slope(z, a)) / steepest(activation)
    squeezes = bool(np.isfinite([row.low, row.high]).all())
    saturated = float((slopes < SATURATED).mean()) if squeezes else None
    return saturated, int((slopes < DEAD).all(axis=0).sum())


@lru_cache(maxsize=32)
def steepest(activation: str) -> float:
    """The largest slope of an activation."""
    row, z = ACTIVATIONS[activation], np.linspace(-10, 10, 2001)
    return float(np.abs(row.slope(z, row.f(z))).max())


KINDS = ("activations", "sums", "deltas", "weights", "gradients")
