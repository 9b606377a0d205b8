"""Activations as bound calls into fixed buffers: common ones optimized, all others through `bplab.nn`.

A scalar operand is twice as expensive as a 0-d array, so constants are 0-d arrays of the run's dtype.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np

from bplab.arrays import Array
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.functions import LEAK, LECUN_HEIGHT, LECUN_STRETCH

LARGE = 1536  # numbers

Call = tuple[Callable[..., Any], tuple[Any, ...]]
Constant = Callable[[float], Array]  # number -> 0-d array


@dataclass(frozen=True)
class Fast:
    """forward(z, a, c) fills a; slope(z, a, s, c) fills s with f'(z).

    `in_place` says whether a may be z itself, `reads_z` whether the slope needs z besides a.

    Shapes: any, all equal.
    """

    forward: Callable[[Array, Array, Constant], list[Call]]
    slope: Callable[[Array, Array, Array, Constant], list[Call]]
    in_place: bool = True
    reads_z: bool = False


def run(calls: list[Call]) -> None:
    """Run calls in order."""
    for function, arguments in calls:
        function(*arguments)


def constants(dtype: np.dtype[Any]) -> Constant:
    """Make 0-d constants of one dtype, one array for each value."""
    return lru_cache(maxsize=None)(lambda value: np.array(value, dtype))


def _identity(z: Array, a: Array, c: Constant) -> list[Call]:
    return [] if a is z else [(np.copyto, (a, z))]


def _identity_slope(z: Array, a: Array, s: Array, c: Constant) -> list[Call]:
    return [(s.fill, (1.0,))]


def _sigmoid(z: Array, a: Array, c: Constant) -> list[Call]:
    one = c(1)
    return [(np.negative, (z, a)), (np.exp, (a, a)), (np.add, (a, one, a)), (np.divide, (one, a, a))]


def _sigmoid_slope(z: Array, a: Array, s: Array, c: Constant) -> list[Call]:
    return [(np.subtract, (c(1), a, s)), (np.multiply, (s, a, s))]  # near 1, a - a a would cancel


def _tanh(z: Array, a: Array, c: Constant) -> list[Call]:
    return [(np.tanh, (z, a))]


def _tanh_slope(z: Array, a: Array, s: Array, c: Constant) -> list[Call]:
    return [(np.square, (a, s)), (np.subtract, (c(1), s, s))]


@lru_cache(maxsize=8)
def _zeros(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """One array for all steps, which share the cache."""
    zeros: Array = np.zeros(shape, dtype)
    zeros.flags.writeable = False
    return zeros


def _maximum(first: Array, second: Array, out: Array) -> Call:
    return partial(np.maximum, out=out), (first, second)  # passing out by position is deprecated for maximum


def _relu(z: Array, a: Array, c: Constant) -> list[Call]:
    return [_maximum(z, _zeros(z.shape, z.dtype), a)]  # three times as fast as with a scalar


def _is_positive(a: Array, s: Array, c: Constant) -> list[Call]:
    """Fill s with 1 or 0, through a mask: a comparison that writes numbers takes longer than both calls."""
    mask = np.empty(s.shape, bool)
    return [(np.greater, (a, c(0), mask)), (np.copyto, (s, mask))]


def _relu_slope(z: Array, a: Array, s: Array, c: Constant) -> list[Call]:
    return [(np.sign, (a, s))] if s.size < LARGE else _is_positive(a, s, c)  # slower per number


def _leaky_relu(z: Array, a: Array, c: Constant) -> list[Call]:
    return [(np.multiply, (z, c(LEAK), a)), _maximum(z, a, a)]


def _leaky_relu_slope(z: Array, a: Array, s: Array, c: Constant) -> list[Call]:
    return [*_is_positive(a, s, c), (np.multiply, (s, c(1 - LEAK), s)), (np.add, (s, c(LEAK), s))]


def _lecun(z: Array, a: Array, c: Constant) -> list[Call]:
    return [
        (np.multiply, (z, c(LECUN_STRETCH), a)),
        (np.tanh, (a, a)),
        (np.multiply, (a, c(LECUN_HEIGHT), a)),
    ]


def _lecun_slope(z: Array, a: Array, s: Array, c: Constant) -> list[Call]:
    steepest = LECUN_STRETCH * LECUN_HEIGHT
    return [
        (np.square, (a, s)),
        (np.multiply, (s, c(-steepest / LECUN_HEIGHT**2), s)),
        (np.add, (s, c(steepest), s)),
    ]


def _softmax(z: Array, a: Array, c: Constant) -> list[Call]:
    largest, sums = np.empty_like(z[0]), np.empty_like(z)  # (batch,), (classes, batch)
    ones = np.ones(
        (len(z), len(z)), z.dtype
    )  # a product sums faster than add.reduce, and broadcasts at the same time
    return [
        (np.maximum.reduce, (z, 0, None, largest)),
        (np.subtract, (z, largest, a)),
        (np.exp, (a, a)),
        (ones.dot, (a, sums)),
        (np.divide, (a, sums, a)),
    ]


def _by_the_book(name: str) -> Fast:
    """Call the functions of `bplab.nn`, which allocate new arrays: a few microseconds per layer."""
    row = ACTIVATIONS[name]
    return Fast(
        lambda z, a, _c: [(_fill, (a, row.f, z))],
        lambda z, a, s, _c: [(_fill, (s, row.slope, z, a))],
        reads_z=True,
    )


def _fill(out: Array, function: Callable[..., Array], *arguments: Array) -> None:
    out[...] = function(*arguments)


FAST: dict[str, Fast] = {
    **{name: _by_the_book(name) for name in ACTIVATIONS},
    "identity": Fast(_identity, _identity_slope),
    "sigmoid": Fast(_sigmoid, _sigmoid_slope),
    "tanh": Fast(_tanh, _tanh_slope),
    "relu": Fast(_relu, _relu_slope),
    "leaky_relu": Fast(_leaky_relu, _leaky_relu_slope, in_place=False),
    "lecun_tanh": Fast(_lecun, _lecun_slope),
    "softmax": Fast(_softmax, lambda _z, _a, _s, _c: []),  # its derivative is part of the output delta
}
