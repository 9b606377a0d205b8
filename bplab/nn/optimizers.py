"""Optimizers, which turn gradients into weight updates, in order of increasing complexity.

Formulas, epsilons and defaults are those of PyTorch. `slots` hold an optimizer's state between steps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from bplab.arrays import Array

Slots = dict[str, Array]


@dataclass(frozen=True)
class Hyper:
    """The hyperparameters of the optimizers."""

    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    alpha: float = 0.99
    weight_decay: float = 0.01


Update = Callable[[Array, Array, Slots, int, float, Hyper, Array | bool], Array]


@dataclass(frozen=True)
class Optimizer:
    """An update rule: update(w, g, slots, t, eta, hyper, decays) -> new w.

    `slots` are replaced in the dict at each step; t counts steps from 1; eta is the learning rate.
    `decays` is 1 where weight decay acts (weights) and 0 where it does not (biases).
    `uses` names the fields of Hyper that it reads.
    """

    name: str
    title: str
    formula: str
    help: str
    update: Update
    slots: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()

    def start(self, w: Array) -> Slots:
        """The optimizer's state before the first step."""
        return {name: np.zeros_like(w) for name in self.slots}


def sgd(w: Array, g: Array, slots: Slots, t: int, eta: float, hyper: Hyper, decays: Array | bool) -> Array:
    """Stochastic gradient descent.

    Formula: w = w - eta g
    """
    return w - eta * g


def momentum(
    w: Array, g: Array, slots: Slots, t: int, eta: float, hyper: Hyper, decays: Array | bool
) -> Array:
    """Momentum: accumulate a velocity.

    Formula: v = mu v + g; w = w - eta v
    Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964.
    """
    v = slots["velocity"] = hyper.momentum * slots["velocity"] + g
    return w - eta * v


def nesterov(
    w: Array, g: Array, slots: Slots, t: int, eta: float, hyper: Hyper, decays: Array | bool
) -> Array:
    """Nesterov momentum: use the gradient one step ahead.

    Formula: v = mu v + g; w = w - eta (g + mu v)
    Source: Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum, 2013.
    """
    v = slots["velocity"] = hyper.momentum * slots["velocity"] + g
    return w - eta * (g + hyper.momentum * v)


def adagrad(
    w: Array, g: Array, slots: Slots, t: int, eta: float, hyper: Hyper, decays: Array | bool
) -> Array:
    """Adagrad: smaller steps where gradients have been large.

    Formula: s = s + g^2; w = w - eta g / (sqrt(s) + 1e-10)
    Source: Duchi, Hazan and Singer, Adaptive subgradient methods, 2011.
    """
    s = slots["square_sum"] = slots["square_sum"] + g * g
    return w - eta * g / (np.sqrt(s) + 1e-10)


def rmsprop(
    w: Array, g: Array, slots: Slots, t: int, eta: float, hyper: Hyper, decays: Array | bool
) -> Array:
    """RMSProp: Adagrad with an exponential moving average.

    Formula: s = alpha s + (1 - alpha) g^2; w = w - eta g / (sqrt(s) + 1e-8)
    Source: Tieleman and Hinton, Lecture 6.5, 2012.
    """
    s = slots["square_mean"] = hyper.alpha * slots["square_mean"] + (1 - hyper.alpha) * g * g
    return w - eta * g / (np.sqrt(s) + 1e-8)


def adam(w: Array, g: Array, slots: Slots, t: int, eta: float, hyper: Hyper, decays: Array | bool) -> Array:
    """Adam: RMSProp with momentum; dividing by 1 - beta^t corrects the bias of averages that start at 0.

    m = beta1 m + (1 - beta1) g;  s = beta2 s + (1 - beta2) g^2
    w = w - eta m / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + 1e-8)

    Source: Kingma and Ba, Adam: a method for stochastic optimization, 2015.
    """
    m = slots["mean"] = hyper.beta1 * slots["mean"] + (1 - hyper.beta1) * g
    s = slots["square_mean"] = hyper.beta2 * slots["square_mean"] + (1 - hyper.beta2) * g * g
    root = np.sqrt(s) / sqrt(1 - hyper.beta2**t) + 1e-8
    return w - eta / (1 - hyper.beta1**t) * m / root


def adamw(w: Array, g: Array, slots: Slots, t: int, eta: float, hyper: Hyper, decays: Array | bool) -> Array:
    """AdamW: shrink the weights by eta * decay, separately from the gradient, then take Adam's step.

    Source: Loshchilov and Hutter, Decoupled weight decay regularization, 2019.
    """
    shrunk = w * (1 - eta * hyper.weight_decay * np.asarray(decays, w.dtype))
    return adam(shrunk, g, slots, t, eta, hyper, decays)


def hold_frozen(w: Array, new_w: Array, frozen: Array | npt.NDArray[np.bool_]) -> Array:
    """Restore the old values of frozen parameters: freezing affects the update, not the gradient.

    Shapes: all equal; frozen is true (or 1) where the old value is kept.
    """
    return np.where(frozen, w, new_w)


OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer(
        "sgd",
        "SGD",
        "w ← w − η g",
        "Stochastic gradient descent: each batch moves the weights straight down the gradient.",
        sgd,
    ),
    "momentum": Optimizer(
        "momentum",
        "Momentum",
        "v ← μ v + g;  w ← w − η v",
        "A velocity accumulates past gradients: faster along a valley, and it carries the weights over "
        "small bumps.",
        momentum,
        slots=("velocity",),
        uses=("momentum",),
    ),
    "nesterov": Optimizer(
        "nesterov",
        "Nesterov",
        "v ← μ v + g;  w ← w − η (g + μ v)",
        "Momentum that evaluates the gradient one step ahead and so slows down before it overshoots.",
        nesterov,
        slots=("velocity",),
        uses=("momentum",),
    ),
    "adagrad": Optimizer(
        "adagrad",
        "Adagrad",
        "s ← s + g²;  w ← w − η g / (√s + 10⁻¹⁰)",
        "Each weight has its own step size, which shrinks with the gradient it has accumulated and never "
        "grows again.",
        adagrad,
        slots=("square_sum",),
    ),
    "rmsprop": Optimizer(
        "rmsprop",
        "RMSProp",
        "s ← α s + (1 − α) g²;  w ← w − η g / (√s + 10⁻⁸)",
        "Divides each gradient by the root mean square of its recent values, so that steep and flat "
        "directions move at similar speed.",
        rmsprop,
        slots=("square_mean",),
        uses=("alpha",),
    ),
    "adam": Optimizer(
        "adam",
        "Adam",
        "m ← β₁ m + (1 − β₁) g;  s ← β₂ s + (1 − β₂) g²;  w ← w − η m̂ / (√ŝ + 10⁻⁸)",
        "Combines momentum and RMSProp, both corrected for starting at 0. Needs little tuning.",
        adam,
        slots=("mean", "square_mean"),
        uses=("beta1", "beta2"),
    ),
    "adamw": Optimizer(
        "adamw",
        "AdamW",
        "w ← w (1 − η λ), then Adam",
        "Adam with decoupled weight decay: every step also shrinks the weights, but not the biases.",
        adamw,
        slots=("mean", "square_mean"),
        uses=("beta1", "beta2", "weight_decay"),
    ),
}
