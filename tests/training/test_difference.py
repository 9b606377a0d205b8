"""The first step at which two runs differ is found to the step, wherever they part."""

from dataclasses import replace

import numpy as np
import pytest

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import Layer
from bplab.training import difference as module
from bplab.training.difference import Difference, first_difference
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer

SPEC = PRESETS["circle"].spec


def run_of(spec, steps, number=1):
    """A run of so many steps that keeps checkpoints on the way."""
    run = Run(number, Trainer(spec))
    return on(run, steps)


def on(run, steps):
    end = run.trainer.step + steps
    while run.trainer.step < end:
        run.trainer.run(steps=min(9, end - run.trainer.step))
        run.mark()
    return run


def between(one, other, **options):
    return first_difference(Record.of(one), Record.of(other), **options)


def by_hand(one, other):
    """The first step after which parameters differ, from two undisturbed runs."""
    pair = [Trainer(run.trainer.build.spec, run.trainer.changes) for run in (one, other)]
    for step in range(min(one.trainer.step, other.trainer.step) + 1):
        if pair[0].parameters.tobytes() != pair[1].parameters.tobytes():
            return step
        for trainer in pair:
            trainer.stopped = ""
            trainer.run(steps=1)
    return None


def test_a_branch_differs_from_the_step_after_the_one_where_a_setting_changed():
    parent = run_of(SPEC, 700)
    branch = on(parent.branch(2, 540, SPEC.but(learning_rate=0.05)), 100)
    assert between(parent, branch) == between(branch, parent) == Difference(541, 640)


def test_a_setting_that_acts_later_makes_the_difference_later():
    spec = SPEC.but(clip=1e6)
    parent = run_of(spec, 300)
    branch = on(parent.branch(2, 100, spec.but(clip=0.1)), 200)
    branch_of_branch = on(branch.branch(3, 200, replace(branch.trainer.spec, clip=0.2)), 100)
    for one, other in ((parent, branch), (branch, branch_of_branch), (parent, branch_of_branch)):
        assert between(one, other).step == by_hand(one, other)


def test_a_weight_set_by_hand_is_different_at_once():
    parent = run_of(SPEC, 300)
    branch = parent.branch(2, 100)
    branch.trainer.set_parameters({"W1[1,2]": 0.5})
    assert between(parent, on(branch, 50)) == Difference(100, 150)


@pytest.mark.parametrize(
    ("settings", "step"),
    [
        ({"optimizer": "adam"}, 1),
        ({"batch_size": 8}, 1),
        ({"layers": (replace(SPEC.layers[0], activation="relu"),)}, 1),
        ({"seed": 9}, 0),
        ({"layers": (Layer(3),)}, 0),
        ({"dtype": "float32"}, 0),
        ({"data": replace(SPEC.data, noise=5.0)}, 1),
    ],
)
def test_what_differs_from_the_start_is_told_apart_at_once(settings, step):
    assert between(run_of(SPEC, 20), run_of(SPEC.but(**settings), 30)) == Difference(step, 20)


def test_what_has_no_effect_makes_no_difference():
    spec = SPEC.but(epochs=5)
    one, other = run_of(SPEC, 90), Run(2, Trainer(spec))
    for _ in range(2):
        other.trainer.run(steps=45)
        other.trainer.go_on()
    other.trainer.change(spec.but(stop="loss_below"))
    assert between(one, other) == Difference(None, 90)
    momentum = on(run_of(SPEC, 45).branch(3, 45, SPEC.but(momentum=0.1)), 45)  # SGD does not use it
    assert between(one, momentum) == Difference(None, 90)


def test_a_branch_that_has_not_gone_on_is_equal_as_far_as_it_goes():
    parent = run_of(SPEC, 90)
    assert between(parent, parent.branch(2, 45, SPEC.but(learning_rate=0.1))) == Difference(None, 45)
    assert between(parent, parent) == Difference(None, 90)


def test_runs_of_which_little_is_kept_are_compared_too():
    parent = run_of(SPEC, 300)
    branch = on(parent.branch(2, 250, SPEC.but(learning_rate=0.05)), 50)
    whole, reduced = Record.of(parent), Record.of(branch).reduced()
    assert first_difference(whole, reduced) == Difference(251, 300)
    assert first_difference(whole.reduced(), reduced) == Difference(251, 300)


def test_the_common_past_is_not_made_again(monkeypatch):
    parent = run_of(SPEC, 900)
    branch = on(parent.branch(2, 850, SPEC.but(learning_rate=0.05)), 50)
    begun, steps = [one.step for one in parent.timeline.checkpoints if one.step < 850][-1], []
    advance = Trainer.advance
    monkeypatch.setattr(Trainer, "advance", lambda self, most: steps.append(self.step) or advance(self, most))
    assert between(parent, branch).step == 851
    assert min(steps) == begun > 0


def test_it_tells_how_far_it_is_and_can_be_ended(monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0)
    one, other, seen = run_of(SPEC, 90), run_of(SPEC.but(momentum=0.1), 90), []
    assert between(one, other, go_on=lambda step: seen.append(step) or step < 30) is None
    assert seen == list(range(31))


def test_bits_are_compared_not_values():
    zero, minus = np.array([0.0, np.nan]), np.array([-0.0, np.nan])
    assert module._same_bits(minus, minus.copy())
    assert not module._same_bits(zero, minus)
    assert not module._same_bits(zero, zero.astype(np.float32))
