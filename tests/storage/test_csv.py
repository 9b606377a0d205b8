"""Scripts read CSV files: what is not given is detected, what is given holds."""

import numpy as np
import pytest

import bplab

TEXT = "no;size;weight;kind\n1;1,5;2;a\n2;2,5;3;b\n3;3,5;;a\n4;4,5;5;b\n"


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "measured.csv"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_everything_is_detected(path):
    own = bplab.dataset_from_csv(path)
    assert own.name == "measured.csv"
    assert own.dataset.classes == ("a", "b")
    assert own.dataset.inputs.tolist() == [[1.5, 2], [2.5, 3], [4.5, 5]]
    assert own.dataset.targets.tolist() == [0, 1, 1]


def test_what_is_given_holds(path):
    own = bplab.dataset_from_csv(str(path), "size", ignore=["kind"], gaps="fill")
    assert own.dataset.target_names == ("size",)
    np.testing.assert_allclose(own.dataset.inputs[:, 0], [2, 3, 10 / 3, 5])
    two = bplab.dataset_from_csv(path, ["size", "weight"])
    assert two.dataset.targets.tolist() == [[1.5, 2], [2.5, 3], [4.5, 5]]
    assert bplab.dataset_from_csv(path, "no", task="classification").dataset.classes == ("1", "2", "4")
    plain = bplab.dataset_from_csv(path, separator="semicolon", decimal=",", encoding="utf-8", header=True)
    assert plain == bplab.dataset_from_csv(path)


def test_a_second_file_is_for_testing(path):
    assert bplab.dataset_from_csv(path, test=path).test_rows == 3


def test_mistakes_are_told_in_words(path, tmp_path):
    for given, why in (
        ({"target": "color"}, "There is no column 'color'. There are 'no', 'size', 'weight', 'kind'."),
        (
            {"target": "kind", "task": "regression"},
            "No row of the table can be used: row 2: kind: 'a' is not",
        ),
        ({"task": "guessing"}, "'guessing' is none of classification, regression."),
        ({"separator": "x"}, "The separator cannot be 'x'"),
    ):
        with pytest.raises(bplab.UserError, match=why.replace("?", r"\?")):
            bplab.dataset_from_csv(path, **given)
    for wrong in (tmp_path, tmp_path / "absent.csv"):
        with pytest.raises(bplab.UserError, match="cannot be read"):
            bplab.dataset_from_csv(wrong)
