import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.ui.controls.scales import BatchScale, DecadeScale, Even, RateScale, nearest_stop

SCALES = [Even(0, 50), Even(10, 90, 5), BatchScale(128), DecadeScale(-4, 1), RateScale()]


@pytest.mark.parametrize("scale", SCALES)
def test_stops_go_from_the_left_end_to_the_right_without_turning(scale):
    ways = [scale.fraction(stop) for stop in scale.stops]
    assert ways[0] == 0
    assert ways[-1] == 1
    assert all(low < high for low, high in pairwise(ways))


@pytest.mark.parametrize("scale", SCALES)
@given(way=st.floats(-1, 2))
def test_every_place_has_a_nearest_stop(scale, way):
    found = nearest_stop(scale, way)
    distance = abs(scale.fraction(scale.stops[found]) - way)
    assert all(distance <= abs(scale.fraction(stop) - way) for stop in scale.stops)


def test_decades_stop_at_one_two_three_and_five():
    assert DecadeScale(-1, 1).stops == (0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10)


def test_decades_are_marked_with_powers_of_ten():
    assert [text for _, text in DecadeScale(-4, 1).ticks] == ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"]


@given(st.floats(1e-4, 10))
def test_a_rate_lies_where_its_logarithm_says(rate):
    assert DecadeScale(-4, 1).fraction(rate) == pytest.approx((math.log10(rate) + 4) / 5, abs=1e-9)


@pytest.mark.parametrize(("value", "way"), [(0.0, 0), (1e-9, 0), (1000.0, 1)])
def test_what_lies_outside_is_shown_at_the_end(value, way):
    assert DecadeScale(-4, 1).fraction(value) == way


def test_all_examples_at_once_come_after_the_largest_batch():
    scale = BatchScale(128)
    assert scale.stops[-2:] == (128, 0)
    assert scale.fraction(128) < scale.fraction(1000) < scale.fraction(0)


def test_a_batch_of_32_lies_where_the_picture_has_it():
    assert BatchScale(128).fraction(32) == pytest.approx(0.625)


def test_flat_out_is_the_last_speed():
    assert math.isinf(RateScale().stops[-1])
    assert RateScale().stops[:5] == (1, 2, 5, 10, 20)
