"""Printed numbers: what they say, and whether a reader's arithmetic with them comes out."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.explain.digits import as_read, closest, printed, reproduces, strays
from bplab.numerals import parsed

NUMBERS = st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-200)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.4644, "0.464"), (-0.1459, "−0.146"), (0.0, "0.000"), (-0.0, "0.000"), (2.1e-5, "2.1e−5"),
        (-0.00051, "−0.001"), (-3e-4, "−3.0e−4"), (12345.6, "1.2e4"), (float("nan"), "nan"),
        (1e300, "1.0e300"), (float("-inf"), "−inf"),
    ],
)  # fmt: skip
def test_numbers_in_short(value, text):
    assert printed(value) == text


@pytest.mark.parametrize(("decimals", "text"), [(3, "−3.0e−4"), (4, "−0.0003"), (5, "−0.00030")])
def test_with_more_decimals_smaller_numbers_need_no_power(decimals, text):
    assert printed(-3e-4, decimals) == text


@given(NUMBERS, st.integers(3, 6))
def test_what_is_printed_is_the_number_to_its_last_digit(value, decimals):
    text = printed(value, decimals)
    assert reproduces(parsed(text), text)
    assert abs(parsed(text) - value) <= (0.5001 * 10.0**-decimals if "e" not in text else 0.051 * abs(value))


@given(st.floats(-999, 999), st.floats(-999, 999))
def test_a_result_reproduces_the_printed_one_as_decimal_arithmetic_says(value, found):
    text = printed(value)
    exact = abs(Decimal(found) - Decimal(text.replace("−", "-")))
    if "e" not in text and abs(exact - Decimal("0.0005")) > Decimal("1e-9"):
        assert reproduces(found, text) == (exact < Decimal("0.0005"))


def test_half_way_between_two_digits_nothing_is_reproduced():
    assert not reproduces(0.8565, "0.856")
    assert not reproduces(0.8565, "0.857")
    assert reproduces(2.13e-5, "2.1e−5")
    assert not reproduces(2.16e-5, "2.1e−5")


def test_numbers_that_do_not_follow_are_listed():
    values = np.array([0.8564, 0.7188, np.inf])
    assert strays(np.array([0.8570, 0.7188, 3.0]), values, 3) == (0,)
    assert as_read(values[:2].reshape(2, 1), 3).tolist() == [[0.856], [0.719]]


def test_the_first_choice_without_a_miss_is_taken_else_the_first_of_the_fewest():
    assert closest("abc", {"a": [1, 2], "b": [], "c": []}.get) == "b"
    assert closest("abc", {"a": [1, 2], "b": [3], "c": [4]}.get) == "b"
    with pytest.raises(ValueError, match="no digits"):
        closest("", lambda _: [])
