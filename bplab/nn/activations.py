"""An activation bends a neuron's sum z into its output a = f(z); without one, layers would add nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from bplab.nn import Array
from bplab.nn import functions as fn


@dataclass(frozen=True)
class Activation:
    """A function and its slope.

    `low` and `high` bound the range of f; `kinks` are the z at which the slope jumps.
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
        """Carry the error back through f: dL/dz = dL/da * f'(z).

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
        "Passes the sum on unchanged. Right for an output that predicts numbers; several identity layers "
        "in a row can do no more than one.",
        fn.identity,
        fn.identity_slope,
        -inf,
        inf,
    ),
    "sigmoid": Activation(
        "sigmoid",
        "Sigmoid",
        "a = 1 / (1 + e⁻ᶻ)",
        "Squeezes the sum between 0 and 1, so that an output reads as a probability. Its slope is 1/4 at "
        "most: in many layers the gradient fades.",
        fn.sigmoid,
        fn.sigmoid_slope,
        0.0,
        1.0,
    ),
    "tanh": Activation(
        "tanh",
        "Tanh",
        "a = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)",
        "Squeezes the sum between −1 and 1. Its slope is 1 at zero and fades where the neuron saturates.",
        fn.tanh,
        fn.tanh_slope,
        -1.0,
        1.0,
    ),
    "relu": Activation(
        "relu",
        "ReLU",
        "a = max(0, z)",
        "Passes positive sums on and cuts negative ones to 0. A neuron that is negative for every example "
        "gets no gradient and no longer learns: it is dead.",
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
        "A ReLU that lets a hundredth of negative sums through, so that no neuron goes quite dead.",
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
        "Like ReLU for positive sums; negative ones bend smoothly toward −1, which keeps "
        "the mean output near 0.",
        fn.elu,
        fn.elu_slope,
        -1.0,
        inf,
    ),
    "selu": Activation(
        "selu",
        "SELU",
        "a = 1.0507 z for z > 0, else 1.7581 (eᶻ − 1)",
        "An ELU scaled so that, with LeCun initialization, each layer's outputs keep mean 0 and variance 1.",
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
        "A smooth ReLU that dips a little below zero; the usual choice in transformers.",
        fn.gelu,
        fn.gelu_slope,
        -0.17004075,
        inf,
    ),
    "softplus": Activation(
        "softplus",
        "Softplus",
        "a = ln(1 + eᶻ)",
        "A smooth ReLU that is always positive; its slope is the sigmoid.",
        fn.softplus,
        fn.softplus_slope,
        0.0,
        inf,
    ),
    "softsign": Activation(
        "softsign",
        "Softsign",
        "a = z / (1 + |z|)",
        "Between −1 and 1 like tanh, but it nears its limits slowly, so that it saturates less.",
        fn.softsign,
        fn.softsign_slope,
        -1.0,
        1.0,
    ),
    "swish": Activation(
        "swish",
        "Swish / SiLU",
        "a = z / (1 + e⁻ᶻ)",
        "The sum times its own sigmoid: a smooth ReLU that dips a little below zero.",
        fn.swish,
        fn.swish_slope,
        -0.27846455,
        inf,
    ),
    "lecun_tanh": Activation(
        "lecun_tanh",
        "LeCun tanh",
        "a = 1.7159 tanh(2z/3)",
        "A tanh stretched so that f(1) = 1 and f(−1) = −1: targets of ±1 lie inside its "
        "range, where it still has slope.",
        fn.lecun_tanh,
        fn.lecun_tanh_slope,
        -fn.LECUN_HEIGHT,
        fn.LECUN_HEIGHT,
    ),
    "softmax": Activation(
        "softmax",
        "Softmax",
        "aₖ = eᶻᵏ / Σⱼ eᶻʲ",
        "Turns the sums of the output layer into probabilities of the classes, which add up to 1.",
        fn.softmax,
        fn.softmax_slope,
        0.0,
        1.0,
        output_only=True,
        mixing=fn.softmax_backward,
    ),
}
