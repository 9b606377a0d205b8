"""The digits of an example's numbers on the canvas, chosen so that the arithmetic can be checked."""

from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product
from typing import NamedTuple

import numpy as np

from bplab.arrays import Array
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.explain.digits import DECIMALS, as_read, closest, strays
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.network import ForwardTrace, output_delta
from bplab.training.trace import ExampleTrace
from bplab.ui.canvas.base.connections import Matrices
from bplab.ui.canvas.base.picks import Neuron

DEEP = 3  # layers; in deeper networks all z have the same decimals
MOST = 2_000  # weights; with more, nobody adds up the products
Loose = frozenset[tuple[str, Neuron]]  # "z", "a" or "delta", and its neuron


class Decimals(NamedTuple):
    """Decimals of each kind of number, the same for all of a kind, and for all z of a layer."""

    factor: int = DECIMALS  # inputs, weights, biases
    z: tuple[int, ...] = ()  # per layer
    a: int = DECIMALS  # and δ, and the target

    def of(self, kind: str, layer: int) -> int:
        """The decimals of a kind of number beside a layer's neurons, counted from 0."""
        if kind == "z":
            return self.z[layer] if self.z else DECIMALS
        return self.a if kind in {"a", "delta", "t"} else self.factor


@dataclass(frozen=True)
class Digits:
    """The chosen digits, and the numbers that they still do not reproduce, which are marked."""

    decimals: Decimals = Decimals()  # noqa: RUF009 (an immutable tuple)
    loose: Loose = frozenset()


@lru_cache(maxsize=32)
def choices(layers: int) -> tuple[Decimals, ...]:
    """List the possible choices, fewest digits first: a needs no more than z, z no more than its factors."""
    few, more = DECIMALS, DECIMALS + 1
    zs = product((few, more), repeat=layers) if layers <= DEEP else ((few,) * layers, (more,) * layers)
    found = [Decimals(few, (few,) * layers, few), Decimals(more, (more,) * layers, more)]
    found += [Decimals(more, z, few) for z in zs]
    return tuple(sorted(found, key=lambda each: (each.factor + each.a, sum(each.z))))


def digits_of(
    spec: Experiment, shape: Shape, weights: Matrices, trace: ExampleTrace, *, hurried: bool
) -> Digits:
    """Choose the digits of all numbers; `hurried` keeps to the fewest, while training runs."""
    if shape.parameters > MOST:
        return Digits()
    find = partial(loose, spec, shape, weights, trace)
    with np.errstate(all="ignore"):  # values of a diverged run may be infinite or NaN
        offered = choices(len(shape.layers))
        chosen = closest(offered[:1] if hurried else offered, lambda choice: tuple(find(choice)))
        return Digits(chosen, find(chosen))


def loose(
    spec: Experiment, shape: Shape, weights: Matrices, trace: ExampleTrace, decimals: Decimals
) -> Loose:
    """Find the numbers that do not follow from the others as printed.

    For a mean over examples only the sums follow: a mean output is not the output of the mean.
    """
    reader = _Reader(spec, shape, weights, trace, decimals)
    found = {("z", each) for each in reader.sums()}
    if trace.example is not None or trace.is_own:
        found |= {("a", each) for each in reader.outputs()}
    if trace.example is not None:
        found |= {("delta", each) for each in reader.signals()}
    return frozenset(found)


class _Reader:
    """Recalculates everything from the printed numbers."""

    def __init__(
        self, spec: Experiment, shape: Shape, weights: Matrices, trace: ExampleTrace, decimals: Decimals
    ) -> None:
        self._spec, self._layers = spec, shape.layers
        self._trace, self._decimals = trace, decimals
        self._W = [as_read(np.asarray(W), decimals.factor) for W, _ in weights]
        self._b = [as_read(np.asarray(b), decimals.factor) for _, b in weights]
        self._x = as_read(trace.x, decimals.factor)
        self._z = [as_read(z, places) for z, places in zip(trace.z, decimals.z, strict=True)]
        self._a = [as_read(a, decimals.a) for a in trace.a]
        self._delta = [as_read(delta, decimals.a) for delta in trace.delta]
        self._rates = [getattr(layer, "dropout", 0.0) for layer in shape.layers]
        self._kept = [self._multiplier(layer) for layer in range(len(self._layers))]

    def sums(self) -> list[Neuron]:
        """List neurons whose z is not a_in @ W + b."""
        found: list[Neuron] = []
        for layer, (W, b) in enumerate(zip(self._W, self._b, strict=True)):
            fed = self._a[layer - 1] if layer else self._x
            if len(W) > len(fed):
                fed = np.concatenate([fed, self._x])  # a skip link
            found += self._others(layer, fed @ W + b, self._trace.z[layer], self._decimals.z[layer])
        return found

    def outputs(self) -> list[Neuron]:
        """List neurons whose a is not f(z)."""
        found: list[Neuron] = []
        for layer, z in enumerate(self._z):
            a = self._f(layer, z) * self._kept[layer]
            found += self._others(layer, a, self._trace.a[layer], self._decimals.a)
        return found

    def signals(self) -> list[Neuron]:
        """List neurons whose delta does not follow from the loss, or from the deltas of the next layer."""
        found: list[Neuron] = []
        for layer in range(len(self._layers)):
            found += self._others(layer, self._signal(layer), self._trace.delta[layer], self._decimals.a)
        return found

    def _signal(self, layer: int) -> Array:
        z, a = self._z[layer][None], self._a[layer][None]
        activation = self._layers[layer].activation
        if layer == len(self._layers) - 1:
            target = as_read(self._trace.target, self._decimals.a)[None]
            error: Array = output_delta(activation, ForwardTrace([], [z], [a], []), target, self._spec.loss)[
                0
            ]
            return error
        kept = self._kept[layer]
        behind = (self._W[layer + 1] @ self._delta[layer + 1])[: a.size] * kept
        if self._rates[layer]:
            a = self._f(layer, z[0])[None]  # before dropout
        signal: Array = ACTIVATIONS[activation].backward(behind[None], z, a)[0]
        return signal

    def _multiplier(self, layer: int) -> Array:
        """The factor of dropout, 0 or 1 / (1 - rate), which is the same for a reader."""
        a = self._trace.a[layer]
        if not self._rates[layer] or self._trace.example is None:
            return np.ones(a.shape)
        return np.where(a == 0, 0.0, 1 / (1 - self._rates[layer]))

    def _f(self, layer: int, z: Array) -> Array:
        a: Array = ACTIVATIONS[self._layers[layer].activation].f(z[None])[0]
        return a

    @staticmethod
    def _others(layer: int, found: Array, values: Array, decimals: int) -> list[Neuron]:
        return [Neuron(layer + 1, unit) for unit in strays(found, values, decimals)]
