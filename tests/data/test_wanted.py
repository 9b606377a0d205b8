"""What takes long to draw is given up when nobody wants it, and drawn as ever otherwise."""

import pytest

from bplab.data.seedrandom import OFTEN, SeedRandom
from bplab.data.wanted import GivenUp, go_on, while_wanted


def test_numbers_are_drawn_only_as_long_as_they_are_wanted():
    asked = []
    chance = SeedRandom("1")
    with while_wanted(lambda: asked.append(chance.drawn) or len(asked) < 3), pytest.raises(GivenUp):
        chance.permutation(100 * OFTEN)
    assert asked == [OFTEN, 2 * OFTEN, 3 * OFTEN]


def test_nothing_is_given_up_where_nobody_waits():
    with while_wanted(lambda: False), pytest.raises(GivenUp):
        go_on()
    go_on()
