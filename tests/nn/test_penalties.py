"""Penalties beside their slopes, and clipping."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from bplab.nn.penalties import PENALTIES, clip_by_norm

NAMES = sorted(PENALTIES)
H = 1e-6
weights = hnp.arrays(np.float64, (2, 3), elements=st.floats(-5, 5))


def test_the_table_offers_the_penalties_under_their_own_names():
    assert " ".join(PENALTIES) == "none l1 l2"
    assert all(row.name == name for name, row in PENALTIES.items())


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_what_it_is(name):
    row = PENALTIES[name]
    assert row.title
    assert row.formula
    assert row.help.endswith(".")


def test_values_by_hand():
    w = np.array([[1.0, -2.0], [0.0, 3.0]])
    assert PENALTIES["none"].value(w, 0.1) == 0
    assert PENALTIES["l1"].value(w, 0.1) == pytest.approx(0.6)
    assert PENALTIES["l2"].value(w, 0.1) == pytest.approx(0.7)


@pytest.mark.parametrize("name", NAMES)
@given(w=weights, rate=st.floats(0, 2))
def test_the_slope_is_the_central_difference(name, w, rate):
    row = PENALTIES[name]
    if name == "l1" and np.abs(w).min() <= H:
        return
    nudges = (H * np.eye(6)).reshape(6, 2, 3)
    numeric = [(row.value(w + d, rate) - row.value(w - d, rate)) / (2 * H) for d in nudges]
    assert row.slope(w, rate).ravel() == pytest.approx(np.array(numeric), abs=1e-6)


def test_l1_leaves_a_weight_of_zero_alone():
    assert PENALTIES["l1"].slope(np.zeros(1), 0.1) == 0


@pytest.mark.parametrize("name", NAMES)
def test_float32_stays_float32(name):
    assert PENALTIES[name].slope(np.ones(3, np.float32), 0.1).dtype == np.float32


@given(g=weights, limit=st.floats(0.01, 10))
def test_a_clipped_gradient_keeps_its_direction_and_is_no_longer_than_the_limit(g, limit):
    clipped, norm = clip_by_norm(g, limit), np.linalg.norm(g)
    assert np.linalg.norm(clipped) <= limit * (1 + 1e-12)
    assert clipped * norm == pytest.approx(g * np.linalg.norm(clipped), abs=1e-9)


def test_clipping_follows_pytorchs_formula():
    assert clip_by_norm(np.array([3.0, 4.0]), 1.0) == pytest.approx(
        np.array([3.0, 4.0]) / 5.000001, rel=1e-15
    )


def test_a_short_gradient_is_left_as_it_is():
    g = np.array([0.3, 0.4])
    assert (clip_by_norm(g, 1.0) == g).all()


def test_clipping_hides_no_nan():
    assert np.isnan(clip_by_norm(np.array([np.nan, 1.0]), 1.0)).any()
