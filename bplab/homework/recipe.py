"""The lab's own computation of gradients, with what may be put into it or left out of it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bplab.arrays import Array, Floats
from bplab.homework.arranging import Pair
from bplab.homework.reading import Homework, Pairs
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.nn.network import DenseLayer, ForwardTrace, forward, output_delta, parameter_gradients

NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class CheckedAs:
    """The network that the gradients are checked as, which the arrays alone do not tell."""

    activations: tuple[str, ...]
    loss: str
    reduction: str = "mean"
    l2: float = 0.0  # λ of λ/2 Σ w²

    @property
    def recipe(self) -> "Recipe":
        """The computation without any mistake."""
        return Recipe(self.activations, self.activations, self.loss, self.reduction, self.l2)


@dataclass(frozen=True)
class Recipe:
    """A computation, right by default; layers are counted from 0, the last is the output layer."""

    activations: tuple[str, ...]
    slopes: tuple[str | None, ...]  # whose f′ each layer's error signal is multiplied by; None: left out
    loss: str
    reduction: str
    l2: float
    at_a: frozenset[int] = NONE  # f′(a) in place of f′(z)
    without_bias: frozenset[int] = NONE  # z = a W, without + b
    straight: frozenset[int] = NONE  # δ W in place of δ Wᵀ on the way back
    turned: frozenset[int] = NONE  # dL/dW as its transpose
    twice: bool = False  # the derivative of the output activation is taken once more
    last_only: bool = False  # the last example alone: the sum was overwritten
    on_biases: bool = False  # the L2 term acts on biases too
    of_z: frozenset[int] = (
        NONE  # dL/dW from the weighted sums z of the layer before, in place of its outputs a
    )


class Computed(NamedTuple):
    """Gradients, and the sums of the sizes of what the lab's add up, to which rounding is proportional."""

    gradients: Pairs
    sizes: Pairs
    recipe: Recipe
    trace: ForwardTrace


def compute(recipe: Recipe, homework: Homework, lab: Computed | None = None) -> Computed:
    """Compute all gradients by a recipe, with what is the same in the lab's own computation from there.

    Formula: dL/dW = a^T δ, dL/db = Σ δ; then δ of the layer before = (δ Wᵀ) · f′(z)
    """
    layers = [
        DenseLayer(W, np.zeros_like(b) if layer in recipe.without_bias else b, recipe.activations[layer])
        for layer, (W, b) in enumerate(homework.weights)
    ]
    as_lab = lab is not None and _forward_of(recipe) == _forward_of(lab.recipe)
    trace = lab.trace if lab is not None and as_lab else forward(layers, homework.X)
    delta = _output_delta(recipe, trace, homework.T)
    gradients: list[Pair] = []
    sizes: list[Pair] = []
    for layer in reversed(range(len(layers))):
        a_in = trace.z[layer - 1] if layer in recipe.of_z else trace.inputs[layer]
        gradients.insert(0, _parameters(recipe, homework, layers[layer], layer, a_in, delta))
        if lab is None:
            sizes.insert(0, _sizes(recipe, layers[layer], a_in, delta))
        if layer:
            W = layers[layer].W
            dL_da = delta @ (W if layer in recipe.straight else W.T)
            delta = _through(recipe, layer - 1, dL_da, trace)
    return Computed(tuple(gradients), tuple(sizes) if lab is None else lab.sizes, recipe, trace)


def _forward_of(recipe: Recipe) -> tuple[tuple[str, ...], frozenset[int]]:
    return recipe.activations, recipe.without_bias


def _sizes(recipe: Recipe, layer: DenseLayer, a_in: Array, delta: Array) -> Pair:
    size_W, size_b = parameter_gradients(layer, np.abs(a_in), np.abs(delta), recipe.reduction)
    return size_W + abs(recipe.l2) * np.abs(layer.W), size_b


def _parameters(
    recipe: Recipe, homework: Homework, layer: DenseLayer, number: int, a_in: Array, delta: Array
) -> Pair:
    """Gradients of a layer's parameters, with the L2 term."""
    if recipe.last_only:
        share = np.zeros((len(delta), 1))
        share[-1] = 1
        delta = delta * share
    dW, db = parameter_gradients(layer, a_in, delta, recipe.reduction)
    dW = dW + recipe.l2 * layer.W
    db = db + recipe.l2 * layer.b if recipe.on_biases else db
    return (_turned(dW, homework.out_by_in) if number in recipe.turned else dW), db


def _output_delta(recipe: Recipe, trace: ForwardTrace, T: Floats) -> Array:
    """dL/dz of the output layer."""
    last = len(recipe.activations) - 1
    if recipe.slopes[last] == recipe.activations[last] and last not in recipe.at_a:
        delta = output_delta(recipe.activations[last], trace, T, recipe.loss)
    else:
        delta = _through(recipe, last, LOSSES[recipe.loss].slope(trace.y, T), trace)
    if recipe.twice:
        return ACTIVATIONS[recipe.activations[last]].backward(delta, trace.z[-1], trace.y)
    return delta


def _through(recipe: Recipe, layer: int, dL_da: Array, trace: ForwardTrace) -> Array:
    """dL/dz = dL/da · f′(z)."""
    slope = recipe.slopes[layer]
    if slope is None:
        return dL_da
    f = ACTIVATIONS[slope]
    z = trace.a[layer] if layer in recipe.at_a else trace.z[layer]
    if slope == recipe.activations[layer] and layer not in recipe.at_a:
        return f.backward(dL_da, z, trace.a[layer])
    return f.backward(dL_da, z, f.f(z))


def _turned(dW: Array, out_by_in: bool) -> Array:
    """The transpose in the file, read row by row as if it had the right shape."""
    stands = dW.T if out_by_in else dW
    turned = stands.T.reshape(stands.shape)
    return turned.T if out_by_in else turned
