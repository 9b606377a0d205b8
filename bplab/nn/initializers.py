"""Weight initializers: random, so that neurons differ, and scaled so that signals keep their size.

The weighted sum z adds fan_in products, so its variance is fan_in * Var(W) times the mean square of its
inputs: the rules below choose Var(W) to keep it near 1 in the forward pass, the backward pass, or both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from bplab.arrays import Array

Draw = Callable[[np.random.Generator, int, int, float], Array]


@dataclass(frozen=True)
class Initializer:
    """A rule that draws W; `gain_title` says what its one number `gain` means.

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
    """Uniform distribution with variance 1 / fan_in.

    Formula: W ~ U(-r, r), r = sqrt(3 / fan_in), since its variance is r^2 / 3
    """
    return uniform(rng, fan_in, fan_out, gain * sqrt(3 / fan_in))


def xavier_uniform(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """Var(W) = 2 / (fan_in + fan_out): a compromise between the forward and the backward pass.

    Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward networks, 2010.
    """
    return uniform(rng, fan_in, fan_out, gain * sqrt(6 / (fan_in + fan_out)))


def xavier_normal(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """The variance of Xavier uniform, normally distributed."""
    return normal(rng, fan_in, fan_out, gain * sqrt(2 / (fan_in + fan_out)))


def he_uniform(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """Var(W) = 2 / fan_in: twice LeCun's, because ReLU removes half of the signal's power.

    Source: He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015.
    """
    return uniform(rng, fan_in, fan_out, gain * sqrt(6 / fan_in))


def he_normal(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """The variance of He uniform, normally distributed."""
    return normal(rng, fan_in, fan_out, gain * sqrt(2 / fan_in))


def orthogonal(rng: np.random.Generator, fan_in: int, fan_out: int, gain: float) -> Array:
    """Orthonormal rows or columns, whichever are fewer: all singular values are 1.

    Source: Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning, 2014.
    """
    tall = rng.standard_normal((max(fan_in, fan_out), min(fan_in, fan_out)))
    q, r = np.linalg.qr(tall)
    q = q * np.where(np.diag(r) < 0, -1.0, 1.0)  # makes the distribution uniform
    return gain * (q if fan_in >= fan_out else q.T)


INITIALIZERS: dict[str, Initializer] = {
    "zeros": Initializer(
        "zeros",
        "Zeros",
        "W = 0",
        "All weights are 0. All neurons of a layer then compute and learn the same, so the layer acts as "
        "one neuron.",
        zeros,
        uses_gain=False,
    ),
    "constant": Initializer(
        "constant",
        "Constant",
        "W = value",
        "All weights are equal. As with zeros, the neurons of a layer remain copies of one another.",
        constant,
        gain_title="value",
        gain=0.5,
    ),
    "uniform": Initializer(
        "uniform",
        "Uniform",
        "W ~ U(−r, r)",
        "Uniform between −r and r, regardless of the size of the layer.",
        uniform,
        gain_title="range r",
        gain=0.5,
    ),
    "normal": Initializer(
        "normal",
        "Normal",
        "W ~ N(0, σ²)",
        "Normal distribution with mean 0 and standard deviation σ, regardless of the size of the layer.",
        normal,
        gain_title="sigma",
        gain=0.1,
    ),
    "lecun_normal": Initializer(
        "lecun_normal",
        "LeCun normal",
        "W ~ N(0, 1 / fan-in)",
        "Keeps the variance of the signals constant through linear layers in the forward pass; made for "
        "SELU and LeCun tanh.",
        lecun_normal,
    ),
    "lecun_uniform": Initializer(
        "lecun_uniform",
        "LeCun uniform",
        "W ~ U(−r, r), r = √(3 / fan-in)",
        "The variance of LeCun normal, drawn from a uniform distribution between −r and r.",
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
        "The variance of Xavier uniform, drawn from a normal distribution.",
        xavier_normal,
    ),
    "he_uniform": Initializer(
        "he_uniform",
        "He uniform",
        "W ~ U(−r, r), r = √(6 / fan-in)",
        "Keeps signals alive through many ReLU layers, each of which removes half of their power.",
        he_uniform,
    ),
    "he_normal": Initializer(
        "he_normal",
        "He normal",
        "W ~ N(0, 2 / fan-in)",
        "The variance of He uniform, drawn from a normal distribution.",
        he_normal,
    ),
    "orthogonal": Initializer(
        "orthogonal",
        "Orthogonal",
        "WᵀW = I or WWᵀ = I",
        "A random orthogonal matrix: it preserves lengths, so that deep linear networks keep the size of "
        "their gradients exactly.",
        orthogonal,
    ),
}
