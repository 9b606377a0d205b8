"""Where two compared runs differ, the form says what the other one has."""

import pytest

from bplab.experiment.presets import PRESETS
from bplab.ui.form.fields import ROWS
from bplab.ui.form.marks import Sides

SPIRAL = PRESETS["spiral"].spec


def row(path):
    return next(each for each in ROWS if each.path == path)


@pytest.mark.parametrize(
    ("path", "changes", "mark"),
    [
        ("learning_rate", {"learning_rate": 0.1}, "left: 0.03"),
        ("optimizer", {"optimizer": "adam"}, "left: SGD + momentum"),
        ("batch_size", {"batch_size": 0}, "left: 32"),
        ("regularization", {"regularization_rate": 0.25}, "left: None, 0"),
        ("seed", {"learning_rate": 0.1}, ""),
    ],
)
def test_a_setting_that_differs_shows_what_the_left_run_has(path, changes, mark):
    assert Sides(SPIRAL, SPIRAL.but(**changes)).mark(row(path)) == mark


def test_where_the_form_shows_neither_run_both_are_told():
    sides = Sides(SPIRAL, SPIRAL.but(learning_rate=0.1), both=True)
    assert sides.mark(row("learning_rate")) == "left: 0.03 · right: 0.1"
