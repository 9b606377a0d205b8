"""Labels find places apart from each other, or it is said that they do not."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bplab.ui.canvas.labels.placing import places_apart

WIDTH, HEIGHT = 30.0, 10.0
SHAPE = (4, 5)
PLACES = arrays(np.float64, SHAPE, elements=st.floats(0, 80))


def apart(xs, ys, places):
    ends = [(xs[label, place], ys[label, place]) for label, place in enumerate(places)]
    return all(abs(x - u) >= WIDTH or abs(y - v) >= HEIGHT for (x, y), (u, v) in combinations(ends, 2))


@settings(deadline=None)
@given(PLACES, PLACES, arrays(np.bool_, SHAPE))
def test_what_it_finds_is_free_and_apart_and_it_finds_what_there_is(xs, ys, free):
    found = places_apart(xs, ys, free, WIDTH, HEIGHT)
    ways = (
        places
        for places in np.ndindex(*[SHAPE[1]] * SHAPE[0])
        if all(free[label, place] for label, place in enumerate(places)) and apart(xs, ys, places)
    )
    if found is None:
        assert next(ways, None) is None
    else:
        assert all(free[label, place] for label, place in enumerate(found))
        assert apart(xs, ys, found)


def test_with_room_each_keeps_its_first_place():
    xs, ys = np.zeros((3, 2)), np.array([[0.0, 5], [20, 25], [40, 45]])
    assert places_apart(xs, ys, np.ones((3, 2), bool), WIDTH, HEIGHT) == [0, 0, 0]


def test_nothing_to_place_is_placed():
    assert places_apart(np.empty((0, 5)), np.empty((0, 5)), np.empty((0, 5), bool), WIDTH, HEIGHT) == []
