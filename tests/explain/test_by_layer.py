"""The factors of W and f′ are printed so that they reproduce what they come to."""

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bplab.explain.by_layer import ending, written
from bplab.numerals import parsed, short

FACTORS = st.floats(1e-4, 1e4)
TITLES = ["Hidden 1", "Hidden 2", "Output"]


@settings(max_examples=60)
@given(FACTORS, FACTORS, st.integers(2, 3))
@example(16.0, 3872.0, 3)  # 62,000 has two digits, or three
@example(3158.0, 3165.0, 3)  # rounds up to a power of ten
def test_printed_factors_reproduce_the_printed_product(w, f, digits):
    text = short(w * f, digits)
    assume(short(w * f * (1 - 1e-6), digits) == text == short(w * f * (1 + 1e-6), digits))  # no tie
    first, second = written((w, f), w * f, text)
    assert short(parsed(first) * parsed(second), digits) == text


def test_digits_are_raised_only_where_they_must_be():
    assert written((1.074, 0.191), 0.205134, "0.21") == ("1.074", "0.191")
    assert written((1.32, 0.173), 0.228, "0.23") == ("1.32", "0.173")


def test_where_nothing_is_left_the_layer_is_named_and_the_factor_that_is_0():
    carried = np.array([0.0, 0.5, np.nan])
    assert ending(np.array([0.0, 0.0, 1.0]), carried, TITLES) == (
        "rms δ is 0 from Hidden 2 on:",
        "every f′ is 0.",
    )
    assert ending(np.array([0.0, 0.2, 1.0]), carried, TITLES) == (
        "rms δ is 0 from Hidden 1 on:",
        "what W carries back is 0.",
    )
    assert ending(np.array([0.0, 1.0]), np.full(2, np.nan), TITLES) == ("rms δ is 0 from Hidden 1 on.", "")


def test_where_something_is_left_in_every_layer_nothing_is_said():
    assert ending(np.array([1e-9, 1.0]), np.full(2, np.nan), TITLES) == ("", "")
