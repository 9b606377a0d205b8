"""What is selected on the canvas in the words of the cards, and what a page is about in people's words."""

import numpy as np

from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.explain.cards.cells import Unit
from bplab.training.step import StepTrace
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.base.wording import class_titles, column_title, ends_of, neuron_title

ARROW = " → "


def looked_at(selected: Neuron | Parameter | None) -> Parameter | Unit | None:
    """What the Microscope shows of a selection; inputs are given, and have nothing behind them."""
    if isinstance(selected, Neuron):
        return Unit(selected.column - 1, selected.unit) if selected.column else None
    return selected


def selection_of(at: Parameter | Unit) -> Neuron | Parameter:
    """What is to be selected where a number comes from."""
    return Neuron(at.layer + 1, at.unit) if isinstance(at, Unit) else at


def title_of(spec: Experiment, shape: Shape, at: Parameter | Unit) -> str:
    """Name a weight by its ends, a bias and a neuron by the neuron."""
    if isinstance(at, Unit):
        return _neuron(spec, shape, Neuron(at.layer + 1, at.unit))
    start, end = (_neuron(spec, shape, each) for each in ends_of(shape, at))
    return f"Bias of {end}" if at.source is None else f"{start}{ARROW}{end}"


def _neuron(spec: Experiment, shape: Shape, neuron: Neuron) -> str:
    """Output 2, as on the cards, or Output; else the name on the canvas."""
    if neuron.column < len(shape.layers) or class_titles(spec, shape):
        return neuron_title(spec, shape, neuron)
    title = column_title(shape, neuron.column)
    return title if shape.sizes[-1] == 1 else f"{title} {neuron.unit + 1}"


def still_there(trace: StepTrace, at: Parameter | Unit) -> bool:
    """Whether the network of a trace has it."""
    if at.layer >= len(trace.gradients):
        return False
    W, b = trace.gradients[at.layer]
    source = at.source if isinstance(at, Parameter) else None
    return at.unit < len(b) and (source is None or source < len(W))


def steepest(trace: StepTrace) -> tuple[Parameter, float]:
    """The parameter with the largest gradient: where a look is worth most."""
    best, value = Parameter(0, None, 0), 0.0
    for layer, (W, b) in enumerate(trace.gradients):
        both = np.vstack([W, b])
        place = int(np.nanargmax(np.abs(both))) if np.isfinite(both).any() else 0
        row, unit = divmod(place, both.shape[1])
        if abs(float(both[row, unit])) > abs(value):
            best, value = Parameter(layer, None if row == len(W) else row, unit), float(both[row, unit])
    return best, value
