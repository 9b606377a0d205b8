"""Schedules, at the steps where their values can be told by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.nn.schedules import SCHEDULES

NAMES = sorted(SCHEDULES)


def factors(name, steps, epochs=2.0, gamma=0.5, steps_per_epoch=4):
    return [SCHEDULES[name].factor(step, steps_per_epoch, epochs, gamma) for step in steps]


def test_the_table_offers_the_five_schedules_under_their_own_names():
    assert " ".join(SCHEDULES) == "constant step exponential cosine warmup"
    assert all(row.name == name for name, row in SCHEDULES.items())


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_what_it_is(name):
    row = SCHEDULES[name]
    assert row.title
    assert row.formula
    assert row.help.endswith(".")


def test_constant_never_moves():
    assert factors("constant", range(100)) == [1.0] * 100


def test_step_halves_every_second_epoch():
    assert factors("step", [0, 7, 8, 15, 16]) == [1, 1, 0.5, 0.5, 0.25]


def test_exponential_halves_after_every_epoch():
    assert factors("exponential", [0, 3, 4, 7, 8]) == [1, 1, 0.5, 0.5, 0.25]


def test_cosine_falls_at_every_step_to_zero_and_stays():
    assert factors("cosine", [0, 4, 8, 9, 80]) == pytest.approx([1, 0.5, 0, 0, 0])
    assert factors("cosine", [2]) == pytest.approx([(1 + 2**-0.5) / 2])


def test_warmup_rises_evenly_to_one_and_stays():
    assert factors("warmup", [0, 1, 3, 7, 8, 80]) == [0.125, 0.25, 0.5, 1, 1, 1]


def test_warmup_shorter_than_a_step_does_nothing():
    assert factors("warmup", [0, 1], epochs=0.01) == [1, 1]


@pytest.mark.parametrize("name", NAMES)
@given(
    step=st.integers(0, 10**7),
    steps_per_epoch=st.integers(1, 1000),
    epochs=st.floats(0.01, 1000),
    gamma=st.floats(0.01, 1),
)
def test_a_factor_is_never_below_zero_nor_above_one(name, step, steps_per_epoch, epochs, gamma):
    assert 0 <= SCHEDULES[name].factor(step, steps_per_epoch, epochs, gamma) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_a_schedule_uses_exactly_the_settings_it_declares(name):
    steps = range(40)
    moved = []
    if factors(name, steps, epochs=3.0) != factors(name, steps):
        moved.append("schedule_epochs")
    if factors(name, steps, gamma=0.9) != factors(name, steps):
        moved.append("schedule_factor")
    assert tuple(moved) == SCHEDULES[name].uses
