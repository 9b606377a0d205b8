"""Divergence is a state: it names step, layer and tensor, and leaves everything as it was before the step."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from bplab.experiment.parameters import parse_parameter
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.divergence import Divergence
from bplab.training.trainer import Trainer

EXPLODING = Experiment(
    data=DataSpec("plane"),
    layers=(Layer(4, "relu"), Layer(4, "relu")),
    output=Output("identity"),
    loss="half_squared",
    learning_rate=5.0,
)


def diverged(spec):
    trainer = Trainer(spec)
    trainer.run(steps=5000)
    assert trainer.divergence is not None
    return trainer


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("portion", [1, 7, 10**6])
def test_the_state_before_the_step_stays(dtype, portion):
    spec = EXPLODING.but(dtype=dtype)
    trainer = Trainer(spec)
    for _ in range(5000):
        trainer.advance(portion)
    assert trainer.divergence is not None
    last = trainer.divergence.step - 1
    assert trainer.step == last
    twin = Trainer(spec)
    twin.run(steps=last)
    assert twin.divergence is None
    np.testing.assert_array_equal(trainer.parameters, twin.parameters)
    np.testing.assert_array_equal(trainer.gradient, twin.gradient)
    np.testing.assert_array_equal(trainer.update, twin.update)
    np.testing.assert_array_equal(trainer.last_row, twin.last_row)
    assert np.isfinite(trainer.parameters).all()
    assert trainer.history.steps.count == last
    assert trainer.advance(10) == 0
    assert trainer.step == last
    twin.advance(1)
    assert twin.divergence == trainer.divergence


def test_large_layers_too_keep_the_state_before_the_step():
    spec = EXPLODING.but(layers=(Layer(300, "relu"), Layer(300, "relu")), batch_size=64)
    trainer = diverged(spec)
    twin = Trainer(spec)
    twin.run(steps=trainer.step)
    for name in ("parameters", "gradient", "update"):
        np.testing.assert_array_equal(getattr(trainer, name), getattr(twin, name))


def test_no_preset_diverges_but_the_one_that_shows_it():
    for name, preset in PRESETS.items():
        trainer = Trainer(preset.spec)
        trainer.run(steps=200)
        assert (trainer.divergence is not None) == (name == "diverging"), name


CHAIN = Experiment(
    data=DataSpec("worked_example"),  # inputs .05 and .1, two targets
    layers=(Layer(1, "identity", init="zeros"),),
    output=Output("identity", init="zeros"),
    loss="half_squared",
    dtype="float32",
)


@pytest.mark.parametrize(
    ("layer", "tensor", "values"),
    [
        (0, "z", {"W1[1,1]": 3e38, "W1[2,1]": 3e38, "b1[1]": 3.3e38}),
        (1, "z", {"b1[1]": 1e20, "W2[1,1]": 1e20}),
        (1, "loss", {"b2[1]": 1e20}),
        (0, "delta", {"b2[1]": 1e17, "W2[1,1]": 1e25}),
        (1, "gradient", {"b2[1]": 1e18, "b1[1]": 1e21}),
        (0, "gradient", {"b2[1]": 1e13, "W2[1,1]": 1e25, "W1[1,1]": 1e-30}),
        (1, "weights", {"b2[1]": 1e18, "b1[1]": 1e18}),
        (0, "weights", {"b2[1]": 1e12, "W2[1,1]": 1e25}),
    ],
)
def test_the_first_tensor_to_go_is_named(layer, tensor, values):
    """Parameters at the edge of single precision, so that just one product goes over it."""
    trainer = Trainer(CHAIN.but(learning_rate=1000.0))
    if (layer, tensor) == (0, "gradient"):
        prepared = trainer.build.prepared
        trainer.build = replace(trainer.build, prepared=replace(prepared, X=np.full_like(prepared.X, 1e3)))
        trainer._kernel.inputs[0, :-1] = 1e3
    for name, value in values.items():
        trainer._kernel.parameters[trainer.build.layout.index(parse_parameter(name))] = value
    trainer.advance(1)
    assert trainer.divergence == Divergence(1, layer, tensor)
    assert trainer.step == 0


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_no_optimizer_warns_or_raises_on_the_way(optimizer):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trainer = Trainer(EXPLODING.but(optimizer=optimizer, learning_rate=1000.0, momentum=0.99))
        trainer.run(steps=2000)
        trainer.measure()


def test_dropout_is_walked_with_its_masks():
    layers = (Layer(6, "relu", dropout=0.5), Layer(4, "relu", dropout=0.2))
    trainer = diverged(EXPLODING.but(layers=layers, learning_rate=20.0))
    assert trainer.divergence.tensor in {"z", "a", "loss", "delta", "gradient", "weights"}


def test_large_but_finite_numbers_are_no_divergence():
    """In single precision squares overflow beyond 1e19, long before the numbers themselves do."""
    spec = EXPLODING.but(dtype="float32", batch_size=0, loss="mae", layers=(Layer(2, "identity"),))
    trainer = Trainer(spec.but(learning_rate=0.0))
    trainer.build.layout.weights(trainer._kernel.parameters)[1][0][...] = 1e25
    trainer.run(steps=3)
    assert trainer.divergence is None
    assert trainer.step == 3
    assert 1e24 < trainer.last_row[1] < 1e27  # |dL/dW| of the first layer
