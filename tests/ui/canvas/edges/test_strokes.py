"""Widths, opacities and the scale they stand on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.ui.canvas.edges.strokes import (
    THIN,
    WIDE,
    StrokeScale,
    opacities,
    outgrown,
    reaches,
    round_up,
    rounded,
    shares,
    widths,
)  # fmt: skip


@given(st.floats(1e-12, 1e12))
def test_a_scale_is_a_little_larger_than_its_largest_number(value):
    assert value * (1 - 1e-6) <= round_up(value) <= value * 1.55


def test_the_scale_holds_still_while_numbers_drift():
    scale = StrokeScale()
    assert scale.follow(np.array([0.9, -1.1])) == 1.2
    assert scale.follow(np.array([0.7])) == 1.2
    assert scale.follow(np.array([1.2])) == 1.2


def test_it_moves_when_they_leave_it_or_shrink_under_half():
    scale = StrokeScale()
    scale.follow(np.array([1.0]))
    assert scale.follow(np.array([-3.4])) == 4
    assert scale.follow(np.array([0.3])) == pytest.approx(0.3)


def test_nothing_but_zeros_or_infinities_moves_it_nowhere():
    scale = StrokeScale()
    assert scale.follow(np.zeros(3)) == 1
    scale.follow(np.array([2.0]))
    assert scale.follow(np.array([np.nan, np.inf])) == 2


def test_width_is_in_proportion_between_its_bounds():
    share = shares(np.array([0.0, 0.5, -1.0, 7.0, np.nan]), 1.0)
    assert list(widths(share, 170)) == [THIN, WIDE / 2, WIDE, WIDE, WIDE]


def test_lines_are_thinner_where_columns_stand_close():
    assert widths(np.array([1.0]), 36)[0] < 3


def test_strong_lines_are_more_opaque():
    weak, strong = opacities(np.array([0.01, 1.0]))
    assert 0.2 < weak < 0.4
    assert 0.85 < strong < 1


def test_a_line_has_room_to_grow_until_it_has_outgrown_it():
    reach = reaches(np.array([1.0]))
    assert not outgrown(np.array([1.5]), reach)
    assert outgrown(np.array([4.5]), reach)
    assert not outgrown(np.array([WIDE]), reaches(np.array([WIDE])))


@pytest.mark.parametrize(("value", "text"), [(1.5, "1.5"), (0.02, "0.02"), (2e-4, "2e−4"), (5e-7, "5e−7")])
def test_a_scale_is_written_as_people_write_it(value, text):
    assert rounded(value) == text
