"""Penalties keep weights small; gradient clipping keeps gradients small.

A penalty is added to the loss, and its derivative to the gradient. It acts on weights, never on biases.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from bplab.arrays import Array, Mask


@dataclass(frozen=True)
class Penalty:
    """A penalty on weights and its derivative: value(w, rate) and slope(w, rate).

    A penalty that `prunes` is not part of the gradient: it acts after each step, by `prune`.
    """

    name: str
    title: str
    formula: str
    help: str
    value: Callable[[Array, float], float]
    slope: Callable[[Array, float], Array]
    prunes: bool = False


def none(w: Array, rate: float) -> float:
    """No penalty."""
    return 0.0


def none_slope(w: Array, rate: float) -> Array:
    """Derivative of no penalty."""
    return np.zeros_like(w)


def l1(w: Array, rate: float) -> float:
    """L1 penalty.

    Formula: rate * sum |w|
    """
    return rate * float(np.abs(w).sum())


def l1_slope(w: Array, rate: float) -> Array:
    """Derivative of the L1 penalty: the same pull on all weights, so that small ones reach 0.

    Formula: rate * sign(w)
    """
    return rate * np.sign(w)


def l2(w: Array, rate: float) -> float:
    """L2 penalty.

    Formula: rate / 2 * sum w^2
    """
    return rate / 2 * float((w * w).sum())


def l2_slope(w: Array, rate: float) -> Array:
    """Derivative of the L2 penalty: proportional to the weight.

    Formula: rate * w
    """
    return rate * w


def prune(w: Array, stepped: Array, pull: Array, dead: Mask) -> tuple[Array, Mask]:
    """Pull weights toward 0 after their step; a weight that the pull moves across 0 is set to 0 permanently.

    Formula: new w = stepped - pull sign(w); dead where stepped and new w differ in sign, and from then on 0.
    Shapes: all equal. pull is eta times rate, and 0 where nothing pulls (biases, frozen weights).
    Source: TensorFlow Playground, nn.ts.
    """
    pulled = stepped - pull * np.sign(w)
    dead = dead | (stepped * pulled < 0)
    return np.where(dead, np.zeros_like(w), pulled), dead


def clip_by_norm(g: Array, limit: float) -> Array:
    """Scale the whole gradient down to norm `limit` when it is longer; its direction is unchanged.

    Source: Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013;
    the 1e-6 is PyTorch's.
    """
    exact = g.astype(np.float64)  # squares of large float32 would overflow
    norm = sqrt(float((exact * exact).sum()))
    factor = limit / (norm + 1e-6)
    return g * factor if factor < 1 else g


PENALTIES: dict[str, Penalty] = {
    "none": Penalty(
        "none",
        "None",
        "0",
        "No penalty on the weights.",
        none,
        none_slope,
    ),
    "l1": Penalty(
        "l1",
        "L1",
        "λ Σ |w|",
        "Penalizes the size of every weight. Weights that contribute little end at exactly 0.",
        l1,
        l1_slope,
    ),
    "l1_prune": Penalty(
        "l1_prune",
        "L1, pruning",
        "λ Σ |w|; across 0: w = 0 for good",
        "L1 applied after each step, as in TensorFlow Playground: a weight that it would move across 0 is "
        "removed and stays 0.",
        l1,
        l1_slope,
        prunes=True,
    ),
    "l2": Penalty(
        "l2",
        "L2",
        "λ/2 Σ w²",
        "Penalizes the square of every weight. Large weights shrink most, which keeps the output smooth.",
        l2,
        l2_slope,
    ),
}
