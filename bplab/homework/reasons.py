"""Why each mistake is one: the formula it is about, and what of it is not in the numbers."""

from typing import TYPE_CHECKING, NamedTuple

from bplab.explain.cards.chain_rule import SLOPES
from bplab.explain.names import Name
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES

if TYPE_CHECKING:
    from bplab.homework.recipe import CheckedAs

NOTHING = Name("", "")
SUM = Name("∂L/∂w = Σ a δ", r"\partial L/\partial w = \sum a \delta")
MEAN = Name("∂L/∂w = 1/n Σ a δ", r"\partial L/\partial w = 1/n \sum a \delta")
SQUARED = {
    "half_squared": "The ½ of the loss cancels the 2 of its derivative: a − t.",
    "mse": "The derivative of each output's squared error is 2 (a − t), divided by their number.",
}


class Why(NamedTuple):
    """Words, a formula, and words again."""

    lead: str
    formula: Name
    tail: str

    @property
    def plain(self) -> str:
        """All in plain text."""
        return f"{self.lead}{self.formula.plain}{self.tail}"


ZERO = Why("", NOTHING, "Your gradients are 0 where the lab's are not: they were made, but never filled.")
BIAS = Why("", Name("z = Σ w a + b", r"z = \sum w a + b"), ". The last term is not in your weighted sums.")
AT_A = Why(
    "",
    Name("δ = ∂ℓ/∂a · f′(z)", r"\delta = \partial \ell/\partial a \cdot f'(z)"),
    ". The derivative is taken at the weighted sum z, not at the output a.",
)
L2 = Why(
    "",
    Name("∂/∂w λ/2 w² = λ w", r"\partial/\partial w \  \lambda/2 w^{2} = \lambda w"),
    ", added to the gradient of each weight once, whatever the number of examples.",
)
L2_BIASES = Why("", NOTHING, "The penalty acts on weights, never on biases.")
OF_Z = Why(
    "",
    Name("∂L/∂w = Σ a δ", r"\partial L/\partial w = \sum a \delta"),
    ". What a weight multiplies is the output a of the layer before, not its weighted sum z.",
)
LAST_ONLY = Why("", SUM, ". It goes over all examples; yours is overwritten by each, not added to.")


def slope_missing(checked: "CheckedAs", layer: int, title: str) -> Why:
    """δ of a layer, whose last factor is f′(z)."""
    name = ACTIVATIONS[checked.activations[layer]]
    shown = SLOPES.get(name.name)
    known = f", so f′(z) = {shown}" if shown else ""
    return Why(
        f"{title}: ",
        _delta(checked, layer),
        f". The last factor is not in your numbers; f is {_small(name.title)}{known}.",
    )


def _delta(checked: "CheckedAs", layer: int) -> Name:
    at, on = layer + 1, layer + 2
    if layer == len(checked.activations) - 1:
        return Name(
            f"δ{at}[k] = ∂ℓ/∂a{at}[k] · f′(z{at}[k])",
            rf"\delta^{{{at}}}_{{k}} = \partial \ell/\partial a^{{{at}}}_{{k}} \cdot "
            rf"f'(z^{{{at}}}_{{k}})",
        )
    return Name(
        f"δ{at}[j] = (Σ W{on}[j,k] δ{on}[k]) · f′(z{at}[j])",
        rf"\delta^{{{at}}}_{{j}} = ( \sum w^{{{on}}}_{{jk}} \delta^{{{on}}}_{{k}} ) \cdot "
        rf"f'(z^{{{at}}}_{{j}})",
    )


def of_factor(kind: str, checked: "CheckedAs", n: int) -> Why:
    """A factor of all numbers."""
    mean = checked.reduction == "mean"
    formula = MEAN if mean else SUM
    said = {
        "n": f". The n = {n:,} examples are averaged; your numbers are their sum." if mean
        else f". Your numbers are the lab's times the number of examples, n = {n:,}.",
        "1/n": f". It is divided by n = {n:,} once; your numbers, once more." if mean
        else f". The n = {n:,} examples are added up; your numbers are their mean.",
        "2": f". Your numbers are twice the lab's. {SQUARED.get(checked.loss, '')}",
        "1/2": f". Your numbers are half the lab's. {SQUARED.get(checked.loss, '')}",
        "sign": ". Your numbers point downhill: a gradient has output − target, not target − output.",
    }  # fmt: skip
    return Why("", formula, said[kind].rstrip())


def of_outputs(checked: "CheckedAs", outputs: int) -> Why:
    """The number of outputs, as a factor."""
    loss = LOSSES[checked.loss]
    mean = "averaged" if loss.name in ("mse", "mae", "huber") else "added up"
    return Why("", NOTHING, f"In {loss.title.lower()} the {outputs:,} outputs are {mean}.")


def transposed(out_by_in: bool) -> Why:
    """dL/dW has the shape of W."""
    if out_by_in:
        formula = Name("∂L/∂W = δᵀ a", r"\partial L/\partial W = \delta^{T} a")
        return Why("", formula, " has the shape of W: a row per neuron, a column per input.")
    formula = Name("∂L/∂W = aᵀ δ", r"\partial L/\partial W = a^{T} \delta")
    return Why("", formula, " has the shape of W: a row per input, a column per neuron.")


def straight(layer: int) -> Why:
    """The error goes back through the transpose."""
    formula = Name(
        f"∂ℓ/∂a{layer} = δ{layer + 1} W{layer + 1}ᵀ",
        rf"\partial \ell/\partial a^{{{layer}}} = \delta^{{{layer + 1}}} W^{{{layer + 1}\,T}}",
    )
    return Why("", formula, ". The error signal goes back through the transpose of the weights.")


def twice(checked: "CheckedAs") -> Why:
    """With its own cross-entropy, δ of the output is a − t."""
    activation, loss = ACTIVATIONS[checked.activations[-1]], LOSSES[checked.loss]
    formula = Name("δ = a − t", r"\delta = a - t")
    if loss.outputs is not None and activation.name in loss.outputs:
        tail = f" with {loss.title.lower()}: the derivative of {_small(activation.title)} is in it already."
        return Why("", formula, tail)
    formula = Name("δ = ∂ℓ/∂a · f′(z)", r"\delta = \partial \ell/\partial a \cdot f'(z)")
    return Why("", formula, ", with the derivative of the output activation once.")


def other_activation(checked: "CheckedAs", layer: int, title: str) -> Why:
    """Your f is not the one it is checked as."""
    name = _small(ACTIVATIONS[checked.activations[layer]].title)
    yours = f"your numbers are those of {_small(title)}. If that is meant, choose it above."
    return Why("", NOTHING, f"It is checked with f = {name}; {yours}")


def other_loss(checked: "CheckedAs", name: str) -> Why:
    """Your loss is not the one it is checked as."""
    mine, yours = LOSSES[checked.loss].title.lower(), LOSSES[name].title.lower()
    return Why("", NOTHING, f"It is checked with {mine}; your numbers are those of {yours}.")


def _small(title: str) -> str:
    return title if title[:2].isupper() or title[1:2].isupper() else title[0].lower() + title[1:]
