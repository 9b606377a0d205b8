"""A Playground link trains to the Playground's own numbers."""

import json
from pathlib import Path

import numpy as np
import pytest

from bplab.experiment.playground import from_playground
from bplab.training.trainer import Trainer

TRACES = Path(__file__).parents[1] / "reference" / "playground"
MORE = json.loads((TRACES / "more.json").read_text())
CALM = [trace for trace in MORE if not trace["wild"]]
WILD = [trace for trace in MORE if trace["wild"]]
BAR = 1e-9
LINKS = {
    "circle": "#dataset=circle&batchSize=10&learningRate=0.03&networkShape=4,2&seed=0.12345",
    "xor_L1": "#dataset=xor&regularization=L1&regularizationRate=0.003&seed=0.12345",
}


def losses(trainer, epochs):
    """Train and test loss at epochs 0 to `epochs`."""
    rows = []
    for epoch in range(epochs + 1):
        trainer.run(epochs=1 if epoch else 0)
        rows.append((trainer.evaluation.train.loss, trainer.evaluation.test.loss))
    return np.array(rows)


def same_parameters(trainer, wanted, error=0.0):
    for (W, b), its_W, its_b in zip(trainer.weights, wanted["W"], wanted["b"], strict=True):
        np.testing.assert_allclose(W.T, its_W, error, error)
        np.testing.assert_allclose(b, its_b, error, error)


@pytest.mark.parametrize("name", LINKS)
def test_a_whole_trace_is_met_from_the_first_weight_to_the_last(name):
    trace = json.loads((TRACES / f"{name}.json").read_text())
    trainer = Trainer(from_playground(LINKS[name]))
    same_parameters(trainer, trace["init"])
    found = losses(trainer, trace["opts"]["epochs"])
    np.testing.assert_allclose(found, [row[1:3] for row in trace["curve"]], BAR / 100)
    same_parameters(trainer, trace["final"], BAR / 100)
    assert trainer.evaluation.test.accuracy == trace["curve"][-1][3]


@pytest.mark.parametrize("trace", CALM, ids=lambda trace: trace["link"][-60:])
def test_all_sets_activations_penalties_and_batches_are_met(trace):
    trainer = Trainer(from_playground(trace["link"]))
    np.testing.assert_array_equal(trainer.weights[0][0][:2, 0], trace["first"][:2])
    found = losses(trainer, len(trace["train_loss"]) - 1)
    np.testing.assert_allclose(found, np.transpose([trace["train_loss"], trace["test_loss"]]), BAR / 100)
    zeros = sum(int((W == 0).sum()) for W, _ in trainer.weights)
    assert zeros == trace["dead"]


def horizon(spec, epochs):
    """The first epoch at which two runs from starts one rounding apart differ by 1e-11, or None."""
    runs = [Trainer(spec), Trainer(spec)]
    weights = runs[1]._kernel.parameters
    weights[:] = np.nextafter(weights, np.inf * np.sign(weights))
    one, other = (losses(run, epochs) for run in runs)
    apart = np.flatnonzero((np.abs(one / other - 1) > 1e-11).any(axis=1))
    return int(apart[0]) if apart.size else None


@pytest.mark.parametrize("trace", WILD, ids=lambda trace: trace["link"][-60:])
def test_a_chaotic_net_is_met_up_to_its_horizon(trace):
    wanted = np.transpose([trace["train_loss"], trace["test_loss"]])
    spec = from_playground(trace["link"])
    end = horizon(spec, len(wanted) - 1)
    assert 2 < end < len(wanted)
    np.testing.assert_allclose(losses(Trainer(spec), end - 1), wanted[:end], BAR)


def test_a_calm_net_has_no_horizon():
    assert horizon(from_playground(LINKS["circle"]), 40) is None


def test_a_batch_of_30_carries_what_is_left_into_the_next_epoch():
    trainer = Trainer(from_playground("#batchSize=30&seed=1"))
    batches = trainer.build.batches
    assert [len(batch) for batch in batches.epoch(0)] == [30] * 8
    assert [len(batch) for batch in batches.epoch(1)] == [40] + [30] * 7


def test_a_layer_of_zeros_uses_up_its_random_numbers_all_the_same():
    spec = from_playground("#seed=1&networkShape=3,2")
    first, *others = spec.layers
    zeros = spec.but(layers=(type(first)(3, "tanh", "zeros"), *others))
    plain, changed = Trainer(spec).weights, Trainer(zeros).weights
    assert not changed[0][0].any()
    for (W, _), (same, _) in zip(plain[1:], changed[1:], strict=True):
        np.testing.assert_array_equal(W, same)


@pytest.mark.parametrize("init", ["normal", "he_uniform", "orthogonal", "constant"])
def test_any_initializer_can_draw_from_the_playgrounds_numbers(init):
    spec = from_playground("#seed=1&networkShape=5,4")
    layers = tuple(type(layer)(layer.units, init=init) for layer in spec.layers)
    drawn = Trainer(spec.but(layers=layers)).weights
    assert all(np.isfinite(W).all() for W, _ in drawn)
    np.testing.assert_array_equal(drawn[-1][0], Trainer(spec).weights[-1][0])
