"""The optimizers as bound calls on flat vectors: from a gradient to the update that is subtracted.

Values that change from step to step (learning rate, Adam's corrections) are 0-d views into `Rates`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array, Mask
from bplab.experiment.spec import Experiment
from bplab.nn.optimizers import OPTIMIZERS, Hyper, Optimizer
from bplab.nn.penalties import clip_by_norm
from bplab.training.kernel.book import hyper_of
from bplab.training.kernel.calls import Call, Constant


@dataclass(frozen=True)
class Rates:
    """0-d views of one step's learning rate, learning rate / (1 - beta1^t) and sqrt(1 - beta2^t).

    For an optimizer without a fast version, the second is t itself.
    """

    eta: Array
    adam_eta: Array
    adam_root: Array


@dataclass(frozen=True)
class Vectors:
    """The flat vectors an update works on.

    Shapes: all (parameters,).
    """

    w: Array
    g: Array
    update: Array  # filled: w_next = w - update; before that a buffer, to leave more room in the cache
    slots: dict[str, Array]
    scratch: Array


def _sgd(v: Vectors, r: Rates, spec: Experiment, c: Constant) -> list[Call]:
    return [(np.multiply, (v.g, r.eta, v.update))]


def _momentum(v: Vectors, r: Rates, spec: Experiment, c: Constant) -> list[Call]:
    velocity = v.slots["velocity"]
    return [
        (np.multiply, (velocity, c(spec.momentum), velocity)),
        (np.add, (velocity, v.g, velocity)),
        (np.multiply, (velocity, r.eta, v.update)),
    ]


def _nesterov(v: Vectors, r: Rates, spec: Experiment, c: Constant) -> list[Call]:
    velocity = v.slots["velocity"]
    return [
        *_momentum(v, r, spec, c)[:2],
        (np.multiply, (velocity, c(spec.momentum), v.update)),
        (np.add, (v.update, v.g, v.update)),
        (np.multiply, (v.update, r.eta, v.update)),
    ]


def _divided_by_root(
    v: Vectors, step: Array, square: Array, rate: Array, root: Array | None, epsilon: Array
) -> list[Call]:
    """Update = rate * step / (sqrt(square) / root + epsilon)."""
    return [
        (np.sqrt, (square, v.update)),
        *([(np.divide, (v.update, root, v.update))] if root is not None else []),
        (np.add, (v.update, epsilon, v.update)),
        (np.divide, (step, v.update, v.update)),
        (np.multiply, (v.update, rate, v.update)),
    ]


def _mean_of_squares(v: Vectors, square: Array, memory: float, c: Constant) -> list[Call]:
    return [
        (np.multiply, (square, c(memory), square)),
        (np.multiply, (v.g, v.g, v.update)),
        (np.multiply, (v.update, c(1 - memory), v.update)),
        (np.add, (square, v.update, square)),
    ]


def _adagrad(v: Vectors, r: Rates, spec: Experiment, c: Constant) -> list[Call]:
    square = v.slots["square_sum"]
    return [
        (np.multiply, (v.g, v.g, v.update)),
        (np.add, (square, v.update, square)),
        *_divided_by_root(v, v.g, square, r.eta, None, c(1e-10)),
    ]


def _rmsprop(v: Vectors, r: Rates, spec: Experiment, c: Constant) -> list[Call]:
    square = v.slots["square_mean"]
    return [
        *_mean_of_squares(v, square, spec.alpha, c),
        *_divided_by_root(v, v.g, square, r.eta, None, c(1e-8)),
    ]


def _adam(v: Vectors, r: Rates, spec: Experiment, c: Constant) -> list[Call]:
    mean, square = v.slots["mean"], v.slots["square_mean"]
    return [
        (np.multiply, (mean, c(spec.beta1), mean)),
        (np.multiply, (v.g, c(1 - spec.beta1), v.update)),
        (np.add, (mean, v.update, mean)),
        *_mean_of_squares(v, square, spec.beta2, c),
        *_divided_by_root(v, mean, square, r.adam_eta, r.adam_root, c(1e-8)),
    ]


UPDATES: dict[str, Callable[[Vectors, Rates, Experiment, Constant], list[Call]]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adam,  # its weight decay is added by `decay`
}


def optimized(spec: Experiment, v: Vectors, r: Rates, weights: Mask, c: Constant) -> list[Call]:
    """Fill v.update by the optimizer's fast version, or by `bplab.nn` if it has none."""
    if spec.optimizer in UPDATES:
        return UPDATES[spec.optimizer](v, r, spec, c)
    decays = weights.astype(v.w.dtype)
    return [(_by_the_book, (OPTIMIZERS[spec.optimizer], v, r, hyper_of(spec), decays))]


def _by_the_book(row: Optimizer, v: Vectors, r: Rates, hyper: Hyper, decays: Array) -> None:
    slots = dict(v.slots)
    v.update[...] = v.w - row.update(v.w, v.g, slots, int(r.adam_eta), float(r.eta), hyper, decays)
    for name, slot in v.slots.items():
        slot[...] = slots[name]


def rates_of(spec: Experiment, eta: Array, first: int) -> Array:
    """Rates of steps, the first of which is the optimizer's step `first`, counted from 1.

    Shapes: eta (steps,) -> (steps, 3) or all equal, see `Rates`.
    """
    t = np.arange(first, first + len(eta))
    if spec.optimizer not in UPDATES:
        return np.stack([eta, t, t], axis=1)
    if UPDATES[spec.optimizer] is not _adam:
        return eta[:, None]
    rates = np.empty((len(t), 3))
    rates[:, 0] = eta
    np.divide(eta, 1 - spec.beta1**t, out=rates[:, 1])
    np.sqrt(1 - spec.beta2**t, out=rates[:, 2])
    return rates


def is_plain(spec: Experiment) -> bool:
    """Whether the update is exactly the learning rate times the gradient."""
    return spec.optimizer == "sgd" and spec.regularization == "none" and not spec.clip and not spec.frozen


def penalized(spec: Experiment, w: Array, g: Array, out: Array, weights: Mask, c: Constant) -> list[Call]:
    """Fill out with the gradient plus the penalty's derivative; no calls if the penalty has none."""
    if spec.regularization in ("none", "l1_prune") or not spec.regularization_rate:
        return []
    rates = weights.astype(w.dtype) * c(spec.regularization_rate)
    return [
        ({"l1": np.sign, "l2": np.positive}[spec.regularization], (w, out)),
        (np.multiply, (out, rates, out)),
        (np.add, (out, g, out)),
    ]


def clipped(spec: Experiment, g: Array, out: Array) -> list[Call]:
    """Fill out with the gradient clipped to the norm `clip`; no calls if it is 0."""
    return [(_clip, (g, out, spec.clip))] if spec.clip else []


def _clip(g: Array, out: Array, limit: float) -> None:
    out[...] = clip_by_norm(g, limit)


def decay(spec: Experiment, v: Vectors, r: Rates, weights: Mask, c: Constant) -> list[Call]:
    """AdamW: also subtract eta * decay * w from the weights."""
    if spec.optimizer != "adamw" or not spec.weight_decay:
        return []
    rates = weights.astype(v.w.dtype) * c(spec.weight_decay)
    return [
        (np.multiply, (v.w, rates, v.scratch)),
        (np.multiply, (v.scratch, r.eta, v.scratch)),
        (np.add, (v.update, v.scratch, v.update)),
    ]


def pruned(
    spec: Experiment, v: Vectors, r: Rates, stepped: Array, pulls: Mask, dead: Mask, c: Constant
) -> list[Call]:
    """Like `nn.penalties.prune`: pull weights toward 0 after the step, and remove those that cross it.

    stepped is a buffer for the weights before the pull. Dead weights stay dead whatever the learning rate.
    """
    if spec.regularization != "l1_prune":
        return []
    rates = pulls.astype(v.w.dtype) * c(spec.regularization_rate)
    crossed = np.zeros_like(dead)
    return [
        (np.subtract, (v.w, v.update, stepped)),
        (np.sign, (v.w, v.scratch)),
        (np.multiply, (v.scratch, rates, v.scratch)),
        (np.multiply, (v.scratch, r.eta, v.scratch)),
        (np.add, (v.update, v.scratch, v.update)),
        (np.subtract, (v.w, v.update, v.scratch)),
        (np.multiply, (stepped, v.scratch, v.scratch)),
        (np.less, (v.scratch, c(0), crossed)),
        (np.logical_or, (dead, crossed, dead)),
        (np.copyto, (v.update, v.w, "same_kind", dead)),  # w - w is 0
    ]
