"""Names used on the canvas: short for cards, in full for tooltips and screen readers."""

from bplab.data.features import FEATURES
from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.nn.activations import ACTIVATIONS
from bplab.ui.canvas.base.picks import LayerCard, Neuron, Pick

SCALED = "scaled"  # the name of a standardized input
SCALED_HELP = "Standardized: minus its mean, divided by its standard deviation, both over the training part."
MODE_WORDS = {
    "weights": ("w > 0", "w < 0", "width |w|"),
    "gradients": ("∂L/∂w > 0", "< 0", "width |∂L/∂w|"),
    "updates": ("Δw > 0", "Δw < 0", "width |Δw|"),
}


def input_titles(spec: Experiment, shape: Shape) -> tuple[str, ...]:
    """The inputs' display names."""
    if not spec.data.row.planar:
        return shape.inputs
    return tuple(FEATURES[name].title for name in shape.inputs)


def column_title(shape: Shape, column: int) -> str:
    """A column's name: Input, Hidden 1, ..., Output."""
    return "Input" if column == 0 else shape.layer_title(column - 1)


def short_title(shape: Shape, column: int) -> str:
    """A column's short name: In, H1, ..., Out."""
    if column == 0:
        return "In"
    return "Out" if column == len(shape.layers) else f"H{column}"


def class_titles(spec: Experiment, shape: Shape) -> tuple[str, ...]:
    """The class of each output, if there are several."""
    classes = spec.data.facts.classes
    return classes if len(classes) == shape.sizes[-1] > 1 else ()


def neuron_title(spec: Experiment, shape: Shape, neuron: Neuron) -> str:
    """The name of a neuron: x₁, or Hidden 1, neuron 3."""
    if neuron.column == 0:
        return input_titles(spec, shape)[neuron.unit] + (f" ({SCALED})" if spec.data.standardize else "")
    title = column_title(shape, neuron.column)
    classes = class_titles(spec, shape)
    if neuron.column == len(shape.layers) and classes:
        return f"{title}, class {classes[neuron.unit]}"
    if shape.sizes[neuron.column] == 1:
        return f"{title} neuron"
    return f"{title}, neuron {neuron.unit + 1}"


def ends_of(shape: Shape, weight: Parameter) -> tuple[Neuron, Neuron]:
    """The neurons that a weight connects, for a bias its own twice; a skip link begins at an input."""
    if weight.source is None:
        return (Neuron(weight.layer + 1, weight.unit),) * 2
    source, before = weight.source, shape.sizes[weight.layer]
    start = Neuron(weight.layer, source) if source < before else Neuron(0, source - before)
    return start, Neuron(weight.layer + 1, weight.unit)


def parameter_title(spec: Experiment, shape: Shape, parameter: Parameter) -> str:
    """The name of a weight by its ends, of a bias by its neuron."""
    if parameter.source is None:
        return f"of {neuron_title(spec, shape, Neuron(parameter.layer + 1, parameter.unit))}"
    start, end = (neuron_title(spec, shape, neuron) for neuron in ends_of(shape, parameter))
    return f"from {start} to {end}"


def pick_title(spec: Experiment, shape: Shape, pick: Pick) -> str:
    """Name whatever is picked."""
    if isinstance(pick, Neuron):
        return neuron_title(spec, shape, pick)
    if isinstance(pick, LayerCard):
        units = shape.sizes[pick.column]
        return f"{column_title(shape, pick.column)}, {counted(units, 'neuron')}, Enter opens its settings"
    if pick is None:
        return ""
    return f"{'bias' if pick.source is None else 'weight'} {parameter_title(spec, shape, pick)}"


def counted(count: int, what: str) -> str:
    """Format a count: 1 neuron, 2 neurons, 4,096 connections."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def short_activation(name: str) -> str:
    """An activation's name on a card."""
    return SHORT_ACTIVATIONS.get(name, ACTIVATIONS[name].title)


SHORT_ACTIVATIONS = {
    "identity": "identity",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "softplus": "softplus",
    "softsign": "softsign",
    "swish": "swish",
    "softmax": "softmax",
    "lecun_tanh": "LeCun tanh",
}

SHORT_INITIALIZERS = {
    "lecun_normal": "LeCun N",
    "lecun_uniform": "LeCun",
    "xavier_uniform": "Xavier",
    "xavier_normal": "Xavier N",
    "he_uniform": "He",
    "he_normal": "He N",
}
