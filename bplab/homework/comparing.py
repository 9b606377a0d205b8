"""When two gradients are the same: up to the rounding of the precision in which they were computed."""

from collections.abc import Callable

import numpy as np

from bplab.arrays import Array, Mask
from bplab.homework.reading import Homework, Pairs
from bplab.homework.recipe import Computed

RELATIVE = 1e-6  # difference that is allowed at least
ROUNDINGS = 1000  # of the least precise array, relative to the gradient
NOISE = 64  # and relative to the sizes of what is added up to it, which may cancel,
CANCELLED = 1000  # unless it is so many times larger than all gradients
LOOSEST = 0.02

Block = tuple[int, int]  # layer from 0; 0 is its weights, 1 its biases
Masks = tuple[tuple[Mask, Mask], ...]


def relative_difference(mine: Array, lab: Array) -> Array:
    """The difference divided by the larger of the two; 0 where both are 0.

    Shapes: all equal.
    """
    larger = np.maximum(np.abs(mine), np.abs(lab))
    return np.asarray(np.abs(mine - lab) / np.where(larger > 0, larger, 1))


def tolerance(homework: Homework) -> float:
    """The relative difference up to which two gradients are the same."""
    return min(max(RELATIVE, ROUNDINGS * homework.eps), LOOSEST)


def close(homework: Homework, mine: Array, values: Array, sizes: Array) -> Mask:
    """Which gradients are those found."""
    larger = np.maximum(np.abs(mine), np.abs(values))
    added = np.minimum(sizes, CANCELLED * homework.largest)
    allowed = tolerance(homework) * larger + NOISE * homework.eps * added
    return np.asarray(np.abs(mine - values) <= allowed)


def agreeing(homework: Homework, found: Computed) -> Masks:
    """Which gradients are those found."""
    return tuple(
        (close(homework, mine_W, W, size_W), close(homework, mine_b, b, size_b))
        for (mine_W, mine_b), (W, b), (size_W, size_b) in zip(
            homework.gradients, found.gradients, found.sizes, strict=True
        )
    )


def differing(agrees: Masks) -> tuple[Block, ...]:
    """The blocks in which some gradients differ."""
    return tuple(
        (layer, part) for layer, pair in enumerate(agrees) for part in (0, 1) if not pair[part].all()
    )


def left_in(homework: Homework, found: Computed, blocks: tuple[Block, ...]) -> float:
    """The largest relative difference in some blocks."""
    return max(
        float(relative_difference(homework.gradients[layer][part], found.gradients[layer][part]).max())
        for layer, part in blocks
    )


def each(function: Callable[[Array, Array], Array], first: Pairs, second: Pairs) -> Pairs:
    """Apply a function to arrays of the same layer."""
    return tuple(
        (np.asarray(function(W, other_W)), np.asarray(function(b, other_b)))
        for (W, b), (other_W, other_b) in zip(first, second, strict=True)
    )
