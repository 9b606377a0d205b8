"""Pruned weights stay pruned, however a run is cut into portions."""

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training.trainer import Trainer

SPEC = Experiment(
    data=DataSpec("xor", points=100),
    layers=(Layer(8), Layer(8)),
    batch_size=7,
    learning_rate=0.05,
    regularization="l1_prune",
    regularization_rate=0.2,
)


def is_zero(trainer):
    return trainer.parameters == 0


def test_pruned_weights_stay_0_and_biases_are_spared():
    trainer = Trainer(SPEC)
    trainer.run(steps=20)
    before = is_zero(trainer)
    trainer.run(steps=60)
    after = is_zero(trainer)
    assert 0 < before.sum() < after.sum()
    assert after[before].all()
    assert not after[~trainer.build.layout.is_weight()].any()
    assert np.abs(trainer.gradient[before]).max() > 0  # to be seen all the same


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_portions_make_no_difference_to_the_bit(optimizer, dtype):
    spec = SPEC.but(optimizer=optimizer, dtype=dtype)
    whole, parts = Trainer(spec), Trainer(spec)
    whole.run(steps=90)
    for portion in (1, 2, 17, 3, 40, 27):
        parts.run(steps=portion)
        parts.release_buffers()
    assert is_zero(whole).any()
    np.testing.assert_array_equal(whole.parameters, parts.parameters)


def test_a_run_with_live_changes_is_replayed_to_the_bit():
    trainer = Trainer(SPEC)
    for change in ({"regularization_rate": 0.0}, {"regularization": "none"}, {"regularization": "l1_prune"}):
        trainer.run(steps=25)
        trainer.change(trainer.spec.but(**change))
    trainer.run(steps=25)
    again = Trainer(SPEC, trainer.changes)
    again.run(steps=100)
    np.testing.assert_array_equal(trainer.parameters, again.parameters)


def test_at_rate_0_dead_weights_stay_dead_and_without_pruning_they_come_back():
    trainer = Trainer(SPEC)
    trainer.run(steps=40)
    dead = is_zero(trainer)
    trainer.change(trainer.spec.but(regularization_rate=0.0))
    trainer.run(steps=10)
    np.testing.assert_array_equal(is_zero(trainer), dead)
    trainer.change(trainer.spec.but(regularization="none"))
    trainer.run(steps=10)
    assert not is_zero(trainer).any()


def test_frozen_weights_are_not_pruned():
    trainer = Trainer(SPEC.but(frozen=("W1",), regularization_rate=5.0))
    first = trainer.weights[0][0].copy()
    trainer.run(steps=50)
    np.testing.assert_array_equal(trainer.weights[0][0], first)
    trainer.change(trainer.spec.but(frozen=()))
    trainer.run(steps=1)
    assert (trainer.weights[0][0] != 0).any()  # none had died unseen
