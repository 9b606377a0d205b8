"""Neurons that are equal and stay so are grouped, also where their products round differently."""

import numpy as np
import pytest

from bplab.diagnosis.equal_neurons import equal_neurons, equal_weights
from bplab.experiment.preset import hidden
from bplab.experiment.presets import PRESETS
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer

CONSTANT = PRESETS["constant-start"].spec


def groups(spec, epochs=0):
    trainer = Trainer(spec)
    trainer.run(epochs=epochs)
    return equal_neurons(trainer.weights, trace_step(trainer.next_step()).gradients)


def test_equal_initial_weights_leave_one_of_four_different():
    (found,) = groups(CONSTANT, 100)
    assert (found.groups, found.apart, found.text) == (((0, 1, 2, 3),), 0.0, "1 of 4 different")


def test_neurons_with_drawn_weights_are_all_different():
    for layer in groups(PRESETS["spiral"].spec):
        assert not layer.has_equal


@pytest.mark.parametrize("units", [5, 6, 7, 12])
def test_products_that_round_differently_leave_neurons_equal(units):
    spec = CONSTANT.but(layers=hidden(units, units, init="constant", gain=0.5))
    for layer in groups(spec, 30):
        assert layer.different == 1
        assert layer.apart < 1e-14


def test_single_precision_has_its_own_rounding():
    spec = CONSTANT.but(layers=hidden(6, 6, init="constant", gain=0.5), dtype="float32")
    assert [layer.different for layer in groups(spec, 30)] == [1, 1]


def test_equal_weights_with_unequal_gradients_do_not_count_as_equal():
    trainer = Trainer(CONSTANT.but(start={"W2[2,1]": 0.7}))
    gradients = trace_step(trainer.next_step()).gradients
    assert equal_neurons(trainer.weights, gradients)[0].groups == ((0, 2, 3), (1,))
    assert equal_weights(trainer.weights)[0].groups == ((0, 1, 2, 3),)


def test_permuted_weights_are_not_equal_and_pairs_are_found_anywhere():
    W, b = np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0]]), np.zeros(4)
    assert equal_weights([(W, b), (W.T, b[:2])])[0].groups == ((0, 2), (1, 3))


@pytest.mark.parametrize("far", [np.inf, -np.inf, np.nan, 1e308])
def test_weights_that_have_diverged_are_grouped_without_a_warning(far):
    W, b = np.array([[far, far, -far], [0.5, 0.1, 0.2]]), np.zeros(3)
    (found,) = equal_weights([(W, b), (np.zeros((3, 1)), np.zeros(1))])
    assert sorted(unit for group in found.groups for unit in group) == [0, 1, 2]


def test_without_a_hidden_layer_there_is_nothing_to_group():
    assert groups(CONSTANT.but(layers=())) == ()
