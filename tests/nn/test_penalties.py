"""Penalties beside their slopes, and clipping."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from bplab.nn.penalties import PENALTIES, clip_by_norm, prune

NAMES = sorted(PENALTIES)
H = 1e-6
weights = hnp.arrays(np.float64, (2, 3), elements=st.floats(-5, 5))


def test_the_table_offers_the_penalties_under_their_own_names():
    assert " ".join(PENALTIES) == "none l1 l1_prune l2"
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
    if name.startswith("l1") and np.abs(w).min() <= H:
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


def one_by_one(w, stepped, pull, is_dead):
    """A weight's step as the Playground's nn.ts takes it."""
    if is_dead:
        return 0.0, True
    pulled = stepped - pull * (-1 if w < 0 else 1 if w > 0 else 0)
    return (0.0, True) if stepped * pulled < 0 else (pulled, False)


@given(
    w=weights,
    step=weights,
    pull=hnp.arrays(np.float64, (2, 3), elements=st.floats(0, 3)),
    seed=st.integers(0, 9),
)
def test_pruning_does_weight_by_weight_what_the_playground_does(w, step, pull, seed):
    dead = np.random.default_rng(seed).random((2, 3)) < 0.3
    wanted = [
        one_by_one(*numbers) for numbers in zip(w.flat, (w - step).flat, pull.flat, dead.flat, strict=True)
    ]
    new, still = prune(w, w - step, pull, dead)
    assert list(zip(new.flat, still.flat, strict=True)) == wanted


def test_pruning_cuts_what_the_pull_alone_carries_across_0():
    w = np.array([0.1, 0.1, -0.1, 0.1, 0.0])
    stepped = np.array([0.05, -0.05, -0.05, 0.05, 0.03])
    new, dead = prune(w, stepped, np.array([0.06, 0.06, 0.06, 0.0, 0.06]), np.zeros(5, bool))
    assert new == pytest.approx([0, -0.11, 0, 0.05, 0.03])
    assert dead.tolist() == [True, False, True, False, False]


def test_pruning_keeps_float32():
    one = np.ones(3, np.float32)
    assert prune(one, one, one / 2, np.zeros(3, bool))[0].dtype == np.float32


def test_clipping_hides_no_nan():
    assert np.isnan(clip_by_norm(np.array([np.nan, 1.0]), 1.0)).any()


def test_clipping_shortens_even_a_float32_gradient_whose_squares_overflow():
    g = np.array([3e25, 4e25], np.float32)
    np.testing.assert_allclose(clip_by_norm(g, 1.0), [0.6, 0.8], rtol=1e-6)
