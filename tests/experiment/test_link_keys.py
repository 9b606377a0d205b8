"""Links are cut and their values read as JavaScript does; witnesses are what a browser prints."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.experiment.link_keys import KEYS, as_in_a_hash, is_link, js_number, read_keys


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10", 10), (" 7 ", 7), ("1e-5", 1e-5), (".5", 0.5), ("5.", 5), ("+3", 3), ("-3", -3), ("", 0),
        ("0x1F", 31), ("0b101", 5), ("0o17", 15), ("Infinity", math.inf), ("-Infinity", -math.inf),
        (" ", 0), ("1e999", math.inf), ("007", 7), ("0x" + "f" * 400, math.inf),
    ],
)  # fmt: skip
def test_a_number_is_what_unary_plus_makes_of_it(text, number):
    assert js_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1,5",
        "1_000",
        "inf",
        "infinity",
        "nan",
        "NaN",
        "-0x1F",
        "1e",
        ".",
        "e5",
        "٣",
        "1 2",
        "0x",
        "%20",
    ],
)
def test_what_is_no_number_there_is_none_here(text):
    assert math.isnan(js_number(text))


def test_there_are_27_keys_in_the_order_in_which_the_playground_writes_them():
    assert " ".join(KEYS) == (
        "activation regularization batchSize dataset regDataset learningRate regularizationRate noise "
        "networkShape seed showTestData discretize percTrainData x y xTimesY xSquared ySquared cosX sinX "
        "cosY sinY collectStats tutorial problem initZero hideText"
    )


def test_the_last_of_equal_keys_counts_and_a_second_sign_cuts():
    reading = read_keys("#noise=5&noise=10&seed=1=2")
    assert (reading.values["noise"], reading.values["seed"]) == (10, "1")
    assert ["noise" in note or "seed" in note for note in reading.notes] == [True, True]


@pytest.mark.parametrize(
    ("text", "value", "notes"),
    [
        ("true", True, 0),
        ("false", False, 0),
        ("0", True, 1),
        ("False", True, 1),
        ("", False, 1),
        (None, False, 0),
    ],
)
def test_all_but_false_is_true(text, value, notes):
    reading = read_keys("#seed=1" + ("" if text is None else f"&xSquared={text}"))
    assert reading.values["xSquared"] is value
    assert len(reading.notes) == notes


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("4,2", [4, 2]),
        ("", []),
        (" ", []),
        ("8", [8]),
        ("4,,2", [4, 0, 2]),
        ("1e1", [10]),
        ("4,2,", [4, 2, 0]),
    ],
)
def test_a_network_shape_is_cut_at_commas(text, shape):
    assert read_keys(f"#networkShape={text}").values["networkShape"] == shape


def test_a_missing_shape_is_not_an_empty_one():
    assert read_keys("#seed=1").values["networkShape"] == [4, 2]


def test_the_hash_is_written_as_browsers_write_it():
    assert as_in_a_hash('a b"<>`é%20,') == "a%20b%22%3C%3E%60%C3%A9%20,"
    assert read_keys("#seed=ä b").values["seed"] == "%C3%A4%20b"


def test_a_link_may_be_whole_or_bare_or_broken_over_lines():
    for text in (
        "https://playground.tensorflow.org/#noise=5&seed=1",
        " #noise=5&seed=1\n",
        "noise=5&seed=1",
        "http://example.org/copy/index.html#noise=5&\nseed=1",
    ):
        assert is_link(text)
        assert read_keys(text).values["noise"] == 5
    assert read_keys("https://playground.tensorflow.org/").given == {}


@pytest.mark.parametrize("text", ["circle", "spec.json", "a=b.json", "folder/with#hash.json", ""])
def test_names_and_files_are_no_links(text):
    assert not is_link(text)


@given(st.text(max_size=60))
def test_a_text_for_a_hash_is_ascii_and_stays_as_it_is(text):
    written = as_in_a_hash(text)
    assert written.isascii()
    assert as_in_a_hash(written) == written
