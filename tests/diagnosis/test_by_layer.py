"""The way of the error signal is split as in the picture of ten sigmoid layers, and as theory says."""

from math import sqrt

import numpy as np
import pytest

from bplab.diagnosis.by_layer import by_layer
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.nn.activations import ACTIVATIONS
from bplab.training.signals import signals_of
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer


def split(trainer):
    found = signals_of(trace_step(trainer.next_step()))
    return by_layer(found.delta_norms, found.carried_norms)


@pytest.fixture(scope="module")
def sigmoids():
    """Ten sigmoid layers before the last of 120 epochs' steps."""
    trainer = Trainer(PRESETS["ten-sigmoid"].spec)
    trainer.run(steps=120 * 9 - 1)
    return trainer


def test_ten_sigmoid_layers_give_the_figures_of_the_picture(sigmoids):
    found = split(sigmoids)
    assert [f"{level:.2g}" for level in found.levels] == [
        "6.4e-06", "2.8e-05", "4.7e-05", "0.00011", "0.00025",
        "0.00073", "0.0019", "0.012", "0.043", "0.1", "0.5",
    ]  # fmt: skip
    assert [f"{factor.weights:.3g}" for factor in found.factors] == [
        "1.32", "3.1", "2.05", "2.3", "2.03", "1.62", "0.793", "1.57", "2.81", "1.07",
    ]  # fmt: skip
    assert [f"{factor.slope:.3f}" for factor in found.factors] == [
        "0.173", "0.191", "0.209", "0.195", "0.166", "0.240", "0.195", "0.180", "0.149", "0.191",
    ]  # fmt: skip
    assert 77_500 < found.fall < 78_500
    assert found.sentence == "On average f′ × 0.19, W × 1.7, together × 0.32: f′ is the cause."


def test_the_factors_of_each_layer_multiply_to_what_the_signal_strip_shows(sigmoids):
    found = split(sigmoids)
    strip = np.array(found.levels[:-1]) / found.levels[1:]
    assert [factor.together for factor in found.factors] == pytest.approx(strip)


@pytest.mark.parametrize(("levels", "carried", "cause"), [
    ((1e-4, 1e-2, 1), (3e-3, 0.3), "f′"),
    ((1e-4, 1e-2, 1), (1.1e-4, 1.1e-2), "W"),
    ((1e-4, 1e-2, 1), (1e-3, 0.1), "f′ and W"),
    ((400, 20, 1), (400, 20), "W"),
    ((0.5, 0.7, 1), (0.6, 0.8), ""),
])  # fmt: skip
def test_the_cause_is_the_factor_with_most_of_the_change(levels, carried, cause):
    assert by_layer(levels, (*carried, np.nan)).cause == cause


def test_where_no_signal_arrives_no_factor_is_invented():
    found = by_layer((0.0, 1.0), (0.0, np.nan))
    assert np.isnan(found.factors[0].weights)
    assert (found.cause, found.sentence) == ("", "")
    assert by_layer((0.5,), (np.nan,)).sentence == ""


POINTS, SHARES = np.polynomial.hermite_e.hermegauss(201)
SIDE = sqrt(32)


def mean_field(activation, size):
    """The factor of f′ in an infinitely wide network: rms f′(z) of z ~ N(0, q), where q maps to itself.

    Units: size is the standard deviation of a weight times the root of the width.
    Source: Poole and others, Exponential expressivity in deep neural networks through transient chaos, 2016.
    """
    f, q = ACTIVATIONS[activation], 1.0
    for _ in range(200):
        q = size**2 * (SHARES @ f.f(sqrt(q) * POINTS) ** 2) / SHARES.sum()
    z = (sqrt(q) * POINTS)[None]
    slope = f.backward(np.ones_like(z), z, f.f(z))[0]
    return sqrt(SHARES @ slope**2 / SHARES.sum())


@pytest.mark.parametrize(("activation", "size", "slope"), [
    ("identity", 0.5, 1.0),
    ("relu", sqrt(2), sqrt(1 / 2)),
    ("leaky_relu", 1.2, sqrt((1 + 0.01**2) / 2)),
    ("tanh", 2.0, mean_field("tanh", 2.0)),
    ("sigmoid", 1.0, mean_field("sigmoid", 1.0)),
])  # fmt: skip
def test_factors_agree_with_theory_within_3_percent(activation, size, slope):
    """Of 20 layers of 32 neurons before training; the first ones still depend on the inputs."""
    spec = Experiment(
        data=DataSpec("gauss", noise=50), batch_size=0,
        layers=tuple([Layer(32, activation, "normal", size / SIDE)] * 20),
    )  # fmt: skip
    runs = [split(Trainer(spec.but(seed=seed))).factors[3:-1] for seed in range(1, 11)]
    weights, slopes = np.median([[(f.weights, f.slope) for f in run] for run in runs], axis=(0, 1))
    assert (weights / size, slopes / slope) == pytest.approx((1, 1), abs=0.03)
