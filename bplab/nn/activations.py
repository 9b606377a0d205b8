"""Activation functions a = f(z): they make the network nonlinear; without them, layers would add nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from bplab.arrays import Array
from bplab.nn import functions as fn


@dataclass(frozen=True)
class Activation:
    """An activation function and its derivative.

    `low` and `high` bound the range of f; `kinks` are the values of z at which the derivative jumps.
    `mixing` is the backward pass of an activation whose outputs each depend on every z (softmax).
    """

    name: str
    title: str
    formula: str
    help: str
    f: Callable[[Array], Array]  # z -> a
    slope: Callable[[Array, Array], Array]  # z, a -> f'(z)
    low: float
    high: float
    kinks: tuple[float, ...] = ()
    output_only: bool = False
    mixing: Callable[[Array, Array, Array], Array] | None = None

    def backward(self, dL_da: Array, z: Array, a: Array) -> Array:
        """Propagate the error back through f.

        Formula: dL/dz = dL/da * f'(z)
        Shapes: all (batch, units).
        """
        if self.mixing:
            return self.mixing(dL_da, z, a)
        return dL_da * self.slope(z, a)


ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation(
        "identity",
        "Identity",
        "a = z",
        "Returns the weighted sum unchanged. Suited to outputs that predict numbers; a stack of identity "
        "layers can do no more than a single one.",
        fn.identity,
        fn.identity_slope,
        -inf,
        inf,
    ),
    "sigmoid": Activation(
        "sigmoid",
        "Sigmoid",
        "a = 1 / (1 + e⁻ᶻ)",
        "Maps the weighted sum to a value between 0 and 1, which can be read as a probability. Its slope is "
        "at most 1/4, so in deep networks the gradient vanishes.",
        fn.sigmoid,
        fn.sigmoid_slope,
        0.0,
        1.0,
    ),
    "tanh": Activation(
        "tanh",
        "Tanh",
        "a = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)",
        "Maps the weighted sum to a value between −1 and 1. Its slope is 1 at zero and approaches 0 where "
        "the neuron saturates.",
        fn.tanh,
        fn.tanh_slope,
        -1.0,
        1.0,
    ),
    "relu": Activation(
        "relu",
        "ReLU",
        "a = max(0, z)",
        "Passes positive weighted sums on and sets negative ones to 0. A neuron whose sum is negative for "
        "every example gets no gradient and stops learning: it is dead.",
        fn.relu,
        fn.relu_slope,
        0.0,
        inf,
        (0.0,),
    ),
    "leaky_relu": Activation(
        "leaky_relu",
        "Leaky ReLU",
        "a = z for z > 0, else 0.01 z",
        "A ReLU with slope 0.01 for negative weighted sums, so that neurons do not die.",
        fn.leaky_relu,
        fn.leaky_relu_slope,
        -inf,
        inf,
        (0.0,),
    ),
    "elu": Activation(
        "elu",
        "ELU",
        "a = z for z > 0, else eᶻ − 1",
        "Like ReLU for positive weighted sums; for negative ones it approaches −1 smoothly, which keeps the "
        "mean output near 0.",
        fn.elu,
        fn.elu_slope,
        -1.0,
        inf,
    ),
    "selu": Activation(
        "selu",
        "SELU",
        "a = 1.0507 z for z > 0, else 1.7581 (eᶻ − 1)",
        "An ELU scaled so that, with LeCun initialization, the outputs of each layer keep mean 0 and "
        "variance 1.",
        fn.selu,
        fn.selu_slope,
        -fn.SELU_SCALE * fn.SELU_ALPHA,
        inf,
        (0.0,),
    ),
    "gelu": Activation(
        "gelu",
        "GELU",
        "a = z/2 · (1 + tanh(0.7979 (z + 0.0447 z³)))",
        "A smooth ReLU that dips slightly below zero; the usual choice in transformers.",
        fn.gelu,
        fn.gelu_slope,
        -0.17004075,
        inf,
    ),
    "softplus": Activation(
        "softplus",
        "Softplus",
        "a = ln(1 + eᶻ)",
        "A smooth ReLU that is always positive; its derivative is the sigmoid.",
        fn.softplus,
        fn.softplus_slope,
        0.0,
        inf,
    ),
    "softsign": Activation(
        "softsign",
        "Softsign",
        "a = z / (1 + |z|)",
        "Between −1 and 1 like tanh, but approaches its limits more slowly, so that it saturates less.",
        fn.softsign,
        fn.softsign_slope,
        -1.0,
        1.0,
    ),
    "swish": Activation(
        "swish",
        "Swish / SiLU",
        "a = z / (1 + e⁻ᶻ)",
        "The weighted sum times its own sigmoid: a smooth ReLU that dips slightly below zero.",
        fn.swish,
        fn.swish_slope,
        -0.27846455,
        inf,
    ),
    "lecun_tanh": Activation(
        "lecun_tanh",
        "LeCun tanh",
        "a = 1.7159 tanh(2z/3)",
        "A tanh scaled so that f(1) = 1 and f(−1) = −1: targets of ±1 lie inside its range, where its slope "
        "is not yet small.",
        fn.lecun_tanh,
        fn.lecun_tanh_slope,
        -fn.LECUN_HEIGHT,
        fn.LECUN_HEIGHT,
    ),
    "softmax": Activation(
        "softmax",
        "Softmax",
        "aₖ = eᶻᵏ / Σⱼ eᶻʲ",
        "Turns the weighted sums of the output layer into class probabilities, which add up to 1.",
        fn.softmax,
        fn.softmax_slope,
        0.0,
        1.0,
        output_only=True,
        mixing=fn.softmax_backward,
    ),
}
