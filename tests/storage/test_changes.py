"""The changes of a run as rows of JSON."""

import pytest

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import Experiment
from bplab.storage.changes import change_rows
from bplab.training.changes import GO_ON, Change, value_at, with_value

SPEC = PRESETS["spiral"].spec


@pytest.mark.parametrize(
    ("field", "value", "written"),
    [
        ("learning_rate", 1, 1.0),
        ("frozen", ["W1", "b2"], ["W1", "b2"]),
        ("layers.1.dropout", 0, 0.0),
    ],
)
def test_a_value_is_written_as_the_experiment_would_hold_it(field, value, written):
    assert change_rows([Change(7, field, value)], SPEC) == [[7, field, written]]
    held = value_at(with_value(SPEC, field, value), field)
    assert (list(held) if isinstance(held, tuple) else held) == written


def test_weights_by_hand_and_going_on_are_written_too():
    assert change_rows([Change(7, "W1[2,1]", 1), Change(9, GO_ON, True)], SPEC) == [
        [7, "W1[2,1]", 1.0],
        [9, GO_ON, True],
    ]


def test_thousands_of_changes_are_written_without_making_an_experiment_of_each(monkeypatch):
    drag = [Change(step, "learning_rate", 1 / (1 + step)) for step in range(5000)]
    monkeypatch.setattr(Experiment, "__post_init__", lambda _made: pytest.fail("An experiment is made."))
    assert len(change_rows(drag, SPEC)) == 5000
