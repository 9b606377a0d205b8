"""What an experiment's settings imply: layer sizes, target coding, parameters; and whether they fit together."""

from dataclasses import dataclass

from bplab.data.datasets import DATASETS
from bplab.data.facts import facts_of
from bplab.errors import UserError
from bplab.experiment.parameters import parse_block, parse_parameter
from bplab.experiment.spec import Experiment, Layer, Output
from bplab.nn.losses import Coding, coding, output_units


@dataclass(frozen=True)
class Shape:
    """The network that a spec describes; layers are counted from 0, the last one is the output layer."""

    inputs: tuple[str, ...]  # names of the inputs, in order
    sizes: tuple[int, ...]  # inputs, hidden layers, outputs
    fan_in: tuple[int, ...]  # rows of each layer's W (the output layer's include the inputs with a skip link)
    layers: tuple[Layer | Output, ...]
    coding: Coding

    @property
    def parameters(self) -> int:
        """How many weights and biases can be trained; masked connections do not count."""
        return sum(self.weights_in(layer) + self.sizes[layer + 1] for layer in range(len(self.layers)))

    def weights_in(self, layer: int) -> int:
        """How many weights a layer has; masked connections do not count."""
        groups = self.layers[layer].groups
        return sum(i * u for i, u in groups) if groups else self.fan_in[layer] * self.sizes[layer + 1]

    def layer_title(self, layer: int) -> str:
        """`Hidden 1`, ..., `Output`."""
        return "Output" if layer == len(self.layers) - 1 else f"Hidden {layer + 1}"


def shape_of(spec: Experiment) -> Shape:
    """Work out sizes and coding. Raises UserError where settings do not fit together, with what would help."""
    facts = facts_of(spec.data.name)
    inputs = spec.data.features if DATASETS[spec.data.name].extent else facts.input_names
    outputs = output_units(spec.output.activation, facts.kind, len(facts.classes), facts.targets)
    sizes = (len(inputs), *(layer.units for layer in spec.layers), outputs)
    fan_in = list(sizes[:-1])
    if spec.skip and spec.layers:
        fan_in[-1] += len(inputs)
    shape = Shape(
        inputs, sizes, tuple(fan_in), (*spec.layers, spec.output),
        coding(spec.loss, spec.output.activation, facts.kind),
    )  # fmt: skip
    _check_groups(shape)
    _check_parameters(shape, spec)
    return shape


def _check_groups(shape: Shape) -> None:
    for index, layer in enumerate(shape.layers):
        if not layer.groups:
            continue
        inputs, units = (sum(column) for column in zip(*layer.groups, strict=True))
        if (inputs, units) != (shape.fan_in[index], shape.sizes[index + 1]):
            raise UserError(
                f"The groups of {shape.layer_title(index)} cover {inputs} inputs and {units} neurons, but it has "
                f"{shape.fan_in[index]} and {shape.sizes[index + 1]}; change the groups or leave them empty."
            )


def _check_parameters(shape: Shape, spec: Experiment) -> None:
    for name in (*spec.frozen, *spec.start):
        block = parse_block(name)
        layer, source, unit = (block[0], None, 0) if block else parse_parameter(name)
        known = layer < len(shape.layers) and unit < shape.sizes[layer + 1]
        if not known or (source is not None and source >= shape.fan_in[layer]):
            raise UserError(f"There is no parameter {name} in a {'-'.join(map(str, shape.sizes))} network.")
