"""Median, middle half and all of several curves, with runs that stopped or diverged counted honestly."""

import numpy as np
import pytest

from bplab.training.track import Curve
from bplab.trials.spread import spread_of

INF = np.inf


def curve(*losses, every=1.0):
    x = every * np.arange(len(losses))
    return Curve(x, *(np.array(losses, float) for _ in range(3)))


def test_finite_curves_have_the_usual_quantiles():
    losses = np.random.default_rng(1).normal(size=(16, 30))
    spread = spread_of([curve(*row) for row in losses], 16 * [False])
    found = (spread.low, spread.lower, spread.median, spread.upper, spread.high)
    for one, share in zip(found, (0, 0.25, 0.5, 0.75, 1), strict=True):
        np.testing.assert_allclose(one, np.quantile(losses, share, axis=0), rtol=1e-14)
    np.testing.assert_array_equal(spread.epochs, np.arange(30))


def test_one_curve_is_its_own_spread():
    spread = spread_of([curve(3, 2, 1)], [False])
    for one in (spread.low, spread.lower, spread.median, spread.upper, spread.high):
        np.testing.assert_array_equal(one, [3, 2, 1])


def test_a_run_that_stopped_keeps_its_last_loss():
    spread = spread_of([curve(9, 1), curve(9, 5, 4, 3), curve(9, 7, 7, 7)], 3 * [False])
    np.testing.assert_array_equal(spread.low, [9, 1, 1, 1])
    np.testing.assert_array_equal(spread.median, [9, 5, 4, 3])


def test_a_run_that_diverged_is_the_worst_ever_after():
    spread = spread_of([curve(9, 1), curve(9, 5, 4, 3), curve(9, 7, 7, 7)], [True, False, False])
    np.testing.assert_array_equal(spread.low, [9, 1, 4, 3])
    np.testing.assert_array_equal(spread.median, [9, 5, 7, 7])
    np.testing.assert_array_equal(spread.high, [9, 7, INF, INF])


def test_a_loss_that_is_not_a_number_is_infinite_and_never_spoils_the_others():
    spread = spread_of([curve(1, np.nan), curve(2, 2), curve(3, INF)], 3 * [False])
    np.testing.assert_array_equal(spread.low, [1, 2])
    np.testing.assert_array_equal(spread.median, [2, INF])
    np.testing.assert_array_equal(spread.lower, [1.5, INF])


def test_epochs_are_those_that_were_evaluated():
    spread = spread_of([curve(3, 2, 1, every=5.0), curve(3, 2, every=5.0)], [False, True])
    np.testing.assert_array_equal(spread.epochs, [0, 5, 10])
    np.testing.assert_array_equal(spread.high, [3, 2, INF])


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_gives_empty_curves(count):
    assert not len(spread_of(count * [curve()], count * [False]).median)
