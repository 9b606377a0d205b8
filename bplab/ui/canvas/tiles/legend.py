"""The legend of the colors of neurons, where no map explains them."""

from math import isfinite

from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.nn.activations import ACTIVATIONS
from bplab.numerals import plain
from bplab.ui.canvas.base.numbers import NeuronMode, pictured


def tile_legend(spec: Experiment, shape: Shape, mode: NeuronMode) -> str:
    """What neurons show, from orange to blue; nothing for maps, whose axis is on the output map."""
    if mode == "delta":
        return "δ of the example: orange < 0, blue > 0, relative to the layer's largest"
    curves = mode == "map" and pictured(spec)
    if curves and spec.data.row.planar:
        return ""
    what = "output along x" if curves else "mean output"
    names = dict.fromkeys(layer.activation for layer in reversed(shape.layers))
    return f"{what}, orange to blue: {', '.join(map(_range, names))}"


def _range(name: str) -> str:
    """The ends of the scale: the range of an activation, else the largest output of the layer."""
    row = ACTIVATIONS[name]
    title = row.title if row.title.isupper() or not row.title.istitle() else row.title.lower()
    if isfinite(row.low) and isfinite(row.high):
        return f"{title} {plain(row.low)} to {plain(row.high)}"
    return f"{title} ± the layer's largest"
