"""A script returns to any step of a run, to the bit, and goes on from there with other settings."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.experiment.presets import preset
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.scripting import Trainer

CIRCLE = preset("circle")


def same(one, other):
    """Whether two trainers are in the same state, with the same past."""
    assert (one.step, one.epoch, one.stopped, one.spec) == (
        other.step,
        other.epoch,
        other.stopped,
        other.spec,
    )
    assert one.parameters.tobytes() == other.parameters.tobytes()
    assert one.changes == other.changes
    mine, theirs = one.checkpoint(), other.checkpoint()
    assert {name: slot.tobytes() for name, slot in mine.slots.items()} == {
        name: slot.tobytes() for name, slot in theirs.slots.items()
    }
    assert (mine.memory, mine.evaluation) == (theirs.memory, theirs.evaluation)
    for name in one.history:
        np.testing.assert_array_equal(one.history[name], other.history[name])


def straight(spec, steps, changes=()):
    trainer = Trainer(spec, changes)
    trainer.run(steps=steps)
    return trainer


@pytest.mark.parametrize(
    ("optimizer", "last_batch", "dtype"),
    list(product(OPTIMIZERS, ("keep", "drop", "carry"), ("float64", "float32"))),
)
def test_any_step_comes_back_to_the_bit_and_goes_on_to_the_bit(optimizer, last_batch, dtype):
    layers = tuple(replace(layer, dropout=0.2) for layer in CIRCLE.layers)
    spec = CIRCLE.but(optimizer=optimizer, last_batch=last_batch, dtype=dtype, layers=layers)
    trainer = straight(spec, 130)
    before = trainer.checkpoint()
    for step in (0, 1, 77, 130):
        back = trainer.at(step)
        same(back, straight(spec, step))
        back.run(steps=140 - step)
        same(back, straight(spec, 140))
    assert trainer.step == 130
    np.testing.assert_array_equal(trainer.parameters, before.parameters)


def test_changes_made_until_there_are_part_of_it_and_later_ones_are_not():
    trainer = straight(CIRCLE, 20)
    trainer.change(trainer.spec.but(learning_rate=0.1))
    trainer.weights = [(2 * W, b) for W, b in trainer.weights]
    trainer.run(steps=20)
    trainer.change(trainer.spec.but(learning_rate=0.2))
    trainer.run(steps=20)
    assert [trainer.at(step).learning_rate for step in (19, 20, 39, 40, 60)] == [0.3, 0.1, 0.1, 0.2, 0.2]
    same(trainer.at(35), straight(CIRCLE, 35, trainer.changes[:-1]))


def test_it_begins_at_checkpoints_where_there_are_some(monkeypatch):
    trainer = straight(CIRCLE, 900)
    made = []
    monkeypatch.setattr(Trainer, "advance", lambda self, steps: made.append(steps) or 0)
    steps = [one.step for one in trainer.timeline.checkpoints]
    assert len(steps) > 3
    assert trainer.at(steps[3]).step == steps[3]
    assert trainer.at(900).step == 900
    assert made == []


def test_a_run_that_a_rule_stopped_comes_back_stopped_and_before_goes_on():
    trainer = straight(CIRCLE.but(epochs=3), 900)
    assert trainer.at(27).stopped == trainer.stopped == "All 3 epochs are done."
    earlier = trainer.at(20)
    assert not earlier.finished
    earlier.run(steps=900)
    same(earlier, trainer)


def test_a_run_that_diverged_can_be_continued_before_that():
    wild = preset("spiral").but(learning_rate=1000.0, loss="half_squared")
    wild = wild.but(output=replace(wild.output, activation="identity"))
    trainer = straight(wild, 900)
    assert trainer.divergence is not None
    last = trainer.at(trainer.step)
    assert last.divergence is None
    assert np.isfinite(last.parameters).all()
    calm = trainer.at(5).branch(learning_rate=0.0)
    calm.run(steps=10)
    assert calm.divergence is None


def test_a_branch_goes_on_with_other_live_settings_and_the_run_as_before():
    trainer = straight(CIRCLE, 50)
    branch = trainer.branch(learning_rate=0.05, momentum=0.5)
    assert (branch.spec, trainer.spec) == (CIRCLE.but(learning_rate=0.05, momentum=0.5), CIRCLE)
    branch.run(steps=50)
    trainer.run(steps=50)
    same(trainer, straight(CIRCLE, 100))
    same(branch, straight(CIRCLE, 100, branch.changes))
    assert branch.history["train_loss"][5] == trainer.history["train_loss"][5]
    assert branch.history["train_loss"][-1] != trainer.history["train_loss"][-1]
    layer = replace(CIRCLE.layers[0], dropout=0.5)
    assert trainer.at(9).branch(layers=(layer,)).spec.layers == (layer,)
    same(trainer.branch(), trainer)


def test_branches_of_branches_come_back_too():
    first = straight(CIRCLE, 30).branch(learning_rate=0.05)
    first.run(steps=30)
    second = first.at(45).branch(learning_rate=0.01)
    second.run(steps=30)
    same(second.at(20), straight(CIRCLE, 20))
    same(second.at(50), straight(CIRCLE, 50, second.changes))


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            6,
            "This run has made 5 steps, so there is no step 6 yet: .* choose a step from 0 to 5",
        ),
        (-1, "The number of steps must be a whole number, 0 or more, not -1"),
        (1.5, "must be a whole number, 0 or more, not 1.5"),
        ("2", "must be a whole number, 0 or more, not '2'"),
        (None, "must be a whole number, 0 or more, not None"),
    ],
)
def test_steps_that_there_are_not_are_refused_in_a_sentence(step, said):
    with pytest.raises(UserError, match=said):
        straight(CIRCLE, 5).at(step)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"batch_size": 8, "learning_rate": 1}, r"^batch_size cannot change during a run: bplab\.Trainer\("),
        ({"optimizer": "adam", "seed": 3}, "^optimizer, seed cannot change"),
        ({"data": replace(CIRCLE.data, noise=9.0)}, "^data cannot change"),
        ({"layers": ()}, "^layers cannot change"),
        ({"learning_rat": 1}, "no setting 'learning_rat'.*Did you mean 'learning_rate'"),
        ({"learning_rate": -1}, "must be a number from 0 to 1000"),
        ({"frozen": ("W9[1,1]",)}, "W9"),
    ],
)
def test_settings_that_cannot_change_are_refused_in_a_sentence(settings, said):
    with pytest.raises(UserError, match=said):
        straight(CIRCLE, 5).branch(**settings)
