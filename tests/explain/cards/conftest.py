"""Random nets, what the Microscope says of them, and their derivatives by complex steps."""

import random
from types import SimpleNamespace

import numpy as np
import pytest

from bplab.experiment.parameters import Parameter
from bplab.experiment.spec import HIDDEN_ACTIVATIONS, DataSpec, Experiment, Layer, Output
from bplab.explain.cards.page import page_of
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer

FITS = (
    ("half_squared", "tanh"),
    ("binary_cross_entropy", "sigmoid"),
    ("categorical_cross_entropy", "softmax"),
    ("mse", "softmax"),
)
SMOOTH = ("tanh", "sigmoid", "softplus")
F = {
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(),
}
LOSS = {
    "half_squared": lambda a, t: ((a - t) ** 2).sum() / 2,
    "mse": lambda a, t: ((a - t) ** 2).mean(),
    "binary_cross_entropy": lambda a, t: -(t * np.log(a) + (1 - t) * np.log(1 - a)).sum(),
    "categorical_cross_entropy": lambda a, t: -(t * np.log(a)).sum(),
}


def random_spec(draw, kinds=tuple(HIDDEN_ACTIVATIONS)):
    loss, output = draw.choice(FITS)
    layers = tuple(
        Layer(draw.randint(1, 7), draw.choice(kinds), bias=draw.uniform(-0.5, 0.5))
        for _ in range(draw.randint(0, 3))
    )
    return Experiment(
        data=DataSpec("gauss", points=20, noise=30, train_percent=100), layers=layers, loss=loss,
        output=Output(output), batch_size=draw.choice([1, 4]), seed=draw.randint(0, 10**6),
        optimizer=draw.choice(["sgd", "momentum", "adam"]),
    )  # fmt: skip


def traced(spec, steps=0):
    trainer = Trainer(spec)
    trainer.run(steps=steps)
    return trace_step(trainer.next_step())


def any_parameter(draw, trace):
    layer = draw.randrange(len(trace.z))
    W, b = trace.gradients[layer]
    return Parameter(layer, draw.choice([None, *range(len(W))]), draw.randrange(len(b)))


def loss_with(trace, example, moved, by):
    """The example's loss when one number (w, z or a of a place) is another, by complex arithmetic."""
    start = trace.start
    kinds = [layer.activation for layer in start.build.shape.layers]
    pairs = start.build.layout.weights(start.parameters.astype(complex))
    a = trace.x[example].astype(complex)
    for layer, (pair, kind) in enumerate(zip(pairs, kinds, strict=True)):
        W, b = (part.copy() for part in pair)
        if moved[:2] == ("w", layer):
            source, unit = moved[2]
            (b if source is None else W)[unit if source is None else (source, unit)] += by
        z = a @ W + b
        if moved[:2] == ("z", layer):
            z[moved[2]] += by
        a = F[kind](z)
        if moved[:2] == ("a", layer):
            a[moved[2]] += by
    return LOSS[start.spec.loss](a, trace.target[example])


def derivative(trace, example, *moved):
    return float(loss_with(trace, example, moved, 1e-30j).imag / 1e-30)


@pytest.fixture
def draw():
    """Chance, the same each time."""
    return random.Random(1)


@pytest.fixture(scope="session")
def nets():
    """What makes random nets, and looks at them."""
    return SimpleNamespace(
        random_spec=random_spec, traced=traced, any_parameter=any_parameter, derivative=derivative,
        page_of=page_of, smooth=SMOOTH,
    )  # fmt: skip
