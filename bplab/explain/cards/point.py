"""One example of a step as arrays a layer, and the numbers in it with their names."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bplab.arrays import Array
from bplab.experiment.parameters import Parameter
from bplab.explain.figures import PRECISIONS
from bplab.explain.lines import Named
from bplab.explain.names import LOSS, Name, derivative, of_neuron, of_parameter
from bplab.explain.passes import ExamplePasses
from bplab.nn.activations import ACTIVATIONS, Activation
from bplab.nn.losses import LOSSES
from bplab.training.step import StepTrace


@dataclass(frozen=True, eq=False)
class Point:
    """Where a card looks: an example of the batch (from 0) and a neuron; layers count from 0."""

    trace: StepTrace
    example: int
    layer: int
    unit: int

    @cached_property
    def passes(self) -> ExamplePasses:
        """The lines of the example."""
        return ExamplePasses(self.trace, self.example)

    @property
    def last(self) -> int:
        """The output layer."""
        return len(self.trace.z) - 1

    @property
    def tolerance(self) -> float:
        """Within which a short number is all of one."""
        return PRECISIONS[self.trace.start.spec.dtype].tolerance

    @property
    def loss(self) -> Name:
        """ℓ of one example; L where it is the whole batch."""
        alone = len(self.trace.x) == 1
        return Name("L", "L") if alone else LOSS

    def number(self, letter: str) -> Named:
        """z, a or δ of the neuron."""
        return self.passes.number(letter, self.layer, self.unit)

    def activation(self, layer: int) -> Activation:
        """The function of a layer."""
        return ACTIVATIONS[self.passes.layers[layer].activation]

    @cached_property
    def sources(self) -> list[int]:
        """Which numbers the neuron is given: rows of its column of W."""
        layer = self.passes.layers[self.layer]
        if layer.mask is None:
            return list(range(len(layer.W)))
        return [int(place) for place in np.flatnonzero(layer.mask[:, self.unit])]

    @cached_property
    def behind(self) -> list[int]:
        """Which neurons of the next layer it leads to."""
        layer = self.passes.layers[self.layer + 1]
        if layer.mask is None:
            return list(range(layer.W.shape[1]))
        return [int(place) for place in np.flatnonzero(layer.mask[self.unit])]

    def inputs(self) -> Array:
        """What the neuron is given.

        Shapes: (sources,).
        """
        trace = self.trace
        given = trace.a[self.layer - 1][self.example] if self.layer else trace.x[self.example]
        if len(given) < len(self.passes.layers[self.layer].W):
            given = np.concatenate([given, trace.x[self.example]])
        found: Array = given[self.sources]
        return found

    def of_source(self, place: int) -> Named:
        """One of the numbers that the neuron is given."""
        return self.passes.source(self.layer, place)

    def shares(self, layer: int) -> Array:
        """∂ℓ/∂a of a layer's neurons.

        Shapes: (units,).
        """
        if layer == self.last:
            loss = LOSSES[self.trace.start.spec.loss]
            y, t = self.trace.a[layer][self.example], self.trace.target[self.example]
            at_outputs: Array = loss.slope(y[None], t[None])[0]
            return at_outputs
        units = self.trace.z[layer].shape[1]
        found: Array = (self.passes.layers[layer + 1].connected @ self.trace.delta[layer + 1][self.example])[
            :units
        ]
        return found

    def slopes(self, layer: int) -> Array:
        """∂a/∂z of a layer's neurons: f′(z), times what dropout says.

        Shapes: (units,).
        """
        f, z = self.activation(layer), self.trace.z[layer][self.example]
        found = f.slope(z, f.f(z[None])[0])
        mask = self.trace.start.masks[layer] if layer < self.last else None
        return found if mask is None else found * mask[self.example]

    def share(self, layer: int, unit: int) -> Named:
        """∂ℓ/∂a of one neuron."""
        return Named(self.share_name(layer, unit), float(self.shares(layer)[unit]))

    @property
    def together(self) -> bool:
        """Whether the neuron is an output whose δ is a - t, as output and loss cancel."""
        return self.layer == self.last and LOSSES[self.trace.start.spec.loss].delta is not None

    @property
    def dropped(self) -> bool:
        """Whether dropout has a say in what the neuron passes on."""
        return self.layer < self.last and self.trace.start.masks[self.layer] is not None

    def share_name(self, layer: int, unit: int) -> Name:
        """∂ℓ/∂a."""
        return derivative(self.loss, of_neuron("a", layer + 1, unit))

    def slope_name(self, layer: int, unit: int) -> Name:
        """∂a/∂z."""
        return derivative(of_neuron("a", layer + 1, unit), of_neuron("z", layer + 1, unit))


def gradient_of(trace: StepTrace, parameter: Parameter, loss: Name) -> Named:
    """∂L/∂w of the batch."""
    W, b = trace.gradients[parameter.layer]
    value = b[parameter.unit] if parameter.source is None else W[parameter.source, parameter.unit]
    return Named(derivative(loss, of_parameter(parameter)), float(value))


def title_of(point: Point, layer: int, unit: int) -> str:
    """Call a neuron: Hidden 1, neuron 3, or Output 2."""
    title = point.trace.start.build.shape.layer_title(layer)
    if layer == point.last:
        return title if point.trace.z[layer].shape[1] == 1 else f"{title} {unit + 1}"
    return f"{title}, neuron {unit + 1}"
