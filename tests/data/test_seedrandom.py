"""The Playground's random numbers: witnesses are what the library itself prints."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.data.seedrandom import SeedRandom

TRACES = Path(__file__).parents[1] / "reference" / "playground"


def test_the_first_numbers_are_those_the_library_documents():
    chance = SeedRandom("hello.")
    assert [chance.random(), chance.random()] == [0.9282578795792454, 0.3752569768646784]


def test_a_seed_may_be_empty_long_or_not_ascii():
    assert SeedRandom("").random() == 0.23144008215179881
    assert SeedRandom("x" * 300 + "é€").random() == 0.1886316085729005


def test_a_matrix_of_weights_is_filled_unit_by_unit():
    """The traces' first weights come after 500 examples of four numbers each, and as many for shuffling."""
    trace = json.loads((TRACES / "circle.json").read_text())
    chance = SeedRandom(trace["opts"]["seed"]).after(500 * 4 + 500)
    for wanted in trace["init"]["W"]:
        units, sources = np.shape(wanted)
        np.testing.assert_array_equal(chance.uniform(-0.5, 0.5, (sources, units)).T, wanted)


@given(st.text(max_size=20), st.integers(0, 50))
def test_a_copy_goes_on_by_itself(seed, count):
    chance = SeedRandom(seed)
    ahead = chance.after(count)
    assert ahead.drawn == count
    assert chance.drawn == 0
    drawn = [chance.random() for _ in range(count + 3)]
    assert drawn[count:] == [ahead.random() for _ in range(3)]
    assert all(0 <= number < 1 for number in drawn)


@given(st.integers(0, 200))
def test_a_permutation_has_everything_once(count):
    chance = SeedRandom("1")
    assert sorted(chance.permutation(count)) == list(range(count))
    assert chance.drawn == count


def test_numbers_are_spread_as_they_should_be():
    chance = SeedRandom("spread")
    uniform, normal = chance.uniform(-1, 1, (50, 200)), chance.standard_normal((50, 200))
    assert uniform.mean() == pytest.approx(0, abs=0.03)
    assert uniform.var() == pytest.approx(1 / 3, rel=0.05)
    assert normal.mean() == pytest.approx(0, abs=0.05)
    assert normal.var() == pytest.approx(1, rel=0.06)
