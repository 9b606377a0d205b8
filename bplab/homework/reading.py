"""Reads homework from arrays by name: examples, weights and gradients that must fit together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Array, Floats
from bplab.errors import UserError, cut, named
from bplab.homework.arranging import ARRANGEMENTS, Arranged, Misfit, arranged
from bplab.storage.npz import read_npz

Arrays = Mapping[str, NDArray[Any]]
Pairs = tuple[tuple[Array, Array], ...]  # (W (fan_in, fan_out), b (fan_out,)) per layer
REAL = "biuf"
SAID = ("activations", "loss", "reduction", "l2")
MOST_LAYERS = 100


@dataclass(frozen=True, eq=False)
class Homework:
    """What a file holds, in double precision and arranged as in the lab.

    Gradients in `turned` have the shape of their transpose; they are read row by row, as they stand.

    Shapes: X (n, inputs), T (n, outputs).
    """

    name: str
    X: Floats
    T: Floats
    weights: Pairs
    gradients: Pairs
    turned: frozenset[int]  # layers whose dW has the shape of the transpose
    out_by_in: bool  # the file has W as (fan_out, fan_in)
    dtype: str  # of the gradients
    eps: float  # of the least precise array
    says: Mapping[str, Any] = field(default_factory=dict)  # what the file says of SAID

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, hidden layers, outputs."""
        return (self.X.shape[1], *(len(b) for _, b in self.weights))

    @cached_property
    def largest(self) -> float:
        """The size of the largest gradient."""
        return max(float(np.abs(each).max()) for pair in self.gradients for each in pair)

    @property
    def count(self) -> int:
        """The number of gradients."""
        return sum(W.size + b.size for W, b in self.weights)


def read_homework(path: Path) -> Homework:
    """Read a file.

    Raises: UserError if it cannot be read, something is missing, or shapes do not fit.
    """
    return homework_of(read_npz(path), path.name)


def homework_of(arrays: Arrays, name: str) -> Homework:
    """Read arrays by name.

    Raises: UserError as `read_homework`.
    """
    layers = _layers(arrays)
    wanted = ["X", "T", *(f"{kind}{layer}" for layer in layers for kind in ("W", "b", "dW", "db"))]
    missing = [each for each in wanted if each not in arrays]
    if missing:
        raise UserError(
            f"{named(name)} has no {_listed(missing)}. It needs X, T, W1, b1, W2, b2, ... and your "
            f"gradients dW1, db1, dW2, db2, ...; {_found(arrays)}"
        )
    for each in wanted:
        _check_numbers(each, arrays[each])
    found = _arranged({each: arrays[each] for each in wanted}, len(layers))
    kinds = [arrays[each].dtype for each in wanted if arrays[each].dtype.kind == "f"]
    eps = max((float(np.finfo(kind).eps) for kind in kinds), default=0.0)
    says = {each: _plain(arrays[each]) for each in SAID if each in arrays}
    dtype = np.result_type(*(arrays[f"dW{layer}"] for layer in layers)).name
    return Homework(
        name, found.X, found.T, found.weights, found.gradients, found.turned, found.out_by_in, dtype,
        max(eps, float(np.finfo(np.float64).eps)), says,
    )  # fmt: skip


def _layers(arrays: Arrays) -> list[int]:
    """The numbers of the layers, from 1 to the last that is named."""
    named_layers = [int(found[1]) for name in arrays if (found := re.fullmatch(r"d?[Wb]([1-9]\d?)", name))]
    return list(range(1, max(named_layers, default=1) + 1))


def _found(arrays: Arrays) -> str:
    return f"found: {cut(', '.join(map(str, arrays)), 80)}." if arrays else "it is empty."


def _listed(names: list[str]) -> str:
    return " and no ".join(names) if len(names) < 3 else f"{', '.join(names[:3])} and {len(names) - 3} more"


def _check_numbers(name: str, array: NDArray[Any]) -> None:
    if array.dtype.kind not in REAL:
        kind = {"c": "complex numbers", "S": "text", "U": "text"}[array.dtype.kind]
        raise UserError(f"{name} holds {kind}; it must be an array of real numbers, such as float64.")
    if not array.size:
        raise UserError(f"{name} is empty: it has the shape {array.shape}.")
    wrong = ~np.isfinite(array)
    if wrong.any():
        place = ", ".join(str(int(at[0]) + 1) for at in np.nonzero(wrong)) or "1"
        what = "is not a number" if np.isnan(array[wrong][0]) else "is infinite"
        more = f"; {int(wrong.sum()):,} in all" if wrong.sum() > 1 else ""
        raise UserError(f"{name}[{place}] {what}{more}. Gradients can only be compared where all are finite.")


def _plain(array: NDArray[Any]) -> Any:
    return array.tolist() if array.size <= MOST_LAYERS else None


def _arranged(arrays: Arrays, layers: int) -> Arranged:
    """Arrange the arrays as the lab does, whichever way the file has them; the lab's own way first."""
    first: Misfit | None = None
    for arrangement in ARRANGEMENTS:
        try:
            return arranged(arrays, layers, arrangement)
        except Misfit as misfit:
            first = first or misfit
    raise UserError(f"{first}.")
