"""The words that explain the colors of neurons where no map does."""

from math import isfinite

from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.nn.activations import ACTIVATIONS
from bplab.numerals import plain
from bplab.ui.canvas.base.numbers import NeuronMode, pictured


def tile_legend(spec: Experiment, shape: Shape, mode: NeuronMode) -> str:
    """Say what neurons show, from orange to blue; of maps nothing: the output map has their axis."""
    if mode == "delta":
        return "δ of the example: orange < 0, blue > 0, strongest the layer's largest"
    curves = mode == "map" and pictured(spec)
    if curves and spec.data.row.planar:
        return ""
    what = "output along x" if curves else "mean output"
    names = dict.fromkeys(layer.activation for layer in reversed(shape.layers))
    return f"{what}, orange to blue: {', '.join(map(_range, names))}"


def _range(name: str) -> str:
    """Say what stands at the two ends: the range of an activation, else the largest output of the layer."""
    row = ACTIVATIONS[name]
    title = row.title if row.title.isupper() or not row.title.istitle() else row.title.lower()
    if isfinite(row.low) and isfinite(row.high):
        return f"{title} {plain(row.low)} to {plain(row.high)}"
    return f"{title} ± the layer's largest"
