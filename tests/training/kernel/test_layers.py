"""Layers that lie side by side have the slopes of the book, each its own; and so have the outputs."""

from itertools import product

import numpy as np
import pytest

from bplab.experiment.spec import Experiment, Layer, Output
from bplab.nn.activations import ACTIVATIONS
from bplab.training.kernel.calls import FAST, constants, run
from bplab.training.kernel.layers import Layers

SIZES, BATCH = (2, 5, 4, 3), 7
HIDDEN = [name for name, row in ACTIVATIONS.items() if not row.output_only]
FROM_OUTPUTS = [name for name in HIDDEN if name != "identity" and not FAST[name].reads_z]


def made(first, second, output, *, loss="half_squared", skip=False):
    layers = (Layer(5, first), Layer(4, second))
    spec = Experiment(layers=layers, output=Output(output), loss=loss, skip=skip)
    return Layers(spec, SIZES, BATCH, np.dtype(float), constants(np.dtype(float)))


@pytest.mark.parametrize("second", FROM_OUTPUTS)
@pytest.mark.parametrize("first", HIDDEN)
def test_every_layer_has_the_slope_of_its_own_activation(first, second):
    for output, skip in product(FROM_OUTPUTS, (False, True)):
        check_slopes(first, second, output, skip=skip)


def check_slopes(first, second, output, *, skip):
    layers, rng = made(first, second, output, skip=skip), np.random.default_rng(0)
    for hidden in layers.hidden:
        hidden.z[...] = rng.normal(0, 2, hidden.z.shape)
    zs = [hidden.z.copy() for hidden in layers.hidden]  # some activations are computed in place
    for hidden in layers.hidden:
        run(hidden.activate)
    z, (y, slope) = rng.normal(0, 2, (3, BATCH)), layers.outputs
    run(FAST[output].forward(z, y, constants(z.dtype)))
    run(layers.slope_calls)
    for name, own, hidden in zip((first, second), zs, layers.hidden, strict=True):
        row = ACTIVATIONS[name]
        if name != "identity":  # whose slope is multiplied by nowhere
            np.testing.assert_allclose(hidden.slope, row.slope(own, row.f(own)), 1e-12, 1e-14)
    row = ACTIVATIONS[output]
    np.testing.assert_allclose(slope, row.slope(z, row.f(z)), 1e-12, 1e-14)


def test_equal_neighbors_take_no_more_calls_than_one_of_them():
    assert len(made("tanh", "tanh", "tanh").slope_calls) == 2
    assert len(made("tanh", "tanh", "sigmoid").slope_calls) == 4


@pytest.mark.parametrize(
    ("output", "loss", "are_here"),
    [
        ("tanh", "half_squared", True),
        ("tanh", "mse", True),
        ("identity", "mse", False),  # its slope is 1
        ("swish", "mse", False),  # its slope is no function of y alone
        ("softmax", "mse", False),  # its derivative is not one slope for each output
        ("sigmoid", "binary_cross_entropy", False),  # its delta needs no slope
        ("sigmoid", "mae", False),  # by the book
    ],
)
def test_outputs_are_here_if_the_delta_needs_their_slope_alone(output, loss, are_here):
    assert made("tanh", "tanh", output, loss=loss).has_outputs is are_here
