import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.ui.views.base.ticks import linear_ticks, log_ticks, round_up


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e7), st.integers(3, 8))
def test_linear_marks_are_few_evenly_spread_and_inside(low, span, most):
    ticks = linear_ticks(low, low + span, most)
    assert 1 <= len(ticks) <= most + 1
    steps = [b.at - a.at for a, b in pairwise(ticks)]
    assert all(step == pytest.approx(steps[0], rel=1e-6) for step in steps)
    assert all(low - 1e-6 * span <= at <= low + 1.001 * span for at, _ in ticks)


def test_linear_marks_read_as_people_write_them():
    assert [text for _, text in linear_ticks(0, 0.8, 5)] == ["0", "0.2", "0.4", "0.6", "0.8"]
    assert [text for _, text in linear_ticks(0, 350, 5)] == ["0", "100", "200", "300"]
    assert [text for _, text in linear_ticks(0, 10, 5, whole=True)] == ["0", "5", "10"]
    assert [text for _, text in linear_ticks(-1, 1, 5)] == ["−1.0", "−0.5", "0", "0.5", "1.0"]
    assert linear_ticks(0, 0) == []


def test_log_marks_are_true_decades():
    assert [(at, text) for at, text in log_ticks(-2, 0)] == [(-2, "10⁻²"), (-1, "10⁻¹"), (0, "10⁰")]
    assert [at for at, _ in log_ticks(-9, 0, 4)] == [-9, -6, -3, 0]


def test_within_one_decade_a_log_axis_marks_some_values():
    ticks = log_ticks(math.log10(0.15), math.log10(0.8))
    assert [text for _, text in ticks] == ["0.2", "0.3", "0.5", "0.7"]
    assert ticks[0].at == pytest.approx(math.log10(0.2))


@given(st.floats(1e-6, 1e9))
def test_rounding_up_goes_no_further_than_the_next_step(value):
    assert value * (1 - 1e-6) <= round_up(value) <= 1.7 * value


def test_thousands_are_parted_in_all_texts_of_an_axis_or_in_none():
    assert [tick.text for tick in linear_ticks(0, 20_000, 5)] == ["0", "5,000", "10,000", "15,000", "20,000"]
    assert [tick.text for tick in linear_ticks(0, 5000, 6)] == ["0", "1000", "2000", "3000", "4000", "5000"]
