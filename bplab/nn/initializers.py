"""Weights start random, so that neurons differ, and of a size that keeps signals alive through the layers.

A layer's sum z adds fan_in products, so its variance is fan_in * Var(W) times the mean square of its inputs:
the rules below choose Var(W) to keep that near 1 on the way forward, the way back, or both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from bplab.nn import Array

Draw = Callable[[np.random.Generator, int, int, float], Array]


@dataclass(frozen=True)
class Initializer:
    """A way to draw W; what its one number `gain` means is said by `gain_title`.

    Shapes: draw(rng, fan_in, fan_out, gain) -> (fan_in, fan_out), float64.
    """

    name: str
    title: str
    formula: str
    help: str
    draw: Draw
    gain_title: str = "gain"
    gain: float = 1.0
    uses_gain: bool = True


def zeros(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """W = 0."""
    return np.zeros((fan_in, fan_out))


def constant(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """W = gain."""
    return np.full((fan_in, fan_out), float(gain))


def uniform(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """W ~ U(-gain, gain)."""
    return gain * rng.uniform(-1, 1, (fan_in, fan_out))


def normal(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """W ~ N(0, gain^2)."""
    return gain * rng.standard_normal((fan_in, fan_out))


def lecun_normal(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """Var(W) = 1 / fan_in: a linear layer passes variance on.

    Source: LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998.
    """
    return normal(rng, fan_in, fan_out, gain * sqrt(1 / fan_in))


def lecun_uniform(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """The same variance; U(-r, r) has variance r^2 / 3, hence r = sqrt(3 / fan_in)."""
    return uniform(rng, fan_in, fan_out, gain * sqrt(3 / fan_in))


def xavier_uniform(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """Var(W) = 2 / (fan_in + fan_out): between what the forward and the backward pass ask for.

    Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward networks, 2010.
    """
    return uniform(rng, fan_in, fan_out, gain * sqrt(6 / (fan_in + fan_out)))


def xavier_normal(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """The same variance, normal."""
    return normal(rng, fan_in, fan_out, gain * sqrt(2 / (fan_in + fan_out)))


def he_uniform(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """Var(W) = 2 / fan_in: twice LeCun's, because ReLU cuts half of the signal's power away.

    Source: He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015.
    """
    return uniform(rng, fan_in, fan_out, gain * sqrt(6 / fan_in))


def he_normal(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """The same variance, normal."""
    return normal(rng, fan_in, fan_out, gain * sqrt(2 / fan_in))


def orthogonal(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """Orthonormal rows or columns, whichever are fewer: no direction is stretched or shrunk.

    Source: Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning, 2014.
    """
    tall = rng.standard_normal((max(fan_in, fan_out), min(fan_in, fan_out)))
    q, r = np.linalg.qr(tall)
    q = q * np.where(np.diag(r) < 0, -1.0, 1.0)  # makes the draw uniform over all rotations and reflections
    return gain * (q if fan_in >= fan_out else q.T)


INITIALIZERS: dict[str, Initializer] = {
    "zeros": Initializer(
        "zeros",
        "Zeros",
        "W = 0",
        "All weights 0. All neurons of a layer then compute and learn the same: "
        "the layer acts as one neuron.",
        zeros,
        uses_gain=False,
    ),
    "constant": Initializer(
        "constant",
        "Constant",
        "W = value",
        "All weights equal. As with zeros, the neurons of a layer stay copies of one another.",
        constant,
        gain_title="value",
        gain=0.5,
    ),
    "uniform": Initializer(
        "uniform",
        "Uniform",
        "W ~ U(−r, r)",
        "Every value between −r and r is equally likely, whatever the size of the layer.",
        uniform,
        gain_title="range r",
        gain=0.5,
    ),
    "normal": Initializer(
        "normal",
        "Normal",
        "W ~ N(0, σ²)",
        "Bell-shaped around 0 with standard deviation σ, whatever the size of the layer.",
        normal,
        gain_title="sigma",
        gain=0.1,
    ),
    "lecun_normal": Initializer(
        "lecun_normal",
        "LeCun normal",
        "W ~ N(0, 1 / fan-in)",
        "Keeps the size of signals on the way forward through linear layers; made for SELU and LeCun tanh.",
        lecun_normal,
    ),
    "lecun_uniform": Initializer(
        "lecun_uniform",
        "LeCun uniform",
        "W ~ U(−r, r), r = √(3 / fan-in)",
        "The variance of LeCun normal, with no value larger than r.",
        lecun_uniform,
    ),
    "xavier_uniform": Initializer(
        "xavier_uniform",
        "Xavier / Glorot uniform",
        "W ~ U(−r, r), r = √(6 / (fan-in + fan-out))",
        "Keeps signals and gradients of similar size in every layer; made for tanh.",
        xavier_uniform,
    ),
    "xavier_normal": Initializer(
        "xavier_normal",
        "Xavier / Glorot normal",
        "W ~ N(0, 2 / (fan-in + fan-out))",
        "The variance of Xavier uniform, bell-shaped.",
        xavier_normal,
    ),
    "he_uniform": Initializer(
        "he_uniform",
        "He uniform",
        "W ~ U(−r, r), r = √(6 / fan-in)",
        "Keeps signals alive through many ReLU layers, each of which cuts half of them away.",
        he_uniform,
    ),
    "he_normal": Initializer(
        "he_normal",
        "He normal",
        "W ~ N(0, 2 / fan-in)",
        "The variance of He uniform, bell-shaped.",
        he_normal,
    ),
    "orthogonal": Initializer(
        "orthogonal",
        "Orthogonal",
        "WᵀW = I or WWᵀ = I",
        "A random rotation: it stretches no direction, so that deep linear nets "
        "keep their gradients exactly.",
        orthogonal,
    ),
}
