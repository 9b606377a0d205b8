"""What grows leaves out what nobody could see, and never two rounds in a row."""

from functools import partial

import pytest

from bplab.ui.views.base.growth import Growth


@pytest.fixture
def calls():
    """Of a run at places in epochs, of which each is a tenth of a pixel."""
    return partial(Growth().calls_for_drawing, little=7.0, patient=True, scale=0.1)


def test_every_second_round_is_drawn_while_it_grows_by_little(calls):
    assert [calls("run 1", 100 + 69 * number) for number in range(6)] == [True, False] * 3


def test_every_round_is_drawn_while_it_grows_by_more(calls):
    assert all(calls("run 1", 100 + 71 * number) for number in range(6))


def test_the_place_that_moves_farthest_decides(calls):
    calls("run 1", 100, 200)
    assert calls("run 1", 101, 271)
    assert not calls("run 1", 170, 271)


def test_what_was_left_out_is_drawn_in_the_next_round_although_nothing_has_grown_since(calls):
    calls("run 1", 100)
    assert not calls("run 1", 110)
    assert calls("run 1", 110)
    assert not calls("run 1", 110)  # it is drawn


def test_all_is_drawn_at_rest_and_as_soon_as_something_else_is_shown(calls):
    calls("run 1", 100)
    assert calls("run 1", 101, patient=False)
    assert calls("run 2", 102)
    assert not calls("run 2", 103)
    assert calls("run 3", 104)


def test_what_comes_after_it_was_told_to_forget_is_drawn():
    growth = Growth()
    for _ in range(2):
        assert growth.calls_for_drawing("run 1", 5.0, little=7.0, patient=True)
        growth.forget()
