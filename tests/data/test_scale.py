"""Standardizing agrees with scikit-learn and survives inputs that never change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.preprocessing import StandardScaler

from bplab.data.scale import Scaler


@pytest.fixture
def inputs():
    return np.random.default_rng(3).normal([5, -100, 0], [1e-3, 40, 1], (50, 3))


def test_the_training_inputs_get_mean_0_and_deviation_1(inputs):
    scaled = Scaler.fit(inputs).apply(inputs)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-11)
    np.testing.assert_allclose(scaled.std(axis=0), 1, rtol=1e-12)


def test_other_inputs_are_scaled_by_the_training_sets_figures_as_scikit_learn_does(inputs):
    others = inputs * 3 + 1
    witness = StandardScaler().fit(inputs)
    scaler = Scaler.fit(inputs)
    np.testing.assert_allclose(scaler.mean, witness.mean_, rtol=1e-14)
    np.testing.assert_allclose(scaler.scale, witness.scale_, rtol=1e-11)
    np.testing.assert_allclose(scaler.apply(others), witness.transform(others), rtol=1e-10)


@given(st.floats(-1e6, 1e6), st.integers(1, 100))
def test_an_input_that_never_changes_becomes_exactly_0_and_keeps_its_unit(value, count):
    scaler = Scaler.fit(np.full((count, 1), value))
    assert scaler.scale[0] == 1
    assert (scaler.apply(np.full((3, 1), value)) == 0).all()
    assert scaler.apply(np.array([[value + 1]])) == (value + 1) - value


@given(arrays(np.float64, (6, 2), elements=st.integers(-1000, 1000).map(float)))
def test_whatever_the_inputs_the_result_is_finite(inputs):
    assert np.isfinite(Scaler.fit(inputs).apply(inputs)).all()


def test_the_figures_cannot_be_changed(inputs):
    scaler = Scaler.fit(inputs)
    with pytest.raises(ValueError, match="read-only"):
        scaler.mean[0] = 1
