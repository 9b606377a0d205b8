"""What is odd about data is said, and nothing is said about data that are not odd."""

import dataclasses
import re

import numpy as np
import pytest

from bplab.data.dataset import Dataset
from bplab.data.datasets import DATASETS, row_of
from bplab.data.prepare import prepare
from bplab.data.split import Split
from bplab.data.warnings import notes

DEFAULTS = {
    "points": None,
    "noise": 0.0,
    "features": ("x", "y"),
    "train_percent": 70,
    "validation_percent": 0,
    "stratify": True,
    "standardize": False,
    "seed": 1,
}
NO_TEST = "There is no test part, so nothing shows how well the network does on unseen examples"


def ready(name="circle", **changes):
    return prepare(row_of(name), **(DEFAULTS | changes))


def made_of(labels, train, test, inputs=None, classes=("a", "b")):
    """A set of our own in place of another: labels, and which examples go where."""
    inputs = np.arange(len(labels))[:, None] if inputs is None else np.array(inputs)
    names = tuple(f"in {number}" for number in range(1, inputs.shape[1] + 1))
    dataset = Dataset(inputs, np.array(labels), classes, names)
    parts = Split(*(np.array(part, np.int64) for part in (train, (), test)))
    return dataclasses.replace(ready(), dataset=dataset, split=parts, features=(), X=dataset.inputs)


def halves(ones, zeros=0, twos=0):
    """So many examples of each class, every other one for testing."""
    labels = [1] * ones + [0] * zeros + [2] * twos
    return labels, range(0, len(labels), 2), range(1, len(labels), 2)


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "digits"])
def test_the_sets_as_they_come_are_not_odd(name):
    assert notes(ready(name), 1) == ()


def test_the_digits_pixels_that_are_always_white_are_named():
    (note,) = notes(ready("digits", train_percent=90), 10)
    assert note == (
        "3 inputs (row 1, column 1; row 5, column 1; and row 5, column 8) are the same in every training "
        "example: they carry no information."
    )


def test_a_rare_class_is_counted():
    (note,) = notes(made_of(*halves(6, 94)), 10)
    assert note.startswith(
        "Only 6 of 100 examples (6 %) are of class b: never predicting b is already right for the other 94"
    )


@pytest.mark.parametrize(("ones", "rare"), [(9, True), (10, False), (50, False), (90, False), (91, True)])
def test_a_class_of_two_is_rare_below_a_tenth(ones, rare):
    assert bool(notes(made_of(*halves(ones, 100 - ones)), 10)) == rare


def test_of_many_classes_one_is_rare_below_half_an_even_share():
    def found(*counts):
        labels = np.repeat(range(10), counts)
        return notes(made_of(labels, range(100), range(100), classes=tuple("0123456789")), 10)

    assert found(*[11] * 8, 7, 5) == ()
    (note,) = found(*[11] * 8, 8, 4)
    assert note.startswith("Only 4 of 100 examples (4 %) are of class 9")


def test_a_class_missing_in_the_test_part_is_named():
    (note,) = notes(made_of([0, 1, 0, 1, 0], [0, 1, 2, 3], [4]), 4)
    assert note == "The test part has no example of b: test results say nothing about it."


def test_a_class_missing_in_the_training_part_is_named():
    (note,) = notes(made_of([0, 1, 0, 0, 1], [0, 2, 3], [1, 4, 0]), 3)
    assert note == "The training part has no example of b, which cannot be learned: choose another seed."


def test_a_class_that_is_nowhere_is_missing_but_not_rare():
    found = notes(made_of(*halves(20, 20), classes=("a", "b", "c")), 10)
    assert [note[:34] for note in found] == [
        "The training part has no example o",
        "The test part has no example of c:",
    ]


def test_several_missing_classes_share_a_sentence():
    labels = [0, 1, 2, 3, 4, 5]
    found = notes(made_of(labels, range(6), [0, 1], classes=tuple("abcdef")), 1)
    assert found == ("The test part has no example of c, d, e and f: test results say nothing about it.",)
    found = notes(made_of(labels, range(6), [0], classes=tuple("abcdef")), 1)
    assert found == (
        "The test part has no example of b, c, d and 2 more: test results say nothing about it.",
    )


def test_inputs_that_never_change_in_training_are_named_whatever_they_do_in_testing():
    inputs = [[1, 5, 0], [2, 5, 0], [3, 5, 0], [4, 5, 9]]
    (note,) = notes(made_of([0, 1, 0, 1], [0, 1], [2, 3], inputs), 2)
    assert note.startswith("2 inputs (in 2 and in 3) are the same in every training example")
    (note,) = notes(made_of([0, 1, 0, 1], [0, 1, 3], [2, 3, 0], inputs), 2)
    assert note.startswith("The input in 2 is the same in every training example")


def test_standardizing_hides_no_constant_input():
    assert notes(ready("digits", standardize=True), 10) == notes(ready("digits"), 10)


def test_a_single_example_says_nothing_of_its_inputs():
    assert notes(ready("worked_example"), 1) == ()


def test_a_batch_larger_than_the_training_part_is_explained():
    (note,) = notes(ready(points=40), 32)
    assert (
        note == "There are only 28 training examples, fewer than a batch of 32: every step uses all of them."
    )
    assert notes(ready(points=40), 28) == ()
    assert notes(ready(points=40), 0) == ()
    (note,) = notes(ready("worked_example"), 32)
    assert note.startswith("There is only 1 training example, fewer")


def test_an_empty_test_part_is_explained_where_there_could_be_one():
    (note,) = notes(ready(train_percent=100), 10)
    assert note.startswith(NO_TEST)
    (note,) = notes(ready(train_percent=80, validation_percent=20), 10)
    assert note.startswith(NO_TEST)
    assert notes(ready("xor_points", train_percent=100), 4) == ()


def test_regression_has_no_classes_to_miss():
    assert notes(ready("plane", points=10), 2) == ()


def test_every_note_is_a_sentence():
    labels = [0] * 30 + [1]
    for note in notes(made_of(labels, range(31), [], np.ones((31, 2)), classes=("a", "b", "c")), 100):
        assert note.endswith(".")


def test_a_rare_class_on_the_plane_points_to_the_map_and_elsewhere_to_the_matrix():
    (planar,) = notes(made_of(*halves(6, 94)), 10)
    assert "confusion matrix" not in planar
    assert "output map where the examples of b are rather than at the accuracy" in planar
    elsewhere = dataclasses.replace(made_of(*halves(6, 94)), row=DATASETS["iris"])
    assert "confusion matrix rather than at the accuracy" in notes(elsewhere, 10)[0]


@pytest.mark.parametrize("count", [5, 8])
def test_a_validation_part_that_came_out_empty_is_told(count):
    prepared = ready("sine", points=count, validation_percent=5)
    assert not len(prepared.split.validation)
    found = [note for note in notes(prepared, 1, 5) if "validation" in note]
    said = f"5 % of {count} examples is less than one, so there is no validation part: "
    assert found == [f"{said}take more examples or a larger validation share."]
    assert not [note for note in notes(prepared, 1) if "validation" in note]


def test_large_targets_are_told_with_a_formula_that_helps():
    (note,) = notes(ready("function", formula="17000 + 100*x"), 10)
    low, high = (float(number.replace(",", "")) for number in re.findall(r"from (\S+) to (\S+)\.", note)[0])
    assert 16_300 < low < high < 17_700
    assert re.search(r"as \(y − 1[67],\d00\) / [56]\d\d does", note)
    (negative,) = notes(ready("function", formula="-5000 + x"), 10)
    assert re.search(r"from −5,00\d to −4,99\d\..*\(y \+ 5,000\) / ", negative)
    assert notes(ready("function", formula="900*sin(x)"), 10) == ()
