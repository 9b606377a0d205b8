"""The forward and backward pass of one example: how z, a and δ of a neuron are calculated."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bplab.arrays import Array
from bplab.experiment.parameters import Parameter
from bplab.explain.lines import Applied, Line, Named, Sum, Term, product
from bplab.explain.names import (
    LOSS,
    Name,
    applied,
    derivative,
    of_neuron,
    of_parameter,
    of_target,
    spelled,
)
from bplab.nn.activations import ACTIVATIONS, Activation
from bplab.nn.losses import LOSSES
from bplab.nn.network import DenseLayer
from bplab.training.kernel.book import book_layers
from bplab.training.step import BatchTrace

TOGETHER = "output and loss together give a - t"


@dataclass(frozen=True, eq=False)
class ExamplePasses:
    """One example of a step, read from its trace; layers and neurons are counted from 0."""

    trace: BatchTrace
    example: int  # index in the batch, from 0

    @cached_property
    def layers(self) -> list[DenseLayer]:
        """The layers before the step."""
        return book_layers(self.trace.start.build.layout, self.trace.start.parameters)

    @property
    def last(self) -> int:
        """The output layer."""
        return len(self.layers) - 1

    def source(self, layer: int, place: int) -> Named:
        """An input of a layer: an input of the network, or a neuron's output."""
        name = of_neuron("a", *_source(self.trace, layer, place))
        return Named(name, float(sources_of(self.trace, layer, place)[self.example]))

    def number(self, letter: str, layer: int, unit: int) -> Named:
        """z, a or δ of a neuron."""
        arrays = {"z": self.trace.z, "a": self.trace.a, "δ": self.trace.delta}[letter]
        return Named(of_neuron(letter, layer + 1, unit), float(arrays[layer][self.example, unit]))

    def target(self, unit: int) -> Named:
        """The target of an output."""
        return Named(of_target(unit), float(self.trace.target[self.example, unit]))

    def weight(self, layer: int, source: int | None, unit: int) -> Named:
        """A weight, or the bias."""
        W, b = self.layers[layer].W, self.layers[layer].b
        value = b[unit] if source is None else W[source, unit]
        return Named(of_parameter(Parameter(layer, source, unit)), float(value))

    def forward(self, layer: int, unit: int) -> Iterator[Line]:
        """Weighted inputs + bias give z; a = f(z), multiplied by dropout."""
        sources = _connected(self.layers[layer], np.s_[:, unit])
        terms = [product(self.weight(layer, i, unit), self.source(layer, i)) for i in sources]
        z = self.number("z", layer, unit)
        yield Sum(z, (*terms, product(self.weight(layer, None, unit))))
        yield from self.outputs(layer, unit)

    def outputs(self, layer: int, unit: int) -> Iterator[Line]:
        """A = f(z), times what dropout says."""
        z = self.number("z", layer, unit)
        a, kept = self.number("a", layer, unit), self.kept(layer, unit)
        if kept is None:
            yield self._output(a, layer, unit)
            return
        plain = Named(applied(Name("f", "f"), z.name), float(self._f(layer)[unit]))
        yield self._output(plain, layer, unit)
        yield Sum(a, (product(plain, kept),), note=_dropout(kept.value))

    def loss(self) -> Applied:
        """The loss ℓ of the example, from its outputs and targets."""
        loss, units = LOSSES[self.trace.start.spec.loss], range(self.trace.target.shape[1])
        outputs = [self.number("a", self.last, unit) for unit in units]
        output = self.layers[self.last].activation

        def rule(*values: float) -> float:
            y, t = np.array(values).reshape(2, 1, -1)
            return float(loss.per_example(y, _logits(y, output) if loss.delta else y, t)[0])

        given = (*outputs, *(self.target(unit) for unit in units))
        formula = loss.formula.replace("L", "ℓ").replace("y", "a")
        value = float(self.trace.losses[self.example])
        return Applied(Named(LOSS, value), spelled("loss"), given, rule, formula)

    def backward(self, layer: int, unit: int) -> Iterator[Line]:
        """Error signals δ = ∂ℓ/∂a f′(z): at the output from the loss, else through every path behind."""
        delta = self.number("δ", layer, unit)
        if layer == self.last and LOSSES[self.trace.start.spec.loss].delta:
            terms = (product(self.number("a", layer, unit)), product(self.target(unit), minus=True))
            yield Sum(delta, terms, note=TOGETHER)
        elif self._activation(layer).mixing:
            yield from self._mixed(layer, unit)
        else:
            share, slope = self.share(layer, unit), self.slope_line(layer, unit)
            kept = self.kept(layer, unit)
            yield share
            yield slope
            factors = (share.result, slope.result) if kept is None else (share.result, kept, slope.result)
            yield Sum(delta, (product(*factors),), note="" if kept is None else _dropout(kept.value))

    def merged(self, layer: int) -> bool:
        """Whether δ is calculated without a factor f′(z), for softmax or for output and loss together."""
        together = layer == self.last and LOSSES[self.trace.start.spec.loss].delta is not None
        return together or self._activation(layer).mixing is not None

    def slope(self, layer: int, unit: int) -> float:
        """∂a/∂z of a neuron's output: f′(z), multiplied by dropout."""
        kept, slope = self.kept(layer, unit), self.slope_line(layer, unit).result.value
        return slope if kept is None else slope * kept.value

    def _activation(self, layer: int) -> Activation:
        return ACTIVATIONS[self.layers[layer].activation]

    def _f(self, layer: int) -> Array:
        """The output of a layer before dropout.

        Shapes: (units,).
        """
        found: Array = self._activation(layer).f(self.trace.z[layer][self.example][None])[0]
        return found

    def kept(self, layer: int, unit: int) -> Named | None:
        """The factor by which dropout multiplies an output."""
        mask = self.trace.start.masks[layer] if layer < self.last else None
        if mask is None:
            return None
        name = of_neuron("r", layer + 1, unit)
        return Named(name, float(mask[self.example, unit]))

    def _output(self, a: Named, layer: int, unit: int) -> Applied:
        f = self._activation(layer)
        units = range(self.trace.z[layer].shape[1]) if f.mixing else (unit,)
        z, place = tuple(self.number("z", layer, each) for each in units), unit if f.mixing else 0
        note = "" if not f.mixing else f"number {unit + 1} of {len(z)}"
        return Applied(a, spelled(f.name), z, lambda *z: float(f.f(np.array([z]))[0, place]), note)

    def slope_line(self, layer: int, unit: int) -> Applied:
        """f′(z), without dropout."""
        f, z = self._activation(layer), self.number("z", layer, unit)
        row = self.trace.z[layer][self.example]
        value = float(f.slope(row, self._f(layer))[unit])
        result = Named(applied(Name("f′", "f'"), z.name), value)

        def rule(z: float) -> float:
            return float(f.slope(np.array([z]), f.f(np.array([z])))[0])

        return Applied(result, spelled(f.name, prime=True), (z,), rule)

    def share(self, layer: int, unit: int) -> Line:
        """∂ℓ/∂a of a neuron's output."""
        a = self.number("a", layer, unit)
        name = derivative(LOSS, a.name)
        if layer == self.last:
            return self._loss_slope(name, unit)
        behind = self.layers[layer + 1]
        terms = tuple(
            product(self.weight(layer + 1, unit, each), self.number("δ", layer + 1, each))
            for each in _connected(behind, np.s_[unit, :])
        )
        back = behind.connected[unit] @ self.trace.delta[layer + 1][self.example]
        return Sum(Named(name, float(back)), terms)

    def _loss_slope(self, name: Name, unit: int) -> Line:
        loss, outputs = LOSSES[self.trace.start.spec.loss], self.trace.target.shape[1]
        a, t = self.number("a", self.last, unit), self.target(unit)
        y, targets = self.trace.a[self.last][self.example], self.trace.target[self.example]
        result = Named(name, float(loss.slope(y[None], targets[None])[0, unit]))
        whole = Named(Name("2/K", "2/K"), 2 / outputs)
        if loss.name in {"half_squared", "mse"}:
            factors = (whole,) if loss.name == "mse" else ()
            return Sum(result, (product(a), product(t, minus=True)), factors)

        def rule(a: float, t: float) -> float:
            return float(loss.slope(np.full((1, outputs), a), np.full((1, outputs), t))[0, 0])

        return Applied(result, spelled(loss.name, prime=True), (a, t), rule, _SLOPES.get(loss.name, ""))

    def _mixed(self, layer: int, unit: int) -> Iterator[Line]:
        """Each softmax output depends on every z, so δ is a sum over all outputs."""
        z, a = self.number("z", layer, unit), self._f(layer)
        terms: list[Term] = []
        for each, output in enumerate(a):
            share = self.share(layer, each)
            slope = float(output * ((each == unit) - a[unit]))
            name = derivative(self.number("a", layer, each).name, z.name)
            yield share
            terms.append(product(share.result, Named(name, slope)))
        yield Sum(self.number("δ", layer, unit), tuple(terms), note="every softmax output depends on it")


def sources_of(trace: BatchTrace, layer: int, place: int) -> Array:
    """An input of a layer, for every example.

    Shapes: (batch,).
    """
    behind, unit = _source(trace, layer, place)
    found: Array = (trace.a[behind - 1] if behind else trace.x)[:, unit]
    return found


def _source(trace: BatchTrace, layer: int, place: int) -> tuple[int, int]:
    """The neuron that it comes from: (layer from 1, where 0 is the inputs; unit from 0)."""
    units = trace.a[layer - 1].shape[1] if layer else 0
    return (
        (0, place - units) if place >= units else (layer, place)
    )  # followed by the inputs, with a skip link


def _logits(y: Array, output: str) -> Array:
    """Logits z of outputs that are probabilities."""
    found: Array = np.log(y) if output == "softmax" else np.log(y) - np.log1p(-y)
    return found


_SLOPES = {"mae": "sign(a - t) / outputs", "huber": "a - t, clipped to -1..1, / outputs"}


def _connected(layer: DenseLayer, where: tuple[slice | int, slice | int]) -> list[int]:
    """Which entries of a row or column of W are connections."""
    mask = np.ones_like(layer.W) if layer.mask is None else layer.mask
    found: list[int] = np.flatnonzero(mask[where]).tolist()
    return found


def _dropout(kept: float) -> str:
    return "" if kept else "dropped out for this example"
