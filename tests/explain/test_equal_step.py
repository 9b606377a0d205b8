"""The step that keeps neurons equal, and the sum that merging makes, are printed so that they close."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bplab.explain.digits import reproduces
from bplab.explain.equal_step import added_up, all_of, descended, moved
from bplab.numerals import parsed

VALUES = st.floats(-50, 50).filter(lambda value: abs(value) > 1e-3)


@settings(max_examples=60)
@given(VALUES, st.sampled_from([0.3, 0.03, 0.001, 1.5]), VALUES)
def test_a_step_of_gradient_descent_closes(old, rate, gradient):
    new = old - rate * gradient
    assume(abs(new) > 1e-3)
    line, result = descended(old, rate, gradient, new)
    before, eta, slope = re.fullmatch(r"(\S+) − (\S+) × \(?([^)]+)\)?", line).groups()
    assert reproduces(parsed(before) - parsed(eta) * parsed(slope), result.removeprefix("= "))


@settings(max_examples=60)
@given(VALUES, VALUES)
def test_a_step_of_another_optimizer_closes(old, change):
    assume(abs(old + change) > 1e-3)
    line, result = moved(old, change, old + change)
    before, sign, size = line.split(" ")
    found = parsed(before) + (parsed(size) if sign == "+" else -parsed(size))
    assert reproduces(found, result.removeprefix("= "))


def test_digits_are_raised_only_where_they_must_be():
    assert descended(-0.6550, 0.3, 0.0011, -0.65533) == ("−0.6550 − 0.3 × 0.0011", "= −0.6553")
    assert descended(0.5, 0.1, -0.25, 0.525) == ("0.5000 − 0.1 × (−0.2500)", "= 0.5250")


@pytest.mark.parametrize(
    ("weights", "text"),
    [
        ([0.6461] * 4, "4 × 0.646 = 2.584"),
        ([0.25, -0.5], "0.250 − 0.500 = −0.250"),
        ([0.1, 0.2, 0.3, 0.4], "4 weights come to 1.000"),
        ([0.0] * 3, "3 × 0.000 = 0.000"),
        ([50.0] * 21, "21 × 50.000 = 1.05e3"),
        ([0.03125] * 2, "2 × 0.03125 = 0.0625"),
    ],
)
def test_what_a_neuron_takes_over_is_added_up(weights, text):
    assert added_up(weights) == text


@given(st.integers(2, 40), VALUES)
def test_so_many_times_the_printed_weight_is_the_printed_sum(count, weight):
    found = re.fullmatch(r"(\d+) × (\S+) = (\S+)", added_up([weight] * count))
    assert reproduces(int(found[1]) * parsed(found[2]), found[3])
    assert reproduces(sum([weight] * count), found[3])


def test_all_are_counted_in_words():
    assert [all_of(count) for count in (2, 4, 24, 1024)] == ["both", "all four", "all 24", "all 1,024"]
