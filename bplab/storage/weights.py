"""Reads weights that another program wrote, whichever way it arranges them."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats
from bplab.errors import UserError, cut, named
from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import Shape
from bplab.storage.npz import read_npz
from bplab.training.kernel.layout import group_mask

Arrays = Mapping[str, NDArray[Any]]
MOST = 50_000  # values, each of which is an initial weight with a name
ENDING = re.compile(r"(.*?)\.?(weight|bias)")  # of PyTorch's names, such as 0.weight or layers.1.bias


def read_start(path: Path, shape: Shape, *, out_by_in: bool | None = None) -> dict[str, float]:
    """Read all initial weights of a network by name: {"W1[1,1]": 0.5, ...}.

    The file has W1, b1, W2, b2, ... as `--weights` writes them, or a PyTorch model's 0.weight, 0.bias, ... in
    the order of its layers. W is (fan_in, fan_out) in the former, (fan_out, fan_in) in PyTorch: whichever
    fits is taken, the usual one if both fit, unless `out_by_in` says which.

    Raises: UserError if the file cannot be read, or its arrays do not fit the network.
    """
    arrays = read_npz(path)
    blocks, from_torch = _blocks(arrays, path.name)
    if shape.parameters > MOST:
        raise UserError(f"Weights can be imported into networks of up to {MOST:,} parameters.")
    turned = from_torch if out_by_in is None else out_by_in
    for way in (turned, not turned) if out_by_in is None else (turned,):
        pairs = _fitting(blocks, shape, way)
        if pairs:
            return dict(_named(pairs, shape))
    found = "; ".join(f"{'x'.join(map(str, W.shape))} and {b.size}" for W, b in blocks)
    raise UserError(
        f"{named(path.name)} does not fit this network of {'-'.join(map(str, shape.sizes))} neurons: its "
        f"weights and biases are {cut(found, 100)}. Build a network of the same size first."
    )


def _blocks(arrays: Arrays, name: str) -> tuple[list[tuple[Floats, Floats]], bool]:
    """Pairs (W, b) in order, and whether they have PyTorch's names."""
    numbered = {f"{letter}{number}" for number in range(1, len(arrays) + 1) for letter in "Wb"}
    if numbered & arrays.keys():
        layers = sorted({int(each[1:]) for each in numbered & arrays.keys()})
        names = [(f"W{layer}", f"b{layer}") for layer in layers]
    else:
        prefixes = dict.fromkeys(found[1] for each in arrays if (found := ENDING.fullmatch(each)))
        names = [(f"{each}.weight", f"{each}.bias") if each else ("weight", "bias") for each in prefixes]
    missing = [each for pair in names for each in pair if each not in arrays]
    if missing or not names:
        raise UserError(
            f"{named(name)} has no {missing[0] if missing else 'W1 and b1'}. Weights are named W1, b1, W2, "
            "b2, ... or as in a PyTorch model, 0.weight, 0.bias, ..."
        )
    pairs = [(_numbers(W, arrays[W], 2), _numbers(b, arrays[b], 1)) for W, b in names]
    return pairs, "W1" not in arrays


def _numbers(name: str, array: NDArray[Any], sides: int) -> Floats:
    """An array of so many sides, without those of length 1 that are too many."""
    if array.dtype.kind not in "biuf" or not np.isfinite(array).all():
        raise UserError(f"{named(name)} must be an array of finite real numbers.")
    values = np.asarray(array, np.float64)
    return values.reshape(-1) if sides == 1 and values.size == max(values.shape, default=1) else values


def _fitting(
    blocks: list[tuple[Floats, Floats]], shape: Shape, out_by_in: bool
) -> list[tuple[Floats, Floats]]:
    """The pairs as the lab has them, or none if they do not fit."""
    pairs = [(W.T if out_by_in else W, b) for W, b in blocks]
    wanted = list(zip(shape.fan_in, shape.sizes[1:], strict=True))
    fits = [(W.shape, b.shape) for W, b in pairs] == [(size, size[1:]) for size in wanted]
    return pairs if fits else []


def _named(pairs: list[tuple[Floats, Floats]], shape: Shape) -> Iterator[tuple[str, float]]:
    """Every parameter's name and value; connections that the groups leave out are skipped."""
    for layer, (W, b) in enumerate(pairs):
        groups = shape.layers[layer].groups
        rows, columns = np.nonzero(group_mask(groups) if groups else np.ones(W.shape, bool))
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            yield Parameter(layer, row, column).name, float(W[row, column])
        for column, value in enumerate(b.tolist()):
            yield Parameter(layer, None, column).name, value
