"""A number on the canvas: its kind, its position, and the room that it takes."""

from dataclasses import dataclass
from typing import Literal

from bplab.experiment.parameters import Parameter
from bplab.ui.canvas.base.picks import Neuron

Kind = Literal[
    "w", "dw", "update", "b", "new b", "x", "za", "z", "a", "delta", "dt", "t"
]  # new b: a bias, old → new; dt: δ, and the target t that it comes from
TALL = 18.0  # pixels
APART = 19.0  # pixels between two numbers, one above the other
WIDTHS = {
    "w": 68.0,
    "dw": 84.0,
    "update": 144.0,
    "b": 78.0,
    "new b": 154.0,
    "za": 158.0,
    "delta": 88.0,
    "x": 56.0,
    "z": 66.0,
    "a": 66.0,
    "dt": 148.0,
    "t": 96.0,
}  # at most, usually


@dataclass(frozen=True)
class LabelPosition:
    """A position for a number; `align` says which part of it is at x: 0 its left edge, 0.5 its center."""

    kind: Kind
    pick: Neuron | Parameter
    x: float
    y: float
    align: float = 0.5
