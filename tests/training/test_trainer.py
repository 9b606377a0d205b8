"""A run is a function of its spec and its changes, to the bit, however it is cut and looked at."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.changes import with_value
from bplab.training.kernel import program
from bplab.training.kernel.straight import straight
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer

BASE = Experiment(  # 42 training examples: batches of 8 and one of 2
    data=DataSpec("circle", points=60, noise=10, validation_percent=10),
    layers=(Layer(5, "tanh", dropout=0.2), Layer(4, "relu")),
    batch_size=8,
    schedule="cosine",
    schedule_epochs=9,
    learning_rate=0.1,
)
WIDE = BASE.but(layers=(Layer(200, "relu"), Layer(200, "relu")))  # so large that only a step fits a row


def everything(trainer):
    """All that a run has come to, for comparing bits."""
    history, kernel = trainer.history, trainer._kernel
    epochs = [history.epochs.read(name, 10**6).mean for name in history.epochs.names]
    steps = [history.steps.read(name, 10**6).mean for name in history.steps.names]
    arrays = [trainer.parameters, trainer.gradient, trainer.update, trainer.last_row, *kernel.slots.values()]
    return (
        [array.tobytes() for array in (*arrays, *epochs, *steps)],
        (trainer.step, trainer.epoch, trainer.evaluation, trainer.learning_rate, kernel.steps),
    )


def trained(spec, *portions, changes=()):
    trainer = Trainer(spec, changes)
    for portion in portions:
        trainer.run(steps=portion)
    return trainer


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_running_a_steps_and_then_b_equals_running_both_at_once(optimizer, dtype):
    spec = BASE.but(optimizer=optimizer, dtype=dtype)
    whole = everything(trained(spec, 25))
    for cut in range(1, 25):  # epochs end after 6, 12, 18 and 24
        assert everything(trained(spec, cut, 25 - cut)) == whole, cut


@pytest.mark.parametrize("last", ["keep", "drop", "carry"])
@pytest.mark.parametrize("spec", [BASE, WIDE], ids=["small", "wide"])
def test_every_last_batch_can_be_cut_anywhere(spec, last):
    spec = spec.but(last_batch=last, optimizer="adam")
    whole = everything(trained(spec, 20))
    for cut in (1, 5, 6, 7, 11, 13):
        assert everything(trained(spec, cut, 20 - cut)) == whole, cut


@settings(max_examples=25)
@given(st.lists(st.integers(1, 100), min_size=1, max_size=8), st.sampled_from(["keep", "carry"]))
def test_portions_of_any_size_give_the_same_bits(portions, last):
    spec = BASE.but(data=DataSpec("circle", points=2000), batch_size=3, last_batch=last, optimizer="momentum")
    whole = everything(trained(spec, sum(portions)))
    assert everything(trained(spec, *portions)) == whole


def test_looking_at_a_run_does_not_change_it():
    needs = Needs(True, True, True, True, True, True, map=9, tiles=9)
    watched, alone = Trainer(BASE), Trainer(BASE)
    for _ in range(23):
        watched.advance(1)
        watched.measure()
        Run(1, watched, RunState.RUNNING).picture(needs, 1)
        watched.history.steps.read("batch_loss")
    alone.run(steps=23)
    assert everything(watched) == everything(alone)


def test_letting_go_of_buffers_does_not_change_a_run():
    parked, alone = Trainer(BASE), Trainer(BASE)
    for portion in (3, 5, 9):
        parked.run(steps=portion)
        parked.release_buffers()
    alone.run(steps=17)
    assert everything(parked) == everything(alone)


@pytest.mark.parametrize("leave", [lambda t: t.change(t.spec.but(momentum=0.5)), Trainer.release_buffers])
def test_steps_without_weights_are_measured_in_silence_whoever_asks(leave):
    zero = Trainer(PRESETS["zero-start"].spec)
    zero.advance(3)
    leave(zero)
    assert np.isnan(zero.history["update_ratio/0"]).all()


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("spec", [BASE, WIDE], ids=["small", "wide"])
def test_calls_stay_bound_when_the_learning_rate_changes_and_make_the_same_bits(spec, optimizer, monkeypatch):
    bound = []
    monkeypatch.setattr(program, "straight", lambda calls: bound.append(len(calls)) or straight(calls))
    spec = spec.but(optimizer=optimizer, last_batch="drop")  # one batch size, so that all rows are bound soon
    kept, rebuilt = Trainer(spec), Trainer(spec)
    for trainer in (kept, rebuilt):
        trainer.run(steps=60)
    counts = []
    for number, portion in enumerate((1, 9, 2, 30, 5), 1):
        for trainer in (kept, rebuilt):
            if trainer is rebuilt:
                trainer.release_buffers()
            trainer.change(trainer.spec.but(learning_rate=0.1 / number))
            before = len(bound)
            trainer.run(steps=portion)
            counts.append(len(bound) - before)
    assert everything(kept) == everything(rebuilt)
    assert sum(counts[::2]) <= 2 < sum(counts[1::2]) / 4  # a row may be used for the first time


LIVE = {
    "learning_rate": 0.5,
    "momentum": 0.5,
    "schedule": "step",
    "schedule_epochs": 2.0,
    "schedule_factor": 0.1,
    "regularization": "l2",
    "regularization_rate": 0.1,
    "clip": 0.01,
    "layers.0.dropout": 0.6,
    "layers.1.dropout": 0.3,
    "frozen": ("W1[1,2]", "b2"),
    "beta1": 0.5,
    "beta2": 0.9,
    "weight_decay": 0.3,
}


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(sorted(LIVE))), min_size=1, max_size=5),
    st.sampled_from(["momentum", "adamw"]),
    st.lists(st.integers(1, 9), min_size=1, max_size=8),
)
def test_replaying_spec_and_changes_gives_the_run_with_live_changes_to_the_bit(edits, optimizer, portions):
    spec = BASE.but(optimizer=optimizer)
    played = Trainer(spec)
    for steps, path in edits:
        played.run(steps=steps)
        played.change(with_value(played.spec, path, LIVE[path]))
    played.run(steps=7)
    replayed = Trainer(spec, played.changes)
    for _ in range(played.step):
        replayed.run(steps=min(portions[replayed.step % len(portions)], played.step - replayed.step))
    assert everything(replayed) == everything(played)
    assert replayed.changes == played.changes
    assert replayed.spec == played.spec


def test_a_change_acts_from_the_next_step_on():
    first, second = trained(BASE, 9), trained(BASE, 9)
    first.change(first.spec.but(learning_rate=0.0))
    first.run(steps=1)
    np.testing.assert_array_equal(first.parameters, second.parameters)
    assert [(change.step, change.field, change.value) for change in first.changes] == [
        (9, "learning_rate", 0.0)
    ]


def test_a_rule_met_before_a_change_stops_the_replay_where_it_stopped_the_run():
    spec = BASE.but(stop="loss_below", stop_loss=0.0)
    played = trained(spec, 6)
    played.change(spec.but(stop_loss=100.0))
    played.run(steps=100)
    assert (played.step, bool(played.stopped)) == (12, True)
    replayed = trained(spec, 100, changes=played.changes)
    assert everything(replayed) == everything(played)


def test_only_live_settings_can_change_during_a_run():
    trainer = Trainer(BASE)
    for spec in (BASE.but(seed=2), BASE.but(layers=(Layer(4),)), BASE.but(data=DataSpec("xor"))):
        with pytest.raises(UserError, match="live"):
            trainer.change(spec)
    assert trainer.changes == []


def randomness(spec):
    made = Trainer(spec).build
    return SimpleNamespace(
        X=made.prepared.X.tobytes(),
        targets=made.targets.tobytes(),
        split=[part.tobytes() for part in (made.prepared.split.train, made.prepared.split.test)],
        order=[made.batches.order(epoch).tobytes() for epoch in range(3)],
        weights=[W.tobytes() for W, _ in made.layout.weights(made.parameters)],
    )


@pytest.mark.parametrize(
    "other",
    [
        BASE.but(layers=(Layer(5, "tanh", "he_normal", dropout=0.9), Layer(4, "relu", "orthogonal"))),
        BASE.but(layers=(Layer(5, "tanh"), Layer(4, "relu"), Layer(3))),
        BASE.but(optimizer="adam", dtype="float32", learning_rate=1.0),
    ],
    ids=["inits and dropout", "one more layer", "optimizer"],
)
def test_other_inits_layers_and_dropout_leave_data_and_order_alone(other):
    one, two = randomness(BASE), randomness(other)
    assert (one.X, one.targets, one.split, one.order) == (two.X, two.targets, two.split, two.order)


def test_another_layer_leaves_the_weights_of_those_before_it_alone():
    one, two = randomness(BASE), randomness(BASE.but(layers=(*BASE.layers, Layer(3))))
    assert one.weights[:2] == two.weights[:2]


def test_each_seed_draws_its_own_part():
    one, run, data = (
        randomness(spec)
        for spec in (BASE, BASE.but(seed=2), BASE.but(data=DataSpec("circle", points=60, noise=10, seed=2)))
    )
    assert one.X == run.X
    assert one.order != run.order
    assert one.weights != run.weights
    assert one.weights == data.weights
    assert one.X != data.X


def test_a_run_counts_epochs_and_steps():
    trainer = Trainer(BASE)
    assert (trainer.steps_per_epoch, trainer.steps_to_epoch_end) == (6, 6)
    trainer.run(steps=8)
    assert (trainer.step, trainer.epoch, trainer.steps_to_epoch_end) == (8, 1, 4)
    trainer.run(epochs=1)
    assert (trainer.step, trainer.epoch) == (12, 2)
    trainer.run(epochs=3)
    assert (trainer.step, trainer.epoch) == (30, 5)
    trainer.run(epochs=0)
    trainer.run(steps=0)
    assert trainer.step == 30
    assert trainer.history.epochs.count == 6
    assert trainer.advance(100) == 6  # never across the end of an epoch


def test_how_long_must_be_said_in_one_way():
    for lengths in ({}, {"steps": 1, "epochs": 1}):
        with pytest.raises(UserError, match="steps"):
            Trainer(BASE).run(**lengths)


def test_sets_are_measured_only_every_so_many_epochs():
    trainer = Trainer(BASE.but(evaluate_every=3))
    trainer.run(epochs=7)
    assert trainer.history.epochs.count == 3
    assert trainer.history.epochs.last("train_loss")[0] == 6
    assert (trainer.evaluation.epoch, trainer.evaluation.step) == (6, 36)


def test_before_the_first_step_there_is_nothing_but_the_first_evaluation():
    trainer = Trainer(BASE)
    assert np.isnan(trainer.last_row).all()
    assert not trainer.gradient.any()
    assert not trainer.update.any()
    assert trainer.evaluation == trainer.measure()
    assert trainer.evaluation.step == 0


def test_arrays_handed_out_are_copies():
    trainer = Trainer(BASE)
    trainer.advance(2)
    before = everything(trainer)
    for array in (trainer.parameters, trainer.gradient, trainer.update, *sum(trainer.weights, ())):
        array[...] = 7
    assert everything(trainer) == before
