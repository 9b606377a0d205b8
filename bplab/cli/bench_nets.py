"""The benchmark networks A to E, with data and initial weights that are the same for every engine."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from bplab.arrays import Array
from bplab.data.dataset import Kind
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment, Layer, Output
from bplab.nn.codings import coding
from bplab.nn.initializers import INITIALIZERS
from bplab.training.kernel.layout import ParameterLayout

EXAMPLES = 1024
RATES = {"sgd": 0.01, "momentum": 0.01, "adam": 0.001}
MOMENTUM = 0.9


class Net(NamedTuple):
    """Sizes and batch size of a benchmark network."""

    sizes: tuple[int, ...]
    batch: int
    activation: str


NETS = {
    "A": Net((2, 4, 2, 1), 10, "tanh"),
    "B": Net((2, 8, 8, 8, 1), 32, "tanh"),
    "C": Net((64, 64, 32, 10), 32, "relu"),
    "D": Net((784, 256, 128, 10), 128, "relu"),
    "E": Net((2, *(32,) * 10, 1), 32, "sigmoid"),
}


class Case(NamedTuple):
    """What is measured: a network, and how it is trained."""

    net: str
    dtype: str = "float32"
    optimizer: str = "sgd"
    threads: int = 1


class Problem(NamedTuple):
    """A case with its data.

    Shapes: X (n, inputs), T (n, outputs); parameters flat, as in `layout`.
    """

    net: Net
    spec: Experiment
    layout: ParameterLayout
    X: Array
    T: Array
    parameters: Array

    @property
    def many(self) -> bool:
        """Whether the output is softmax over ten classes; else one tanh neuron with half squared error."""
        return self.net.sizes[-1] > 1

    @property
    def steps(self) -> int:
        """Updates per epoch; examples that do not fill a batch are dropped."""
        return EXAMPLES // self.net.batch


class Engine(NamedTuple):
    """An engine that trains a problem for some epochs and reports its loss over all examples."""

    name: str
    mode: str
    train: Callable[[int], object]  # a number of epochs
    loss: Callable[[], float]


def problem(case: Case) -> Problem:
    """Draw data and initial weights; the targets follow from the inputs, so that they can be learned."""
    net = NETS[case.net]
    many = net.sizes[-1] > 1
    output = Output("softmax" if many else "tanh")
    loss = "categorical_cross_entropy" if many else "half_squared"
    layers = tuple(Layer(units, net.activation) for units in net.sizes[1:-1])
    spec = Experiment(
        layers=layers, output=output, loss=loss, dtype=case.dtype, optimizer=case.optimizer,
        learning_rate=RATES[case.optimizer], momentum=MOMENTUM, batch_size=net.batch,
    )  # fmt: skip
    kind: Kind = "multiclass" if many else "binary"
    names = tuple(f"x{i}" for i in range(net.sizes[0]))
    shape = Shape(names, net.sizes, net.sizes[:-1], (*layers, output), coding(loss, output.activation, kind))
    rng = np.random.default_rng(0)
    X = rng.normal(size=(EXAMPLES, net.sizes[0]))
    scores = X @ rng.normal(size=(net.sizes[0], net.sizes[-1]))
    T = np.eye(net.sizes[-1])[scores.argmax(axis=1)] if many else np.where(scores > 0, 1.0, -1.0)
    layout = ParameterLayout(shape)
    return Problem(net, spec, layout, X.astype(case.dtype), T.astype(case.dtype), _first(layout, rng))


def _first(layout: ParameterLayout, rng: np.random.Generator) -> Array:
    flat = np.zeros(layout.size)
    for weights, _ in layout.weights(flat):
        fan_in, fan_out = weights.shape
        weights[...] = INITIALIZERS["xavier_uniform"].draw(rng, fan_in, fan_out, 1.0)
    return flat
