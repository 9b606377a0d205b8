"""Initializers, held to the variances that their papers ask for."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.nn.initializers import INITIALIZERS

NAMES = sorted(INITIALIZERS)
FAN_IN, FAN_OUT = 300, 200

# initializer -> (variance at gain 1, largest |W| at gain 1)
PUBLISHED = {
    "uniform": (1 / 3, 1.0),
    "normal": (1.0, math.inf),
    "lecun_normal": (1 / FAN_IN, math.inf),
    "lecun_uniform": (1 / FAN_IN, math.sqrt(3 / FAN_IN)),
    "xavier_uniform": (2 / (FAN_IN + FAN_OUT), math.sqrt(6) / math.sqrt(FAN_IN + FAN_OUT)),
    "xavier_normal": (2 / (FAN_IN + FAN_OUT), math.inf),
    "he_uniform": (2 / FAN_IN, math.sqrt(6 / FAN_IN)),
    "he_normal": (2 / FAN_IN, math.inf),
}
RANDOM = [*PUBLISHED, "orthogonal"]


def draw(name, fan_in=FAN_IN, fan_out=FAN_OUT, gain=1.0, seed=7):
    return INITIALIZERS[name].draw(np.random.default_rng(seed), fan_in, fan_out, gain)


def test_the_table_offers_the_eleven_initializers_under_their_own_names():
    assert " ".join(INITIALIZERS) == (
        "zeros constant uniform normal lecun_normal lecun_uniform xavier_uniform xavier_normal "
        "he_uniform he_normal orthogonal"
    )
    assert all(row.name == name for name, row in INITIALIZERS.items())


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_what_it_is_and_what_its_number_means(name):
    row = INITIALIZERS[name]
    assert row.title
    assert row.formula
    assert row.help.endswith(".")
    assert row.gain_title == {"uniform": "range r", "normal": "sigma", "constant": "value"}.get(name, "gain")
    assert row.gain == {"uniform": 0.5, "normal": 0.1, "constant": 0.5}.get(name, 1.0)


@pytest.mark.parametrize("name", NAMES)
@given(fan_in=st.integers(1, 9), fan_out=st.integers(1, 9), gain=st.floats(0.1, 3))
def test_weights_have_a_row_an_input_and_a_column_a_unit(name, fan_in, fan_out, gain):
    W = draw(name, fan_in, fan_out, gain)
    assert W.shape == (fan_in, fan_out)
    assert W.dtype == np.float64


@pytest.mark.parametrize("name", PUBLISHED)
def test_variance_and_limit_are_those_of_the_paper(name):
    variance, limit = PUBLISHED[name]
    W = draw(name)
    assert abs(W.mean()) < 4 * math.sqrt(variance / W.size)
    assert W.var() == pytest.approx(variance, rel=0.03)
    assert np.abs(W).max() <= limit
    if math.isfinite(limit):
        assert np.abs(W).max() > 0.999 * limit


@pytest.mark.parametrize("name", ["normal", "lecun_normal", "xavier_normal", "he_normal"])
def test_normal_ones_have_the_tails_of_a_normal_distribution(name):
    W = draw(name)
    assert (np.abs(W) > 2 * W.std()).mean() == pytest.approx(0.0455, abs=0.004)


@pytest.mark.parametrize("name", RANDOM)
def test_gain_multiplies_the_same_draw(name):
    assert draw(name, gain=2.5) == pytest.approx(2.5 * draw(name))


def test_zeros_ignore_the_gain_and_say_so():
    assert not draw("zeros", gain=3).any()
    assert [name for name in NAMES if not INITIALIZERS[name].uses_gain] == ["zeros"]


def test_constant_is_the_value():
    assert (draw("constant", gain=-0.25) == -0.25).all()


@given(fan_in=st.integers(1, 12), fan_out=st.integers(1, 12), gain=st.floats(0.1, 3))
def test_orthogonal_rows_or_columns_are_orthonormal_times_gain(fan_in, fan_out, gain):
    W = draw("orthogonal", fan_in, fan_out, gain)
    product = W.T @ W if fan_in >= fan_out else W @ W.T
    assert product == pytest.approx(gain**2 * np.eye(min(fan_in, fan_out)), abs=1e-12 * max(1, gain**2))


def test_orthogonal_draws_favor_no_sign():
    corners = [draw("orthogonal", 3, 3, seed=seed)[0, 0] for seed in range(400)]
    assert abs(np.mean(corners)) < 0.1


@pytest.mark.parametrize("name", RANDOM)
def test_one_seed_gives_one_draw_and_another_seed_another(name):
    assert (draw(name) == draw(name)).all()
    assert not (draw(name) == draw(name, seed=8)).all()
