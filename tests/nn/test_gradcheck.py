"""The gradient check itself: it must pass what is right, catch what is wrong, and see kinks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.nn.gradcheck import check


def bowl(w):
    return float(0.5 * w @ w + np.sin(w).sum())


def bowl_gradient(w):
    return w + np.cos(w)


def relu_sum(w):
    return float(np.maximum(w, 0).sum())


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=6))
def test_a_right_gradient_passes(w):
    w = np.array(w)
    result = check(bowl, w, bowl_gradient(w))
    assert result.within()
    assert result.count == len(w)
    assert result.kink_count == 0
    assert result.judged + result.small_count == len(w)
    assert result.numeric == pytest.approx(bowl_gradient(w), rel=1e-6, abs=1e-6)


@given(st.integers(0, 4), st.sampled_from([-1.0, 1.0]))
def test_one_wrong_entry_is_found_and_named(i, sign):
    w = np.linspace(-1, 1, 5)
    g = bowl_gradient(w)
    g[i] += sign * 3e-6
    result = check(bowl, w, g)
    assert not result.within()
    assert result.where == i
    assert result.absolute == pytest.approx(3e-6, rel=1e-3)


def test_errors_of_large_gradients_are_judged_by_their_size():
    w = np.array([1000.0])
    result = check(bowl, w, bowl_gradient(w) + 5e-4)
    assert result.within()
    assert result.absolute == pytest.approx(5e-4, rel=1e-2)
    assert result.relative == pytest.approx(5e-7, rel=3e-2)
    assert not check(bowl, w, bowl_gradient(w) + 5e-3).within()


@pytest.mark.parametrize(
    "distance", [0.0, 1e-8, 1e-6, 5e-6 / 3, 1e-5 / 3, 5e-6, 9e-6, -1e-6, -1e-5 / 3, -9e-6]
)
def test_a_kink_within_reach_of_the_chord_is_flagged_and_excepted(distance):
    w = np.array([1.0, distance, -1.0])
    result = check(relu_sum, w, (w > 0).astype(float))
    assert result.kinks.tolist() == [False, True, False]
    assert result.kink_count == 1
    assert result.within()


@pytest.mark.parametrize("distance", [1.1e-5, -1.1e-5, 0.1])
def test_a_kink_out_of_reach_excuses_nothing(distance):
    w = np.array([distance])
    assert not check(relu_sum, w, np.array([0.5])).within()


def test_a_jump_in_curvature_disturbs_no_more_than_the_tolerance():
    def half_parabola(w):
        return float(np.where(w > 0, w * w, 0).sum())

    for distance in np.linspace(-2e-5, 2e-5, 41):
        w = np.array([distance])
        assert check(half_parabola, w, np.maximum(2 * w, 0)).within()


def test_a_kink_does_not_hide_a_wrong_neighbor():
    w = np.array([0.0, 1.0])
    result = check(relu_sum, w, np.array([0.0, 0.9]))
    assert not result.within()
    assert result.where == 1


def test_progress_is_told_and_parameters_are_left_alone():
    w, seen = np.array([1.0, 2.0]), []
    check(bowl, w, bowl_gradient(w), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]
    assert w.tolist() == [1.0, 2.0]


def test_a_cancelled_check_tells_how_far_it_came_and_is_not_within():
    w, asked = np.ones(4), []

    def cancelled():
        asked.append(1)
        return len(asked) > 2

    result = check(bowl, w, bowl_gradient(w), cancelled=cancelled)
    assert result.count == 2
    assert not result.complete
    assert not result.within()
    assert np.isnan(result.numeric[2:]).all()
    assert result.absolute < 1e-6


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_loss_that_is_not_finite_is_never_within(value):
    result = check(lambda w: value, np.ones(2), np.zeros(2))
    assert not result.within()
    assert not check(bowl, np.ones(1), np.array([value])).within()


def test_no_parameters_are_trivially_right():
    result = check(bowl, np.zeros(0), np.zeros(0))
    assert result.within()
    assert (result.relative, result.absolute, result.where) == (0, 0, 0)


@pytest.mark.parametrize("scale", [1e-12, 1e-6, 1.0, 1e6, 1e16])
@pytest.mark.parametrize("factor", [0.0, 2.0, -1.0, 1.001])
def test_errors_are_judged_by_the_gradient_s_own_size(scale, factor):
    w = np.array([0.3, -2.0, 0.7])

    def loss(w):
        return scale * bowl(w)

    assert check(loss, w, scale * bowl_gradient(w)).within()
    wrong = scale * bowl_gradient(w)
    wrong[1] *= factor
    result = check(loss, w, wrong)
    assert not result.within()
    assert result.where == 1
    assert result.relative == pytest.approx(abs(1 - factor) / max(1, abs(factor)), rel=1e-3)


def test_a_small_gradient_beside_a_large_one_is_judged_too():
    def loss(w):
        return float(w[0] + 1e-8 * w[1])

    w = np.array([1.0, 2.0])
    assert check(loss, w, np.array([1.0, 1e-8])).within()
    for wrong in (0.0, 2e-8, -1e-8):
        assert not check(loss, w, np.array([1.0, wrong])).within()


def test_what_lies_under_the_noise_is_counted_and_is_neither_right_nor_wrong():
    def loss(w):
        return float(1e6 + w[0] + 1e-9 * w[1])

    for unseen in (1e-9, 0.0, -1e-9):
        result = check(loss, np.ones(2), np.array([1.0, unseen]))
        assert (result.small.tolist(), result.judged) == ([False, True], 1)
        assert result.within()
    assert not check(loss, np.ones(2), np.array([1.0, 0.1])).within()  # far above what the noise hides


def test_rounding_inside_the_loss_is_noticed():
    def cancelling(w):
        return float(((w + 1e8 - 1e8) ** 2).sum())  # its digits end at 1e-8, whatever its size

    w = np.array([0.3, -0.2])
    result = check(cancelling, w, 2 * w)
    assert result.within()
    assert (result.noise > 1e-6).all()


def test_nothing_but_kinks_or_noise_leaves_nothing_judged():
    result = check(relu_sum, np.zeros(3), np.zeros(3))
    assert (result.kink_count, result.judged) == (3, 0)
    result = check(lambda w: 1.0, np.ones(2), np.zeros(2))
    assert (result.small_count, result.judged, result.within()) == (2, 0, True)
