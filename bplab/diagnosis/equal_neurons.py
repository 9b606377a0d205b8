"""Neurons of a layer that are equal and stay so: equal weights and equal gradients make equal steps."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array

ROUNDING = 0.6  # equal: apart by eps to this power of the layer's largest value, 4e-10 in double precision
Pairs = Sequence[tuple[Array, Array]]


@dataclass(frozen=True)
class EqualNeurons:
    """The neurons of one hidden layer, grouped by what is equal in them."""

    layer: int  # from 0
    groups: tuple[tuple[int, ...], ...]  # all neurons, from 0; those of a group are equal
    apart: float  # the largest difference within a group; 0: equal to the bit

    @property
    def count(self) -> int:
        """The number of neurons."""
        return sum(map(len, self.groups))

    @property
    def different(self) -> int:
        """How many of them differ from each other."""
        return len(self.groups)

    @property
    def has_equal(self) -> bool:
        """Whether any two are equal."""
        return self.different < self.count

    @property
    def text(self) -> str:
        """The count in words: "1 of 4 different"."""
        return f"{self.different:,} of {self.count:,} different"


def equal_neurons(weights: Pairs, gradients: Pairs) -> tuple[EqualNeurons, ...]:
    """Group the neurons of each hidden layer by incoming weights, bias, and the gradients of these.

    Takes (W, b) of every layer, as in `Snapshot.weights` and `.gradients`. Neurons with all of these equal
    have the same δ on average and make the same step. Values that differ by rounding alone count as equal,
    because products may round differently from neuron to neuron.

    Shapes: W (fan_in, units), b (units,) per layer, the output layer last.
    """
    both = zip(weights[:-1], gradients[:-1], strict=True)
    return tuple(_grouped(layer, (*pair, *slope)) for layer, (pair, slope) in enumerate(both))


def equal_weights(weights: Pairs) -> tuple[EqualNeurons, ...]:
    """Group the neurons of each hidden layer by incoming weights and bias: equal ones have equal outputs."""
    return tuple(_grouped(layer, pair) for layer, pair in enumerate(weights[:-1]))


@np.errstate(over="ignore", invalid="ignore")  # weights that have diverged are told apart, too
def _grouped(layer: int, parts: Sequence[Array]) -> EqualNeurons:
    """Sort the neurons by a number in which only equal ones agree, then compare neighbors.

    Shapes: parts (values, units) or (units,).
    """
    if _clearly_apart(np.atleast_2d(parts[0])):
        return EqualNeurons(layer, tuple((unit,) for unit in range(parts[0].shape[-1])), 0.0)
    rows = [np.atleast_2d(part).astype(np.float64) for part in parts]
    limits = [np.abs(row).max(initial=0) * np.finfo(part.dtype).eps ** ROUNDING
              for row, part in zip(rows, parts, strict=True)]  # fmt: skip
    values, limit = np.concatenate(rows), np.repeat(limits, [len(row) for row in rows])
    key = np.cos(np.arange(1.0, len(values) + 1)) @ values
    order = np.argsort(key, kind="stable")
    near = np.flatnonzero(np.diff(key[order]) <= limit.sum())  # neighbors that may be equal
    apart = np.abs(values[:, order[near]] - values[:, order[near + 1]])  # (values, near)
    is_equal = (apart <= limit[:, None]).all(axis=0)
    ends = np.setdiff1d(np.arange(len(order) - 1), near[is_equal]) + 1
    groups = tuple(sorted(tuple(sorted(group.tolist())) for group in np.split(order, ends)))
    return EqualNeurons(layer, groups, float(apart[:, is_equal].max(initial=0)))


def _clearly_apart(W: Array) -> bool:
    """Whether the weights of the first input alone tell all neurons apart, as they usually do.

    Shapes: (fan_in, units).
    """
    limit = np.abs(W).max(initial=0) * np.finfo(W.dtype).eps ** ROUNDING
    return len(W) > 0 and bool((np.diff(np.sort(W[0])) > limit).all())
