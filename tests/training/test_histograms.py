"""Histograms count every value once; saturated and dead mean what they say."""

from dataclasses import replace

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.activations import ACTIVATIONS
from bplab.training.histograms import BINS, KINDS, VALUES, histograms, round_up, steepest
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer

CIRCLE = Experiment(layers=(Layer(units=4), Layer(units=3, activation="relu")))


def counted(spec, kind, parameters=None):
    start = Trainer(spec).next_step()
    if parameters is not None:
        start = replace(start, parameters=parameters(start.build))
    return histograms(start, kind, trace_step(start).gradients if kind == "gradients" else None)


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_counted_once(kind):
    found = counted(CIRCLE, kind)
    sizes = {"weights": (8, 12, 3), "gradients": (8, 12, 3)}.get(kind, (256 * 4, 256 * 3, 256))
    assert tuple(layer.counts.sum() for layer in found.layers) == sizes
    assert all(layer.counts.shape == (BINS,) for layer in found.layers)
    assert (found.examples, found.of) == (256, 280)


def test_bins_agree_with_numpy():
    W, layer = Trainer(CIRCLE).weights[0][0], counted(CIRCLE, "weights").layers[0]
    expected, _ = np.histogram(W, BINS, (layer.low, layer.high))
    assert layer.counts.tolist() == expected.tolist()
    assert layer.low == -layer.high
    assert layer.high / 2.5 <= np.abs(W).max() <= layer.high


def test_deltas_are_the_slopes_of_each_examples_loss():
    spec = replace(CIRCLE, layers=())
    made, layer = Trainer(spec).build, counted(spec, "deltas").layers[0]
    X, T = made.prepared.X[made.prepared.split.train[:256]], made.targets[made.prepared.split.train[:256]]
    (W, b) = made.layout.weights(made.parameters)[0]
    delta = 1 / (1 + np.exp(-(X @ W + b))) - T  # sigmoid with cross-entropy
    expected, _ = np.histogram(delta, BINS, (layer.low, layer.high))
    assert layer.counts.tolist() == expected.tolist()


def test_bounded_activations_keep_their_bounds_and_relu_begins_at_0():
    hidden, relu, output = counted(CIRCLE, "activations").layers
    assert (hidden.low, hidden.high) == (-1, 1)
    assert relu.low == 0
    assert (output.low, output.high) == (0, 1)


def test_a_relu_that_is_negative_for_all_is_dead_and_only_it():
    def kill(made):
        flat = made.parameters.copy()
        made.layout.weights(flat)[1][1][:2] = -1e3
        return flat

    hidden, relu, _ = counted(CIRCLE, "sums", kill).layers
    assert (relu.dead, relu.units, relu.saturated) == (2, 3, None)
    assert hidden.dead == 0


def test_far_out_a_tanh_is_saturated_and_near_zero_it_is_not():
    near = counted(replace(CIRCLE, data=DataSpec(noise=0)), "sums", lambda made: made.parameters * 1e-3)
    far = counted(CIRCLE, "sums", lambda made: made.parameters * 1e4)
    assert near.layers[0].saturated == 0
    assert far.layers[0].saturated > 0.99


def test_leaky_relus_softmax_and_identity_do_not_die():
    spec = Experiment(
        layers=(Layer(activation="leaky_relu"), Layer(activation="identity")),
        output=Output(activation="softmax"),
        loss="categorical_cross_entropy",
    )
    found = counted(spec, "sums", lambda made: made.parameters * 1e4).layers
    assert found[0].dead == 0
    assert [layer.dead for layer in found[1:]] == [None, None]


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_the_steepest_slope_is_found(name):
    row, z = ACTIVATIONS[name], np.random.default_rng(0).normal(0, 3, 1000)
    assert (np.abs(row.slope(z, row.f(z))) <= steepest(name) * (1 + 1e-6)).all()


def test_large_layers_are_sampled_and_large_networks_shown_fewer_examples():
    found = counted(Experiment(layers=(Layer(units=512),) * 3), "weights")
    assert found.layers[1].size == 512 * 512
    assert found.layers[1].every == 14
    assert found.layers[1].counts.sum() <= VALUES
    assert found.examples < 256


def test_what_does_not_connect_is_no_weight():
    spec = Experiment(layers=(Layer(units=4, groups=((1, 2), (1, 2))),))
    assert counted(spec, "weights").layers[0].size == 4


def test_a_snapshot_has_them_only_when_asked_and_the_run_goes_on_as_before():
    trainer, other = Trainer(CIRCLE), Trainer(CIRCLE)
    trainer.run(steps=3)
    other.run(steps=3)
    needs = Needs() | Needs(histograms="deltas")
    assert Run(1, trainer, RunState.PAUSED).picture(Needs(), 1).histograms is None
    assert Run(1, trainer, RunState.PAUSED).picture(needs, 1).histograms.kind == "deltas"
    trainer.run(steps=3)
    other.run(steps=3)
    assert (trainer.parameters == other.parameters).all()


@pytest.mark.parametrize(("value", "end"), [(0, 1), (0.9, 1), (1, 1), (1.1, 2), (3e-7, 5e-7), (700, 1000)])
def test_ends_are_round(value, end):
    assert np.isclose(round_up(value), end)


def test_what_is_not_finite_is_left_out():
    found = counted(CIRCLE, "weights", lambda made: np.full_like(made.parameters, np.nan))
    assert found.layers[0].counts.sum() == 0
