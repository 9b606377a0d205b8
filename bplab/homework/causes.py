"""The mistakes that are tried: each a computation of the lab's with one thing put in or left out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from bplab.homework import reasons
from bplab.homework.reading import Homework
from bplab.homework.reasons import Why
from bplab.homework.recipe import CheckedAs, Recipe, compute
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES

USUAL = ("sigmoid", "tanh", "relu")  # activations that are always in the list; others only if they explain
OUT, IN = "left out", "put in"


@dataclass(frozen=True)
class Cause:
    """One mistake in the lab's own computation, or a factor of what it computes."""

    kind: str
    title: str  # as in the list
    phrase: str  # what gradients differ by
    done: str  # with the lab's numbers, to try it
    why: Why
    recipe: Recipe
    factor: float = 1.0
    listed: bool = True  # whether or not it explains anything


class Setting(NamedTuple):
    """What is checked, as what, and the last layer where something differs."""

    homework: Homework
    checked: CheckedAs
    highest: int

    @property
    def last(self) -> int:
        """The output layer."""
        return len(self.checked.activations) - 1

    def title(self, layer: int) -> str:
        """Name a layer as elsewhere in the lab."""
        return "Output" if layer == self.last else f"Hidden {layer + 1}"

    def where(self, layer: int) -> str:
        """Say in which layer, unless the only hidden one is meant."""
        return "" if layer == 0 and self.last == 1 else f" in {self.title(layer)}"

    def scopes(self) -> Iterator[tuple[tuple[int, ...], str]]:
        """Where a mistake can be: in one layer, all hidden layers, or all layers; the likely first."""
        for layer in sorted(range(self.last + 1), key=lambda layer: abs(layer - self.highest)):
            yield (layer,), self.where(layer)
        if self.last > 1:
            yield tuple(range(self.last)), " in every hidden layer"
        if self.last:
            yield tuple(range(self.last + 1)), " in every layer"


def factors(setting: Setting) -> Iterator[Cause]:
    """Factors of the lab's numbers."""
    n, recipe, mean = len(setting.homework.X), setting.checked.recipe, setting.checked.reduction == "mean"
    swapped = "the sum in place of the mean" if mean else "the mean in place of the sum"
    title = f"sum for mean (factor n = {n:,})" if mean else f"mean for sum (factor 1/n = 1/{n:,})"
    found: list[tuple[str, str, str, float]] = []
    if n > 1:
        by_n, by_share = f"the factor n = {n:,}", f"the factor 1/n = 1/{n:,}"
        many = (title, f"{by_n}, {swapped}") if mean else ("factor n", by_n)
        twice = "factor 1/n", f"{by_share}, the mean taken twice"
        share = twice if mean else (title, f"{by_share}, {swapped}")
        found += [("n", *many, float(n)), ("1/n", *share, 1 / n)]
    if n != 2:
        found += [("2", "factor 2", "the factor 2", 2.0), ("1/2", "factor 1/2", "the factor 1/2", 0.5)]
    found += [("sign", "sign", "their sign", -1.0)]
    for kind, title, phrase, factor in found:
        yield Cause(kind, title, phrase, IN, reasons.of_factor(kind, setting.checked, n), recipe, factor)
    outputs = setting.homework.sizes[-1]
    if outputs > 1:
        for kind, times in (("outputs", float(outputs)), ("1/outputs", 1 / outputs)):
            words = f"{kind.replace('outputs', 'K')} = {kind.replace('outputs', str(outputs))}"
            title, why = f"factor {words}, the outputs", reasons.of_outputs(setting.checked, outputs)
            yield Cause(kind, title, f"the {title}", IN, why, recipe, times, listed=False)
    yield Cause("zero", "not computed (0)", "being 0", IN, reasons.ZERO, recipe, 0.0, listed=False)


def mistakes(setting: Setting) -> Iterator[Cause]:
    """Mistakes within the computation; those that cannot be made in this network are left out."""
    for make in (
        _without_slope, _transposed, _straight, _without_bias, _twice, _other_slope, _other_activation,
        _other_loss, _at_a, _of_z, _l2, _last_only,
    ):  # fmt: skip
        yield from make(setting)


def _without_slope(setting: Setting) -> Iterator[Cause]:
    checked = setting.checked
    for layers, where in setting.scopes():
        if all(checked.activations[layer] == "identity" for layer in layers):
            continue
        slopes = _replaced(checked.activations, layers, None)
        shown = min(setting.highest, layers[-1])
        why = reasons.slope_missing(checked, shown, setting.title(shown))
        phrase = f"the missing factor f′(z){where if len(layers) > 1 else ''}"
        recipe = replace(checked.recipe, slopes=slopes)
        yield Cause("slope", f"f′(z) missing{where}", phrase, OUT, why, recipe)


def _transposed(setting: Setting) -> Iterator[Cause]:
    homework = setting.homework
    square = {layer for layer, (W, _) in enumerate(homework.weights) if W.shape[0] == W.shape[1] > 1}
    fits = tuple(sorted(square | homework.turned))
    scopes = {fits, *((layer,) for layer in fits), tuple(sorted(homework.turned))} - {()}
    for layers in sorted(scopes):
        where = "" if len(fits) == 1 else " of " + " and ".join(f"dW{layer + 1}" for layer in layers)
        recipe = replace(setting.checked.recipe, turned=frozenset(layers))
        why = reasons.transposed(homework.out_by_in)
        yield Cause("transpose", f"transpose{where}", f"a transpose{where}", IN, why, recipe)


def _straight(setting: Setting) -> Iterator[Cause]:
    shapes = [W.shape for W, _ in setting.homework.weights]
    for layer in range(1, setting.last + 1):
        if shapes[layer][0] == shapes[layer][1] > 1:
            recipe = replace(setting.checked.recipe, straight=frozenset({layer}))
            name = f"W{layer + 1} not transposed on the way back"
            yield Cause("straight", name, name, IN, reasons.straight(layer), recipe, listed=False)


def _without_bias(setting: Setting) -> Iterator[Cause]:
    for layers, where in setting.scopes():
        recipe = replace(setting.checked.recipe, without_bias=frozenset(layers))
        phrase = f"the missing bias{where}"
        yield Cause("bias", f"bias missing{where}", phrase, OUT, reasons.BIAS, recipe)


def _twice(setting: Setting) -> Iterator[Cause]:
    activation = setting.checked.activations[-1]
    if activation != "identity":
        title = ACTIVATIONS[activation].title.lower()
        name = f"derivative of {title} twice"
        recipe = replace(setting.checked.recipe, twice=True)
        phrase = f"the derivative of {title}, taken twice"
        why = reasons.twice(setting.checked)
        yield Cause("twice", name, phrase, IN, why, recipe, listed=activation == "softmax")


def _other_slope(setting: Setting) -> Iterator[Cause]:
    checked = setting.checked
    for name, other in ACTIVATIONS.items():
        if other.output_only or name == "identity":
            continue
        for layers, where in setting.scopes():
            if all(checked.activations[layer] == name for layer in layers):
                continue
            title = f"another activation: {other.title if name == 'relu' else other.title.lower()}{where}"
            phrase = f"the derivative of another activation, {other.title.lower()}{where}"
            why = reasons.other_activation(checked, layers[-1], other.title)
            recipe = replace(checked.recipe, slopes=_replaced(checked.activations, layers, name))
            yield Cause("slope of " + name, title, phrase, IN, why, recipe, listed=name in USUAL)


def _other_activation(setting: Setting) -> Iterator[Cause]:
    checked = setting.checked
    for name, other in ACTIVATIONS.items():
        for layers, where in setting.scopes():
            if other.output_only and layers != (setting.last,):
                continue
            used = _replaced(checked.activations, layers, name)
            if used == checked.activations:
                continue
            title = f"another activation forward too: {other.title}{where}"
            phrase = f"another activation, {other.title}{where}"
            why = reasons.other_activation(checked, layers[0], other.title)
            recipe = replace(checked.recipe, activations=used, slopes=used)
            yield Cause("activation", title, phrase, IN, why, recipe, listed=False)


def _other_loss(setting: Setting) -> Iterator[Cause]:
    for name, other in LOSSES.items():
        if name != setting.checked.loss:
            recipe, why = (
                replace(setting.checked.recipe, loss=name),
                reasons.other_loss(setting.checked, name),
            )
            phrase = f"another loss, {other.title.lower()}"
            yield Cause("loss", f"another loss: {other.title}", phrase, IN, why, recipe, listed=False)


def _at_a(setting: Setting) -> Iterator[Cause]:
    for layers, where in setting.scopes():
        recipe = replace(setting.checked.recipe, at_a=frozenset(layers))
        phrase = f"f′(a) in place of f′(z){where}"
        yield Cause("f′(a)", phrase, phrase, IN, reasons.AT_A, recipe, listed=False)


def _of_z(setting: Setting) -> Iterator[Cause]:
    layers = range(1, setting.last + 1)
    for chosen in (*((layer,) for layer in layers), tuple(layers)) if setting.last else ():
        where = "" if setting.last == 1 else " in " + " and ".join(f"dW{layer + 1}" for layer in chosen)
        recipe = replace(setting.checked.recipe, of_z=frozenset(chosen))
        phrase = f"weighted sums z in place of outputs a{where}"
        yield Cause("z", phrase, phrase, IN, reasons.OF_Z, recipe, listed=False)


def _l2(setting: Setting) -> Iterator[Cause]:
    checked, n = setting.checked, len(setting.homework.X)
    if not checked.l2:
        rate = added_l2(setting)
        recipe = replace(checked.recipe, l2=rate)
        name = f"L2 term with λ = {rate:.3g} added"
        yield Cause("L2 added", name, f"an L2 term with λ = {rate:.3g}", IN, reasons.L2, recipe, listed=False)
        return
    for kind, phrase, done, rate in (
        ("missing", "the missing L2 term", OUT, 0.0),
        ("averaged", "the L2 term divided by n", IN, checked.l2 / n),
        ("doubled", "the L2 term, twice as large", IN, 2 * checked.l2),
    ):
        recipe = replace(checked.recipe, l2=rate)
        yield Cause("L2 " + kind, f"L2 term {kind}", phrase, done, reasons.L2, recipe)
    recipe = replace(checked.recipe, on_biases=True)
    name = "an L2 term on the biases"
    yield Cause("L2 biases", name.removeprefix("an "), name, IN, reasons.L2_BIASES, recipe, listed=False)


def added_l2(setting: Setting) -> float:
    """The λ that brings gradients of weights closest to the lab's plus λ w."""
    homework, lab = setting.homework, compute(setting.checked.recipe, setting.homework).gradients
    along = size = 0.0
    for (W, _), (mine, _), (dW, _) in zip(homework.weights, homework.gradients, lab, strict=True):
        along += float(((mine - dW) * W).sum())
        size += float((W * W).sum())
    return along / size if size else 0.0


def _last_only(setting: Setting) -> Iterator[Cause]:
    if len(setting.homework.X) > 1:
        recipe = replace(setting.checked.recipe, last_only=True)
        phrase = "the sum over the examples, of which only the last is there"
        yield Cause("last", "only the last example", phrase, IN, reasons.LAST_ONLY, recipe, listed=False)


def _replaced(names: tuple[str, ...], layers: tuple[int, ...], name: str | None) -> tuple[Any, ...]:
    return tuple(name if layer in layers else each for layer, each in enumerate(names))
