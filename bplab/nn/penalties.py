"""Two ways to hold a net back: a penalty keeps weights small, clipping keeps gradients small.

A penalty is added to the loss, and its slope to the gradient. It acts on weights, never on biases.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from bplab.nn import Array

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Penalty:
    """A price on weights beside its slope: value(w, rate) and slope(w, rate).

    One that `prunes` is no part of the gradient: it acts after each step, by `prune`.
    """

    name: str
    title: str
    formula: str
    help: str
    value: Callable[[Array, float], float]
    slope: Callable[[Array, float], Array]
    prunes: bool = False


def none(w: Array, rate: float) -> float:
    """Nothing."""
    return 0.0


def none_slope(w: Array, rate: float) -> Array:
    """Nothing."""
    return np.zeros_like(w)


def l1(w: Array, rate: float) -> float:
    """The sum of |w| times rate."""
    return rate * float(np.abs(w).sum())


def l1_slope(w: Array, rate: float) -> Array:
    """Sign of w times rate: the same pull on large and small weights, so that small ones reach 0."""
    return rate * np.sign(w)


def l2(w: Array, rate: float) -> float:
    """The sum of w^2 times rate / 2."""
    return rate / 2 * float((w * w).sum())


def l2_slope(w: Array, rate: float) -> Array:
    """The weight times rate: the larger, the more."""
    return rate * w


def prune(w: Array, stepped: Array, pull: Array, dead: Mask) -> tuple[Array, Mask]:
    """Pull weights toward 0 after their step; one that the pull alone carries across 0 becomes 0, for good.

    new w = stepped - pull sign(w); dead where stepped and new w differ in sign, and from then on 0.

    Shapes: all alike. pull is eta times rate, and 0 where nothing pulls (biases, frozen weights).
    Source: TensorFlow Playground, nn.ts.
    """
    pulled = stepped - pull * np.sign(w)
    dead = dead | (stepped * pulled < 0)
    return np.where(dead, np.zeros_like(w), pulled), dead


def clip_by_norm(g: Array, limit: float) -> Array:
    """Shorten the whole gradient to norm `limit` when it is longer; its direction stays.

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
        "Weights cost nothing.",
        none,
        none_slope,
    ),
    "l1": Penalty(
        "l1",
        "L1",
        "λ Σ |w|",
        "Every weight pays for its size. Weights that help little end at exactly 0.",
        l1,
        l1_slope,
    ),
    "l1_prune": Penalty(
        "l1_prune",
        "L1, pruning",
        "λ Σ |w|; across 0: w = 0 for good",
        "L1 that acts after each step, as in TensorFlow Playground: a weight that it would carry across 0 is "
        "cut off, and stays 0.",
        l1,
        l1_slope,
        prunes=True,
    ),
    "l2": Penalty(
        "l2",
        "L2",
        "λ/2 Σ w²",
        "Every weight pays for its square. Large weights shrink most, which keeps the output smooth.",
        l2,
        l2_slope,
    ),
}
