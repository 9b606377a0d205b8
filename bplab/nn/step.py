"""One complete training step: from the examples of a batch to the updated parameters.

    forward     z and a of every layer, and each example's loss       network, losses
    backward    delta, dL/dW and dL/db of every layer                 network
    penalty     the penalty's derivative is added to the gradient     penalties
    clip        the gradient is scaled down to the largest norm       penalties
    optimizer   new w from w, the gradient and the optimizer's state  optimizers
    prune       weights that the penalty pulls across 0 are cut off   penalties
    freeze      frozen parameters keep their old values               optimizers

From the penalty on, all parameters are one vector: W row by row, then b, layer after layer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from bplab.arrays import Array, Mask
from bplab.nn.losses import LOSSES
from bplab.nn.network import DenseLayer, Dropout, ForwardTrace, Gradients, backward, forward
from bplab.nn.optimizers import OPTIMIZERS, Hyper, Slots, hold_frozen
from bplab.nn.penalties import PENALTIES, clip_by_norm, prune


@dataclass(frozen=True, kw_only=True)
class Method:
    """What is minimized, and how."""

    loss: str
    reduction: str = "mean"
    skip: bool = False
    penalty: str = "none"
    penalty_rate: float = 0.0
    clip: float = 0.0  # the largest norm of the gradient; 0: no clipping
    optimizer: str = "sgd"
    hyper: Hyper = field(default_factory=Hyper)


@dataclass(frozen=True, eq=False)
class Start:
    """The state before a step: the network, and what the optimizer has accumulated.

    Shapes: slots, dead and frozen (parameters,); dropout as `forward` takes it.
    Units: t counts the optimizer's steps from 1; eta is this step's learning rate.
    """

    layers: Sequence[DenseLayer]
    slots: Slots
    dead: Mask  # weights removed by pruning
    frozen: Mask
    t: int
    eta: float
    dropout: Dropout | None = None


@dataclass(frozen=True, eq=False)
class Passes:
    """Results of one forward and one backward pass.

    Shapes: losses (batch,).
    """

    trace: ForwardTrace
    losses: Array
    loss: float  # of the batch, without penalty
    found: Gradients  # of that loss


@dataclass(frozen=True, eq=False)
class Step(Passes):
    """Everything that a step computes, in order.

    Shapes: all (parameters,).
    """

    gradient: Array  # the gradient from the backward pass, as one vector
    penalty: Array  # the penalty's part of the gradient; 0 where the penalty prunes
    used: Array  # the sum of both, clipped: the optimizer's input
    w: Array  # before the step
    new_w: Array
    slots: Slots  # after the step, as is `dead`
    dead: Mask


def make_step(start: Start, X: Array, T: Array, method: Method) -> Step:
    """Compute one step on one batch without changing any argument.

    Shapes: X (batch, inputs), T (batch, outputs).
    """
    passes = make_passes(start, X, T, method)
    gradient = join(zip(passes.found.dL_dW, passes.found.dL_db, strict=True))

    w = join((layer.W, layer.b) for layer in start.layers)
    penalty = penalty_gradient(w, start.layers, method)
    g = gradient + penalty
    used = clip_by_norm(g, method.clip) if method.clip else g

    new_w, slots, dead = update(w, used, start, method)
    found = (passes.trace, passes.losses, passes.loss, passes.found)
    return Step(*found, gradient, penalty, used, w, new_w, slots, dead)


def make_passes(start: Start, X: Array, T: Array, method: Method) -> Passes:
    """Run a batch forward and backward.

    Shapes: X (batch, inputs), T (batch, outputs).
    """
    trace = forward(start.layers, X, start.dropout, skip=method.skip)
    losses = LOSSES[method.loss].per_example(trace.y, trace.z[-1], T)
    loss = float(losses.mean() if method.reduction == "mean" else losses.sum())
    return Passes(trace, losses, loss, backward(start.layers, trace, T, method.loss, method.reduction))


def join(pairs: Iterable[tuple[Array, Array]]) -> Array:
    """Flatten pairs (W, b), or their gradients, into one vector: W row by row, then b, layer by layer."""
    return np.concatenate([part.ravel() for pair in pairs for part in pair])


def are_weights(layers: Sequence[DenseLayer]) -> Mask:
    """True for weights, False for biases.

    Shapes: (parameters,).
    """
    return _are_weights(tuple((layer.W.size, layer.b.size) for layer in layers))


@lru_cache(maxsize=8)
def _are_weights(sizes: tuple[tuple[int, int], ...]) -> Mask:
    """The same for networks of one size, in whose steps it is needed again and again."""
    mask = np.concatenate([np.repeat([True, False], pair) for pair in sizes])
    mask.flags.writeable = False
    return mask


def penalty_gradient(w: Array, layers: Sequence[DenseLayer], method: Method) -> Array:
    """Derivative of the penalty with respect to the weights; 0 for biases.

    Shapes: w (parameters,) -> (parameters,).
    """
    penalty = PENALTIES[method.penalty]
    if penalty.prunes:
        return np.zeros_like(w)
    return np.where(are_weights(layers), penalty.slope(w, method.penalty_rate), 0).astype(w.dtype)


def update(w: Array, g: Array, start: Start, method: Method) -> tuple[Array, Slots, Mask]:
    """Take the optimizer's step, prune, and restore what is frozen; return new w, slots and dead weights.

    Shapes: w, g, new w and dead (parameters,).
    """
    slots, dead, weights = dict(start.slots), start.dead, are_weights(start.layers)
    rule = OPTIMIZERS[method.optimizer].update
    decays = weights.astype(w.dtype)
    new_w = rule(w, g, slots, start.t, start.eta, method.hyper, decays).astype(w.dtype)
    if PENALTIES[method.penalty].prunes:
        pull = start.eta * method.penalty_rate * (weights & ~start.frozen).astype(w.dtype)
        new_w, dead = prune(w, new_w, pull, dead)
    return hold_frozen(w, new_w, start.frozen), slots, dead
