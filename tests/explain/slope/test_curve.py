"""The curve is the true loss, refined without doing anything twice, on an axis with room for the steps."""

import numpy as np

from bplab.explain.slope.curve import COARSE, refined, slope_of, span_of


def test_refining_keeps_the_points_and_puts_others_between(runs, worked):
    coarse = slope_of(worked("W1[1,1]"), 0.5)
    fine = refined(coarse)
    assert (len(coarse.values), len(fine.values)) == (COARSE, 61)
    assert not coarse.is_refined
    assert fine.is_refined
    np.testing.assert_array_equal(fine.losses[::3], coarse.losses)
    point = coarse.point
    np.testing.assert_allclose(
        fine.losses, runs.losses_along(point.trace.start, point.parameter, fine.values), rtol=1e-12
    )


def test_another_rate_takes_only_the_steps_again(worked):
    fine = refined(slope_of(worked("W1[1,1]"), 0.5))
    other = slope_of(fine.point, 0.1, fine)
    assert other.losses is fine.losses
    assert other.steps.rate == 0.1


def test_the_curve_goes_through_the_marks(worked):
    slope = slope_of(worked("W2[1,1]"), 0.5)
    x, y = slope.curve
    assert np.all(np.diff(x) >= 0)
    for mark in ((slope.point.value, slope.point.now), slope.steps.plain[:2]):
        assert mark in list(zip(x.tolist(), y.tolist(), strict=True))


def test_the_axis_has_room_for_the_landings_and_stays_while_it_serves():
    span = span_of(0.2, [0.1], None)
    assert span == (-1.3, 1.7)
    assert span_of(0.25, [0.3], span) == span
    assert span_of(0.9, [0.8], span) != span
    far = span_of(0.2, [20.0], span)
    assert far[1] > 20
    assert span_of(0.2, [0.1], far) == span
    assert span_of(10.0, [np.nan, np.inf], None) == (2.5, 17.5)
