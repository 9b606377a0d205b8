"""Input features are what their titles say."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.data.features import FEATURES, expand
from bplab.errors import UserError

WITNESS = {
    "x": lambda x, y: x,
    "y": lambda x, y: y,
    "x_squared": lambda x, y: x**2,
    "y_squared": lambda x, y: y**2,
    "xy": lambda x, y: x * y,
    "sin_x": lambda x, y: math.sin(x),
    "sin_y": lambda x, y: math.sin(y),
}
coordinate = st.floats(-10, 10)


@given(st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=5), st.permutations(list(WITNESS)))
def test_each_column_is_its_feature_in_the_order_asked_for(points, names):
    names = tuple(names[:4])
    columns = expand(np.array(points), names)
    expected = [[WITNESS[name](x, y) for name in names] for x, y in points]
    np.testing.assert_allclose(columns, expected, rtol=1e-15, atol=1e-300)


def test_there_are_playgrounds_seven_features_in_its_order():
    titles = [feature.title for feature in FEATURES.values()]
    assert titles == ["x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"]


def test_each_row_is_found_by_its_own_name_and_has_a_sentence_of_help():
    for name, feature in FEATURES.items():
        assert feature.name == name
        assert feature.help.endswith(".")


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ((), "at least one input"),
        (("x", "cube"), "no input feature 'cube'.*x_squared"),
        (("x", "y", "x"), "x is chosen twice"),
    ],
)
def test_a_choice_that_cannot_feed_a_network_is_refused_in_a_sentence(names, says):
    with pytest.raises(UserError, match=says):
        expand(np.zeros((3, 2)), names)


def test_no_points_give_no_rows():
    assert expand(np.zeros((0, 2)), ("x", "xy", "sin_y")).shape == (0, 3)
