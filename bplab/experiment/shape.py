"""What an experiment's settings imply: sizes, target coding and parameters, checked for consistency."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bplab.errors import UserError
from bplab.experiment.parameters import parse_block, parse_parameter
from bplab.experiment.parts import Groups
from bplab.experiment.spec import Experiment, Layer, Output
from bplab.nn.codings import Coding, coding, output_units


class Sizes(NamedTuple):
    """The sizes of a network, regardless of whether the rest fits together."""

    inputs: tuple[str, ...]
    sizes: tuple[int, ...]
    fan_in: tuple[int, ...]

    def has(self, name: str) -> bool:
        """Whether a parameter, or a whole `W1` or `b1`, exists."""
        block = None if "[" in name else parse_block(name)
        layer, source, unit = (block[0], None, 0) if block else parse_parameter(name)
        exists = layer < len(self.fan_in) and unit < self.sizes[layer + 1]
        return exists and (source is None or source < self.fan_in[layer])

    def fits(self, layer: int, groups: Groups) -> bool:
        """Whether groups cover the layer's inputs and neurons; no groups always fit."""
        inputs, units = (sum(column) for column in zip((0, 0), *groups, strict=True))
        return not groups or (inputs, units) == (self.fan_in[layer], self.sizes[layer + 1])


@dataclass(frozen=True)
class Shape:
    """The network that a spec describes; layers are counted from 0, and the last one is the output layer."""

    inputs: tuple[str, ...]  # names of the inputs, in order
    sizes: tuple[int, ...]  # inputs, hidden layers, outputs
    fan_in: tuple[int, ...]  # rows of each layer's W (the output layer's include the inputs with a skip link)
    layers: tuple[Layer | Output, ...]
    coding: Coding

    @property
    def parameters(self) -> int:
        """The number of trainable weights and biases; masked connections do not count."""
        return sum(self.weights_in(layer) + self.sizes[layer + 1] for layer in range(len(self.layers)))

    def weights_in(self, layer: int) -> int:
        """The number of weights of a layer; masked connections do not count."""
        groups = self.layers[layer].groups
        return sum(i * u for i, u in groups) if groups else self.fan_in[layer] * self.sizes[layer + 1]

    def layer_title(self, layer: int) -> str:
        """`Hidden 1`, ..., `Output`."""
        return "Output" if layer == len(self.layers) - 1 else f"Hidden {layer + 1}"


def frame_of(spec: Experiment) -> Sizes:
    """Derive the sizes alone."""
    facts = spec.data.facts
    inputs = spec.data.features if spec.data.row.planar else facts.input_names
    outputs = output_units(spec.output.activation, facts.kind, len(facts.classes), facts.targets)
    sizes = (len(inputs), *(layer.units for layer in spec.layers), outputs)
    fan_in = list(sizes[:-1])
    if spec.skip and spec.layers:
        fan_in[-1] += len(inputs)
    return Sizes(inputs, sizes, tuple(fan_in))


def shape_of(spec: Experiment) -> Shape:
    """Derive sizes and coding.

    Raises: UserError if settings do not fit together, saying what would help.
    """
    frame, kind = frame_of(spec), spec.data.facts.kind
    coded = coding(spec.loss, spec.output.activation, kind)
    shape = Shape(*frame, (*spec.layers, spec.output), coded)
    for layer, settings in enumerate(shape.layers):
        if not frame.fits(layer, settings.groups):
            _refuse_groups(shape, layer)
    for name in (*spec.frozen, *spec.start):
        if not frame.has(name):
            raise UserError(
                f"There is no parameter {name} in a {'-'.join(map(str, frame.sizes))} network; "
                "remove it from the frozen parameters and the initial weights."
            )
    for name in spec.start:
        _refuse_masked(shape, name)
    return shape


def _refuse_groups(shape: Shape, layer: int) -> None:
    inputs, units = (sum(column) for column in zip(*shape.layers[layer].groups, strict=True))
    raise UserError(
        f"The groups of {shape.layer_title(layer)} cover {inputs} inputs and {units} neurons, but it has "
        f"{shape.fan_in[layer]} and {shape.sizes[layer + 1]}; change the groups or leave them empty."
    )


def _refuse_masked(shape: Shape, name: str) -> None:
    """Check that no initial weight belongs to a connection that the groups leave out."""
    layer, source, unit = parse_parameter(name)
    groups = shape.layers[layer].groups
    if source is None or not groups:
        return
    inputs, units = (np.cumsum(column) for column in zip(*groups, strict=True))
    if np.searchsorted(inputs, source, "right") != np.searchsorted(units, unit, "right"):
        raise UserError(
            f"{name} is not connected: it joins two different groups of {shape.layer_title(layer)}. "
            "Remove its initial weight, or change the groups."
        )
