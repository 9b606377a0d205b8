"""Weights set by hand belong to the run: its changes replay it to the bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bplab.errors import UserError
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training.changes import Change
from bplab.training.trainer import Trainer

SPEC = Experiment(layers=(Layer(4), Layer(3)), batch_size=20)


@st.composite
def deeds(draw):
    """What a person may do between steps."""
    kind = draw(st.sampled_from(["run", "one", "bias", "whole", "rate"]))
    value = draw(st.floats(-3, 3, width=32))
    return kind, value


def act(trainer, kind, value):
    if kind == "run":
        trainer.run(steps=1 + int(abs(value) * 9))
    elif kind == "rate":
        trainer.change(trainer.spec.but(learning_rate=abs(value) / 10))
    else:
        name = {"one": "W2[3,1]", "bias": "b1[2]", "whole": "b2"}[kind]
        trainer.set_parameters({name: [value, -value, 0.25] if kind == "whole" else value})


@settings(max_examples=40)
@given(
    st.lists(deeds(), min_size=1, max_size=8),
    st.sampled_from(["sgd", "momentum", "adam"]),
    st.sampled_from(["float64", "float32"]),
    st.sampled_from([0.0, 0.3]),
)
def test_a_replay_with_hand_set_weights_is_equal_to_the_bit(done, optimizer, dtype, dropout):
    layers = (Layer(4, dropout=dropout), Layer(3))
    spec = SPEC.but(layers=layers, optimizer=optimizer, dtype=dtype, learning_rate=0.05)
    live = Trainer(spec)
    for kind, value in done:
        act(live, kind, value)
    live.run(steps=17)
    replay = Trainer(spec, live.changes)
    replay.run(steps=live.step)
    assert (replay.parameters == live.parameters).all()
    assert replay.changes == live.changes
    assert replay.evaluation == live.evaluation
    for track in ("epochs", "steps"):
        one, other = (getattr(trainer.history, track) for trainer in (live, replay))
        for name in one.names:
            assert np.array_equal(one.read(name).mean, other.read(name).mean, equal_nan=True)


def test_a_value_set_by_hand_holds_until_the_next_step_and_is_remembered():
    trainer = Trainer(SPEC)
    trainer.run(steps=5)
    trainer.set_parameters({"W1[2,3]": 0.5, "b2": [1, 2, 3]})
    assert trainer.weights[0][0][1, 2] == 0.5
    assert list(trainer.weights[1][1]) == [1, 2, 3]
    assert trainer.changes == [Change(5, "W1[2,3]", 0.5), Change(5, "b2", [1.0, 2.0, 3.0])]
    trainer.run(steps=1)
    assert trainer.weights[0][0][1, 2] != 0.5


def test_a_frozen_parameter_can_be_set_and_stays():
    trainer = Trainer(SPEC.but(frozen=("W1[2,3]",)))
    trainer.run(steps=3)
    trainer.set_parameters({"W1[2,3]": -0.75})
    trainer.run(steps=30)
    assert trainer.weights[0][0][1, 2] == -0.75


def test_a_weight_cut_off_by_pruning_lives_again_when_set():
    spec = SPEC.but(regularization="l1_prune", regularization_rate=0.5)
    trainer = Trainer(spec)
    trainer.run(steps=200)
    dead = np.argwhere(trainer.weights[0][0] == 0)
    assert dead.size
    source, unit = dead[0]
    trainer.set_parameters({f"W1[{source + 1},{unit + 1}]": 5.0})
    trainer.run(steps=1)
    assert 0 < trainer.weights[0][0][source, unit] < 5.5


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("W1[3,1]", 1.0, "no parameter"),
        ("W9", 1.0, "no parameter"),
        ("speed", 1.0, "no parameter"),
        ("W1[1,1]", float("nan"), "a number from"),
        ("W1[1,1]", "much", "a number from"),
        ("b1", [1, 2], "an array of 4 finite numbers"),
        ("W1", np.full((2, 4), np.inf), "an array of 2 x 4"),
    ],
)
def test_what_cannot_be_set_is_said(name, value, said):
    trainer = Trainer(SPEC)
    with pytest.raises(UserError, match=said):
        trainer.set_parameters({name: value})
    assert not trainer.changes


def test_neurons_that_are_not_connected_have_no_weight_to_set():
    trainer = Trainer(Experiment(data=DataSpec("circle"), layers=(Layer(4, groups=((1, 2), (1, 2))),)))
    with pytest.raises(UserError, match="not connected"):
        trainer.set_parameters({"W1[1,4]": 1.0})
    trainer.set_parameters({"W1": np.ones((2, 4))})
    assert trainer.weights[0][0].tolist() == [[1, 1, 0, 0], [0, 0, 1, 1]]
