import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bplab.training.track import Track
from bplab.ui.views.plot.curves import (
    EMPTY,
    Line,
    Span,
    kept_near,
    line_of,
    linear_span,
    log_span,
    parted,
    parted_at,
    share_span,
    smoothed,
)


def track(*values: float) -> Track:
    made = Track(("train_loss",), 0.0, 1.0)
    made.append(np.array(values)[:, None])
    return made


def line(*values: float) -> Line:
    return line_of(track(*values), "train_loss", 300, log=False, smoothing=0)


@given(arrays(np.float64, st.integers(20, 200), elements=st.floats(-10, 10)), st.floats(0.3, 1))
def test_smoothing_is_the_weighted_mean_of_what_came_before(values, smoothing):
    span = min(100**smoothing, len(values) / 8)
    weight = 1 - 2 / (span + 1)
    weights = [weight ** (len(values) - 1 - i) for i in range(len(values))]
    assert smoothed(values, smoothing)[-1] == pytest.approx(np.average(values, weights=weights), abs=1e-9)


def test_no_smoothing_and_short_lines_change_nothing():
    values = np.arange(5.0)
    assert smoothed(values, 0) is values
    assert smoothed(values, 1) is values


def test_values_without_a_logarithm_are_left_out_and_zeros_lie_below_the_axis():
    made = line_of(track(1.0, 0.0, np.nan, 0.1, np.inf), "train_loss", 300, log=True, smoothing=0)
    assert made.x.tolist() == [0, 1, 3]
    assert made.y.tolist() == [0, -np.inf, -1]
    smooth = line_of(track(*[1.0, 0.1] * 40, 0.0), "train_loss", 300, log=True, smoothing=1)
    assert np.isfinite(smooth.y[:-1]).all()
    assert smooth.y[-1] == -np.inf
    assert log_span([made], None) == Span(-1.0, 0.0)


def test_a_part_that_does_not_exist_gives_an_empty_line():
    assert not len(line_of(track(1.0), "test_loss", 300, log=False, smoothing=0).x)


def test_a_long_history_keeps_its_extremes_in_the_raw_line():
    values = np.full(5000, 0.5)
    values[1234] = 9.0
    made = line_of(track(*values), "train_loss", 100, log=False, smoothing=0)
    assert len(made.x) <= 100
    assert made.raw_y.max() == 9.0


def test_what_lies_far_beyond_an_axis_is_kept_near_it():
    y = kept_near(np.array([0.5, 1e40, -1e300, 2.5, 1.0]), 0.0, 2.0)
    assert y.tolist() == [0.5, 4.0, -2.0, 2.5, 1.0]


def test_a_log_axis_spans_whole_decades():
    span = log_span([line(-0.2, -1.3)], None)
    assert (span.low, span.high, span.cut) == (-2, 0, None)
    assert log_span([], None) == log_span([Line(*[np.empty(0)] * 4)], None)


def test_a_log_axis_spans_what_there_was_when_the_recent_part_is_all_zeros():
    span = log_span([line(6.0, 3.0, 0.0, -np.inf, -np.inf, -np.inf, -np.inf)], None)
    assert (span.low, span.high, span.cut) == (0, 6, None)


def test_a_log_axis_keeps_to_the_recent_part_and_says_so():
    span = log_span([line(6.0, 3.0, 0.0, -0.5, -0.8, -0.9)], None)
    assert (span.low, span.high) == (-1, 0)
    assert span.cut == 6.0


def test_a_linear_axis_starts_at_zero_and_cuts_a_high_beginning():
    assert linear_span([line(0.7, 0.3)], 0.693, (1.0, 2.0, 4.0, 8.0)).high == 0.8
    cut = linear_span([line(100.0, 0.7, 0.6, 0.5)], None, (1.0, 2.0, 4.0, 8.0))
    assert (cut.low, cut.high, cut.cut) == (0, 0.8, 100.0)


@pytest.mark.parametrize("value", [5e-324, 1e-310, 1e-290, 1e290, 1e307, 1.79e308])
def test_a_linear_axis_has_finite_ends_whatever_the_values_are(value):
    span = linear_span([line(value, value)], None, (1.0, 2.0, 4.0, 8.0))
    assert 0 < span.high - span.low < np.inf
    assert span.cut == (value if value > span.high else None)


def test_shares_end_at_one():
    assert share_span([line(0.53, 0.97)]).low == 0.5
    assert share_span([]).high == 1


def test_a_line_is_parted_at_a_point_that_both_parts_share():
    line = Line(np.arange(5.0), np.arange(5.0) ** 2, np.arange(5.0), np.arange(5.0) ** 2)
    for before, after in (parted_at(line, (2.0, 77.0)), parted(line, 2.0)):
        assert (before.x.tolist(), after.x.tolist()) == ([0, 1, 2], [2, 3, 4])
        assert (before.y[-1], after.y[0]) == (4.0, 4.0)
        assert (before.raw_x.tolist(), len(after.raw_x)) == ([0, 1, 2], 0)


def test_a_line_can_be_cut_between_two_points():
    line = Line(np.arange(5.0), np.arange(5.0) ** 2, np.arange(5.0), np.arange(5.0) ** 2)
    before, after = parted(line, 2.5)
    assert (before.x[-1], before.y[-1]) == (after.x[0], after.y[0]) == (2.5, 6.5)
    assert before.raw_x.tolist() == [0, 1, 2]


@pytest.mark.parametrize(("at", "count"), [(1.0, 1), (30.0, 1), (37.0, 2), (50.0, 2), (90.0, 3)])
def test_a_line_with_fewer_points_than_there_are_ends_at_the_one_that_is_known(at, count):
    line = Line(np.array([36.0, 72.0]), np.array([0.58, 0.2]), EMPTY, EMPTY)
    before, after = parted_at(line, (at, 0.67))
    assert (len(before.x), before.x[-1], before.y[-1]) == (count, at, 0.67)
    assert (after.x[0], after.y[0], len(after.x)) == (at, 0.67, 4 - count)


def test_before_its_first_point_a_line_is_empty():
    line = Line(np.array([1.0, 2.0]), np.zeros(2), np.array([1.0, 2.0]), np.zeros(2))
    before, after = parted(line, 0.0)
    assert (len(before.x), len(after.x)) == (0, 2)


def test_a_line_that_has_dropped_out_or_is_empty_can_be_parted():
    line = Line(np.arange(3.0), np.array([0.0, -np.inf, 1.0]), EMPTY, EMPTY)
    before, after = parted(line, 1.5)
    assert before.y[-1] == -np.inf
    assert after.y.tolist() == [-np.inf, 1.0]
    nothing = Line(EMPTY, EMPTY, EMPTY, EMPTY)
    for parts in (parted(nothing, 1.0), parted_at(nothing, (1.0, 1.0))):
        assert [len(part.x) for part in parts] == [0, 0]
