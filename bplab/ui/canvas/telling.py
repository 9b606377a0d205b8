"""What a tooltip or a screen reader says of a neuron or a connection, with its numbers."""

from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.nn.activations import ACTIVATIONS
from bplab.training.pictures import SHOWN
from bplab.ui.canvas.numbers import Numbers
from bplab.ui.canvas.picks import Neuron, Pick
from bplab.ui.canvas.wording import counted, neuron_title, number, pick_title, weight_title

SYMBOLS = {"weights": "weight w", "gradients": "gradient ∂L/∂w", "updates": "last change Δw"}
BIASES = {"weights": "bias b", "gradients": "gradient ∂L/∂b", "updates": "last change Δb"}


def tell(pick: Pick, spec: Experiment, shape: Shape, numbers: Numbers) -> str:
    """Describe a pick in a few lines."""
    if isinstance(pick, Parameter):
        return "\n".join([_weight(pick, spec, shape, numbers), *_others(pick, numbers)])
    if isinstance(pick, Neuron):
        return "\n".join([neuron_title(spec, shape, pick), *_neuron(pick, shape, numbers)])
    return pick_title(spec, shape, pick)


def _weight(weight: Parameter, spec: Experiment, shape: Shape, numbers: Numbers) -> str:
    title = f"w {weight_title(spec, shape, weight)}"
    found = numbers.matrices.get("weights")
    return (
        title if found is None else f"{title} = {number(found[weight.layer][0][weight.source, weight.unit])}"
    )


def _others(weight: Parameter, numbers: Numbers) -> list[str]:
    return [
        f"{SYMBOLS[name]} = {number(found[weight.layer][0][weight.source, weight.unit])}"
        for name, found in numbers.matrices.items()
        if name != "weights"
    ]


def _neuron(neuron: Neuron, shape: Shape, numbers: Numbers) -> list[str]:
    lines = []
    if neuron.column:
        row = ACTIVATIONS[shape.layers[neuron.column - 1].activation]
        lines.append(f"{row.title}: {row.formula}")
        lines += [
            f"{BIASES[name]} = {number(found[neuron.column - 1][1][neuron.unit])}"
            for name, found in numbers.matrices.items()
        ]
    if numbers.activations is not None and numbers.snapshot is not None:
        mean = number(numbers.activations[neuron.column][neuron.unit])
        count = min(SHOWN, len(numbers.snapshot.prepared.split.train))
        what = "output a" if neuron.column else "value"
        lines.append(f"mean {what} = {mean} over {counted(count, 'training example')}")
    return lines
