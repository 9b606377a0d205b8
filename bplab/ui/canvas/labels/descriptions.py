"""Tooltips and screen reader texts of a neuron or a connection, with its numbers."""

from bplab.experiment.parameters import Parameter
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.nn.activations import ACTIVATIONS
from bplab.numerals import plain
from bplab.training.outputs import SHOWN
from bplab.training.trace import ExampleTrace
from bplab.ui.canvas.base.numbers import Numbers
from bplab.ui.canvas.base.picks import Neuron, Pick
from bplab.ui.canvas.base.wording import counted, neuron_title, parameter_title, pick_title

SYMBOLS = {"weights": "weight w", "gradients": "gradient ∂L/∂w", "updates": "next update Δw"}
BIASES = {"weights": "bias b", "gradients": "gradient ∂L/∂b", "updates": "next update Δb"}


def example_title(trace: ExampleTrace) -> str:
    """Say which example a number belongs to."""
    if trace.is_own:
        return "my point, which has no target"
    if trace.example is None:
        return f"mean of {trace.count:,} examples"
    return f"example {trace.example + 1:,} of {trace.count:,}"


def describe(pick: Pick, spec: Experiment, shape: Shape, numbers: Numbers) -> str:
    """Describe a pick in a few lines."""
    if isinstance(pick, Parameter):
        return "\n".join(_parameter(pick, spec, shape, numbers))
    if isinstance(pick, Neuron):
        return "\n".join([neuron_title(spec, shape, pick), *_neuron(pick, shape, numbers)])
    return pick_title(spec, shape, pick)


def parameter_value(numbers: Numbers, name: str, parameter: Parameter) -> float | None:
    """A weight or bias, its gradient or its next update; None if unknown."""
    found = numbers.matrices.get(name)
    if found is None:
        return None
    W, b = found[parameter.layer]
    return float(b[parameter.unit] if parameter.source is None else W[parameter.source, parameter.unit])


def _parameter(parameter: Parameter, spec: Experiment, shape: Shape, numbers: Numbers) -> list[str]:
    sign, signs = ("b", BIASES) if parameter.source is None else ("w", SYMBOLS)
    title = f"{sign} {parameter_title(spec, shape, parameter)}"
    values = {name: parameter_value(numbers, name, parameter) for name in SYMBOLS}
    first = title if values["weights"] is None else f"{title} = {plain(values['weights'])}"
    others = [
        f"{signs[name]} = {plain(value)}"
        for name, value in values.items()
        if name != "weights" and value is not None
    ]
    return [first, *others]


def _neuron(neuron: Neuron, shape: Shape, numbers: Numbers) -> list[str]:
    lines = []
    if neuron.column:
        row = ACTIVATIONS[shape.layers[neuron.column - 1].activation]
        lines.append(f"{row.title}: {row.formula}")
        lines += [
            f"{BIASES[name]} = {plain(found[neuron.column - 1][1][neuron.unit])}"
            for name, found in numbers.matrices.items()
        ]
    if numbers.activations is not None and numbers.snapshot is not None:
        mean = plain(numbers.activations[neuron.column][neuron.unit])
        count = min(SHOWN, len(numbers.snapshot.prepared.split.train))
        what = "output a" if neuron.column else "value"
        lines.append(f"mean {what} = {mean} over {counted(count, 'training example')}")
    trace = numbers.trace
    if trace is not None and neuron.column:
        known = (trace.z, trace.a) if trace.is_own else (trace.z, trace.a, trace.delta)
        parts = zip("zaδ", known, strict=False)
        said = ", ".join(f"{sign} = {plain(part[neuron.column - 1][neuron.unit])}" for sign, part in parts)
        lines.append(f"{example_title(trace)}: {said}")
    return lines
