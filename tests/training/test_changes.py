"""What differs between two experiments, and when it acts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.changes import (
    GO_ON,
    Change,
    acts_between,
    live_changes,
    spec_after,
    value_at,
    with_value,
)
from bplab.training.parameter_edits import is_parameter

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


SETTINGS = st.one_of(
    st.tuples(st.just("learning_rate"), st.sampled_from([0.1, 0.2, 0.3])),
    st.tuples(st.sampled_from(["layers.0.dropout", "layers.1.dropout"]), st.sampled_from([0.0, 0.25, 0.5])),
    st.tuples(st.just("frozen"), st.sampled_from([(), ("b1",), ("W1", "b1")])),
    st.tuples(st.sampled_from(["W1[1,1]", "b2"]), st.just(0.5)),
    st.tuples(st.just(GO_ON), st.just(True)),
)


@given(st.lists(SETTINGS, max_size=12))
def test_the_last_value_of_each_setting_is_that_after_all_changes_one_by_one(settings):
    spec = BASE
    for field, value in settings:
        if field != GO_ON and not is_parameter(field):
            spec = with_value(spec, field, value)
    assert spec_after(BASE, [Change(7, *each) for each in settings]) == spec


def test_after_thousands_of_changes_an_experiment_is_checked_once(monkeypatch):
    checked, check = [], Experiment.__post_init__
    monkeypatch.setattr(Experiment, "__post_init__", lambda made: checked.append(check(made)))
    drag = [Change(step, "learning_rate", 1 / (1 + step)) for step in range(5000)]
    assert spec_after(BASE, drag).learning_rate == 1 / 5000
    assert len(checked) == 1
