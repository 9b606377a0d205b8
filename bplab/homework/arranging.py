"""The ways in which people arrange arrays, brought into the lab's: examples and inputs in rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Array, Floats

Pair = tuple[Array, Array]


class Arrangement(NamedTuple):
    """Whether W is (fan_out, fan_in), as in PyTorch, and whether each column of X is an example."""

    out_by_in: bool
    columns: bool


ARRANGEMENTS = (Arrangement(False, False), Arrangement(True, False), Arrangement(True, True))


class Misfit(Exception):  # noqa: N818 - it is no error unless no arrangement fits
    """A sentence that says which shapes do not fit."""


@dataclass(frozen=True, eq=False)
class Arranged:
    """The arrays as the lab has them.

    Shapes: X (n, inputs), T (n, outputs); pairs (fan_in, fan_out), (fan_out,).
    """

    X: Floats
    T: Floats
    weights: tuple[Pair, ...]
    gradients: tuple[Pair, ...]
    turned: frozenset[int]
    out_by_in: bool


def arranged(arrays: Mapping[str, NDArray[Any]], layers: int, way: Arrangement) -> Arranged:
    """Read arrays that are arranged in one of the ways.

    Raises: Misfit if they are not.
    """
    values = {name: np.asarray(array, np.float64) for name, array in arrays.items()}
    X = _matrix("X", values["X"])
    X = X.T if way.columns else X
    weights, gradients, turned = [], [], set()
    before = "X", X.shape[1], "rows" if way.columns else "columns"
    for layer in range(1, layers + 1):
        W, b = _weights(values, layer, way, before)
        dW = values[f"dW{layer}"]
        stands = W.T.shape if way.out_by_in else W.shape  # in the file
        if dW.shape == stands[::-1] != stands:
            turned.add(layer - 1)
        elif dW.shape != stands:
            raise Misfit(f"dW{layer} is {_size(dW)}, but W{layer} is {_size(values[f'W{layer}'])}")
        dW = dW.reshape(stands)
        db = _vector(f"db{layer}", values[f"db{layer}"], len(b), f"b{layer}")
        weights.append((W, b))
        gradients.append((dW.T if way.out_by_in else dW, db))
        before = f"W{layer}", len(b), "columns"
    T = _targets(values["T"], len(X), before[1], way)
    return Arranged(X, T, tuple(weights), tuple(gradients), frozenset(turned), way.out_by_in)


def _weights(
    values: Mapping[str, Floats], layer: int, way: Arrangement, before: tuple[str, int, str]
) -> Pair:
    W = _matrix(f"W{layer}", values[f"W{layer}"])
    name, inputs, what = before
    shown, W = _size(W), W.T if way.out_by_in else W
    if W.shape[0] != inputs:
        raise Misfit(
            f"W{layer} is {shown}, but {name} has {inputs:,} {what}: W{layer} needs {inputs:,} rows, one per "
            "input, and a column per neuron"
        )
    return W, _vector(f"b{layer}", values[f"b{layer}"], W.shape[1], f"W{layer}")


def _matrix(name: str, array: Floats) -> Floats:
    if array.ndim != 2:
        raise Misfit(f"{name} must have rows and columns; its shape is {array.shape}")
    return array


def _vector(name: str, array: Floats, units: int, beside: str) -> Floats:
    """A bias or its gradient, also as one row or one column."""
    if array.size != units or sum(size > 1 for size in array.shape) > 1:
        raise Misfit(f"{name} is {_size(array)}, but {beside} is of {units:,} neurons")
    return array.reshape(units)


def _targets(T: Floats, n: int, outputs: int, way: Arrangement) -> Floats:
    """Targets as the loss compares them; class numbers become one-hot rows."""
    if way.columns and T.shape == (outputs, n):
        return T.T
    if T.shape == (n, outputs):
        return T
    if T.size == n and outputs == 1:
        return np.reshape(T, (n, 1))
    classes = T.reshape(-1)
    if T.size == n and np.isin(classes, np.arange(outputs)).all():
        return np.asarray(classes[:, None] == np.arange(outputs), np.float64)
    raise Misfit(
        f"T is {_size(T)}, but X has {n:,} examples and the network {outputs:,} "
        f"output{'s' if outputs > 1 else ''}: T must be {n:,} × {outputs:,}"
    )


def _size(array: Floats) -> str:
    """2 × 4, or how many numbers a vector has."""
    return " × ".join(f"{size:,}" for size in array.shape) if array.ndim > 1 else f"{array.size:,} long"
