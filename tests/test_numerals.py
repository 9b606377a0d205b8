import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.numerals import decade, exact, fixed, fold, parsed, percent, plain, short


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.087, 2, "0.087"),
        (0.0996, 2, "0.10"),
        (0.4713, 2, "0.47"),
        (4.6237e-5, 3, "4.62e−5"),
        (-0.5, 2, "−0.50"),
        (12345.0, 2, "12,000"),
        (2.5e7, 2, "2.5e7"),
        (0.0, 2, "0"),
        (math.nan, 2, "not a number"),
        (-math.inf, 2, "−∞"),
    ],
)
def test_numbers_are_printed_to_significant_digits(value, digits, text):
    assert short(value, digits) == text


@given(st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-12), st.integers(2, 6))
def test_what_is_printed_is_near_the_value_and_can_be_read_back(value, digits):
    assert parsed(short(value, digits)) == pytest.approx(value, rel=0.51 * 10.0 ** (1 - digits))


def test_minus_zero_is_not_printed():
    assert fixed(-0.001) == "0.00"
    assert fixed(-1.239) == "−1.24"


def test_almost_all_is_not_all():
    assert percent(0.9999) == "99 %"
    assert percent(1.0) == "100 %"
    assert percent(0.0001, 1) == "0.1 %"
    assert percent(0.0) == "0 %"


def test_other_forms():
    assert decade(-12) == "10⁻¹²"
    assert plain(0.5) == "0.5"
    assert plain(-1.0) == "−1"
    assert exact(-0.1) == "−0.1"


@pytest.mark.parametrize(
    ("factor", "text"),
    [
        (1234.0, "1,200-fold"),
        (78_000.0, "78,000-fold"),
        (999_999.0, "1.0 million-fold"),
        (2.5e6, "2.5 million-fold"),
        (9.96e7, "100 million-fold"),
        (9.996e8, "1.0 billion-fold"),
        (3.2e14, "320 trillion-fold"),
        (2.5e17, "10¹⁷-fold"),
        (math.inf, "∞-fold"),
    ],
)
def test_how_many_times_is_said_in_words_where_it_is_large(factor, text):
    assert fold(factor) == text
