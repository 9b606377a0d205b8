"""The texts of the weights view: what is shown, one weight in words, all of them as a table."""

import numpy as np

from bplab.arrays import Array
from bplab.numerals import short
from bplab.training.snapshot import Snapshot
from bplab.ui.views.weights.arrangements import Cell, ImageArrangement, Plan


def source(snapshot: Snapshot, layer: int, row: int) -> str:
    """Name what a row of W multiplies: an input, or a neuron of the layer before."""
    shape = snapshot.shape
    before = shape.sizes[layer]
    if layer == 0:
        return shape.inputs[row]
    if row >= before:  # a skip link also gives the output layer the inputs
        return shape.inputs[row - before]
    return f"{shape.layer_title(layer - 1)}, neuron {row + 1}"


def target(snapshot: Snapshot, layer: int, column: int) -> str:
    """Name the neuron of a column."""
    shape = snapshot.shape
    title = shape.layer_title(layer)
    return title if shape.sizes[layer + 1] == 1 else f"{title}, neuron {column + 1}"


def caption(snapshot: Snapshot, layer: int, plan: Plan) -> str:
    """Say what rows and columns are, and whether several weights share a cell."""
    rows, units = snapshot.shape.fan_in[layer], snapshot.shape.sizes[layer + 1]
    if isinstance(plan, ImageArrangement):
        shown = len(plan.places)
        few = f"first {shown:,} of {units:,} neurons" if shown < units else f"{units:,} neurons"
        return f"{few}, the {rows:,} weights of each arranged as the image"
    said = f"{rows:,} input{'s' if rows > 1 else ''} (rows) × {units:,} neuron{'s' if units > 1 else ''}"
    if plan.down * plan.across > 1:
        said += f" · each cell: the strongest of {plan.down} × {plan.across} weights"
    return said


def lines_of(snapshot: Snapshot, layer: int, W: Array, b: Array, cell: Cell, plan: Plan) -> list[str]:
    """Describe one weight or bias; if several share a cell, the strongest of them."""
    row, column = cell
    if row >= len(W):
        column += int(np.abs(b[column : column + plan.across]).argmax())
        return [f"Bias of {target(snapshot, layer, column)}", f"b = {short(float(b[column]), 4)}"]
    part = np.abs(W[row : row + plan.down, column : column + plan.across])
    below, beside = np.unravel_index(int(part.argmax()), part.shape)
    row, column = row + int(below), column + int(beside)
    lines = [
        f"From {source(snapshot, layer, row)} to {target(snapshot, layer, column)}",
        f"w = {short(float(W[row, column]), 4)}",
    ]
    return [*lines, f"the strongest of {part.size} in this cell"] if part.size > 1 else lines


def table(snapshot: Snapshot, layer: int, W: Array, b: Array) -> str:
    """W and, below it, b as a tab-separated table."""
    heads = (target(snapshot, layer, column) for column in range(W.shape[1]))
    rows = ["\t".join(["from \\ to", *heads])]
    for row, values in enumerate(W.tolist()):
        rows.append("\t".join([source(snapshot, layer, row), *map(repr, values)]))
    return "\n".join([*rows, "\t".join(["bias", *map(repr, b.tolist())])])
