"""The numbers of a step mean what they say, from the smallest to the largest that a float can hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.kernel.statistics import scaled_norms
from bplab.training.trainer import Trainer

LINEAR = Experiment(
    data=DataSpec("plane", points=10),
    layers=(),
    output=Output("identity"),
    loss="mae",
    batch_size=0,
    dtype="float32",
)


@given(st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=9), st.integers(-290, 290))
def test_norms_of_any_size_are_those_of_the_same_numbers_scaled(values, power):
    vector = np.array([values])
    wanted = np.sqrt((vector**2).sum()) * 10.0**power
    assert scaled_norms(vector * 10.0**power)[0] == pytest.approx(wanted, rel=1e-9)


def test_norms_of_what_is_not_finite_are_not_finite():
    assert np.isinf(scaled_norms(np.array([[1.0, -np.inf]]))[0])
    assert np.isnan(scaled_norms(np.array([[1.0, np.nan]]))[0])
    assert scaled_norms(np.zeros((1, 3)))[0] == 0


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("power", [-35, -25, 25, 30])
def test_gradients_whose_squares_leave_the_range_are_still_measured(dtype, power):
    """A linear net with a huge or tiny output layer: everything else scales along."""
    scale = 10.0**power if dtype == "float32" else 10.0 ** (7 * power)
    layers = (Layer(1, "identity"), Layer(1, "identity"))
    start = {"W1[1,1]": 1.0, "W1[2,1]": 1.0, "W2[1,1]": 1.0, "W3[1,1]": 1.0}
    spec = LINEAR.but(layers=layers, start=start, learning_rate=0.0, dtype=dtype)
    plain, scaled = Trainer(spec), Trainer(spec)
    scaled._kernel.parameters[-2:] *= scale  # W3, b3
    scaled._kernel.targets[...] *= scale
    for trainer in (plain, scaled):
        trainer.advance(1)
    assert scaled.divergence is None
    wanted = plain.last_row[1:].reshape(4, 3)
    found = scaled.last_row[1:].reshape(4, 3)
    np.testing.assert_allclose(found[0, :2], wanted[0, :2] * scale, rtol=1e-4)
    np.testing.assert_allclose(found[1:3, :2], wanted[1:3, :2] * scale, rtol=1e-4)
    np.testing.assert_allclose(found[:3, 2], wanted[:3, 2], rtol=1e-4)  # MAE: the output delta is a sign
    assert (found[3] == 0).all()


def test_zero_weights_have_no_ratio_and_are_no_divergence():
    trainer = Trainer(LINEAR.but(output=Output("identity", "zeros"), learning_rate=0.1))
    trainer.advance(1)
    assert trainer.divergence is None
    assert np.isnan(trainer.last_row[-1])
    trainer.advance(1)
    assert trainer.last_row[-1] > 0


def test_delta_is_of_single_examples_whatever_the_batch_and_the_reduction():
    rows = []
    for reduction in ("mean", "sum"):
        spec = Experiment(batch_size=40, layers=(Layer(5), Layer(3)), reduction=reduction)
        trainer = Trainer(spec)
        trainer.advance(1)
        rows.append(trainer.last_row[1:].reshape(4, 3))
    np.testing.assert_allclose(rows[1][2], rows[0][2], rtol=1e-12)
    np.testing.assert_allclose(rows[1][0], 40 * rows[0][0], rtol=1e-12)
