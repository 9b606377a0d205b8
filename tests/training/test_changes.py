"""What differs between two experiments, and when it acts."""

import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.changes import Change, acts_between, live_changes, value_at, with_value

BASE = Experiment(layers=(Layer(4), Layer(3)))


@pytest.mark.parametrize(
    ("changes", "acts"),
    [
        ({}, ""),
        ({"learning_rate": 1.0}, "live"),
        ({"frozen": ("W1",), "clip": 1.0}, "live"),
        ({"layers": (Layer(4, dropout=0.5), Layer(3))}, "live"),
        ({"layers": (Layer(4, dropout=0.5), Layer(2))}, "restart"),
        ({"layers": (Layer(4),)}, "restart"),
        ({"layers": (Layer(4), Layer(3, groups=((2, 1), (2, 2))))}, "restart"),
        ({"output": Output("tanh")}, "restart"),
        ({"start": {"b1[1]": 1.0}}, "restart"),
        ({"learning_rate": 1.0, "optimizer": "adam"}, "restart"),
        ({"skip": True}, "restart"),
        ({"evaluate_every": 2}, "restart"),
        ({"data": DataSpec(noise=3), "optimizer": "adam"}, "data"),
    ],
)
def test_the_gravest_difference_says_when_a_change_acts(changes, acts):
    assert acts_between(BASE, BASE.but(**changes)) == acts


def test_live_changes_lead_from_one_experiment_to_the_other():
    other = BASE.but(learning_rate=1.0, frozen=("b1",), layers=(Layer(4), Layer(3, dropout=0.5)))
    changes = live_changes(BASE, other, 17)
    assert Change(17, "layers.1.dropout", 0.5) in changes
    spec = BASE
    for change in changes:
        assert value_at(other, change.field) == change.value
        spec = with_value(spec, change.field, change.value)
    assert spec == other
    assert {change.step for change in changes} == {17}
