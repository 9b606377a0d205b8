"""Rules read what is typed, check it, and say in words what they want."""

import pytest

from bplab.experiment.rules import Choice, Flag, Names, Number, Whole, nearest

TABLE = {"tanh": None, "relu": None}


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        (Number(0, 10), "2.5", 2.5),
        (Number(0, 10), " 1e-3 ", 0.001),
        (Number(0, 10), "0,5", 0.5),
        (Number(0, 10), " 1/4 ", 0.25),
        (Number(-10, 10), "−1,5 / 3", -0.5),
        (Number(0, 10), "1e-3", 0.001),
        (Number(0, 10), ",5", 0.5),
        (Whole(0, 10), " 7 ", 7),
        (Whole(0, 10), "+7", 7),
        (Flag(), "Yes", True),
        (Flag(), "off", False),
        (Choice(TABLE), " tanh", "tanh"),
        (Names(TABLE), "tanh, relu,tanh", ("tanh", "relu")),
        (Names(TABLE), "", ()),
        (Names(pattern=r"W1\[1,2\]|b1"), "W1[1,2], b1", ("W1[1,2]", "b1")),
        (Names(pattern=r"W1\[1,2\]|b1"), "b1 W1[1,2]", ("b1", "W1[1,2]")),
    ],
)
def test_what_is_typed_is_read(rule, text, value):
    assert rule.check(rule.parse(text)) == value


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Number(0, 10), "x"),
        (Number(0, 10), "nan"),
        (Number(0, 10), "1/0"),
        (Number(0, 10), "1/2/3"),
        (Number(0, 10), "1,000,000"),
        (Number(0, 10), "1.000,5"),
        (Number(0, 10), "inf"),
        (Number(0, 10), "10.001"),
        (Number(0, 10, above_low=True), "0"),
        (Whole(1, 10), "0"),
        (Whole(1, 10), "1.5"),
        (Whole(1, 10), "9" * 30),
        (Whole(1, 10), ""),
        (Flag(), "maybe"),
        (Choice(TABLE), "Tanh"),
        (Names(TABLE), "tanh sigmoid"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_is_wanted(rule, text):
    with pytest.raises(ValueError, match=r"^(a|one|true)") as caught:
        rule.check(rule.parse(text))
    assert str(caught.value).startswith(rule.wants)


def test_a_near_miss_gets_a_suggestion_and_anything_else_the_list():
    assert nearest("tnah", ["tanh", "relu"]) == " Did you mean 'tanh'?"
    assert nearest("xyz", ["tanh", "relu"]) == " There are: tanh, relu."


def test_wants_are_words():
    assert Whole(0, 5, "none").wants == "a whole number from 0 to 5 (0: none)"
    assert Number(0, 1, above_low=True).wants == "a number above 0 and at most 1"


@pytest.mark.parametrize(
    ("rule", "wants"),
    [
        (Number(-1e6, 1e6), "a number from -1,000,000 to 1,000,000"),
        (Number(0, 0.5, above_low=True), "a number above 0 and at most 0.5"),
        (Number(1e-12, 1e20), "a number from 1e-12 to 1e20"),
    ],
)
def test_bounds_are_said_as_people_write_them(rule, wants):
    assert rule.wants == wants
