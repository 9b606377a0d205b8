"""Runs that were left come back to the bit; a run knows its past, and lets others branch off."""

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training import runs as module
from bplab.training.runs import Origin, Run, Runs
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer

SPEC = Experiment(
    data=DataSpec("gauss", points=23), layers=(Layer(3, dropout=0.2),), batch_size=7, optimizer="adam"
)
EVERY = Needs(parameters=True, gradients=True, updates=True, trace=1)


@pytest.fixture
def trained(monkeypatch):
    """A run that keeps a checkpoint every 10 steps, trained in portions, with a change on the way."""
    monkeypatch.setattr(module, "SPACING", 10)

    def make(steps, spec=SPEC):
        run = Run(1, Trainer(spec), spacing=10)
        while run.trainer.step < steps:
            run.trainer.advance(3)
            if run.trainer.step == 12:
                run.trainer.change(spec.but(learning_rate=0.05))
            run.mark()
        run.rest()
        return run

    return make


def same(one, other):
    for name in ("weights", "gradients", "updates"):
        for pairs in zip(getattr(one, name), getattr(other, name), strict=True):
            np.testing.assert_array_equal(pairs[0][0], pairs[1][0])
            np.testing.assert_array_equal(pairs[0][1], pairs[1][1])


def test_a_run_comes_back_from_its_record_and_goes_on_as_if_it_had_never_been_away(trained):
    stayed, left = trained(30), trained(30)
    back = left.record().resume()
    assert (back.number, back.state, back.title) == (1, RunState.PAUSED, "Run 1")
    same(back.picture(EVERY, 1), stayed.picture(EVERY, 1))
    for run in (stayed, back):
        run.trainer.run(steps=25)
    same(back.picture(EVERY, 1), stayed.picture(EVERY, 1))
    assert back.trainer.changes == stayed.trainer.changes
    assert (back.trainer.history["batch_loss"] == stayed.trainer.history["batch_loss"]).all()


@pytest.mark.parametrize("step", [0, 5, 12, 13, 29, 30])
def test_a_run_can_stand_again_where_it_stood(trained, step):
    run = trained(30)
    assert [checkpoint.step for checkpoint in run.checkpoints] == [12, 24]
    found, once = run.at(step), Trainer(SPEC, run.trainer.changes)
    once.run(steps=step)
    np.testing.assert_array_equal(found.parameters, once.parameters)
    assert (found.step, found.epoch, found.evaluation) == (once.step, once.epoch, once.evaluation)


def test_a_branch_has_its_own_way_and_says_where_it_came_from(trained):
    run = trained(30)
    before = run.trainer.parameters
    branch = run.branch(2, 20)
    assert (branch.number, branch.parent, branch.state) == (2, Origin(1, 20), RunState.PAUSED)
    branch.trainer.run(steps=10)
    np.testing.assert_array_equal(branch.trainer.parameters, before)  # nothing else was done to it
    branch.trainer.change(branch.trainer.spec.but(learning_rate=0.5))
    branch.trainer.run(steps=10)
    np.testing.assert_array_equal(run.trainer.parameters, before)


def test_checkpoints_are_few_and_far_between_in_a_long_run(trained):
    run = trained(2000)
    steps = [checkpoint.step for checkpoint in run.checkpoints]
    assert len(steps) <= module.MOST_CHECKPOINTS
    gaps = np.diff([0, *steps, run.trainer.step])
    assert gaps.max() <= 3 * run.spacing


def test_checkpoints_of_a_large_network_stay_within_their_bytes(trained, monkeypatch):
    monkeypatch.setattr(module, "MOST_CHECKPOINT_BYTES", 3 * Trainer(SPEC).checkpoint().nbytes)
    run = trained(300)
    assert 1 <= len(run.checkpoints) <= 3
    monkeypatch.setattr(module, "MOST_CHECKPOINT_BYTES", 1)
    assert trained(300).checkpoints == []


def test_of_runs_left_the_oldest_make_room(monkeypatch):
    runs = Runs()
    for number in range(1, 30):
        runs.begin(Run(number, Trainer(SPEC)))
    assert sorted(runs.records) == list(range(9, 29))
    monkeypatch.setattr(module, "MOST_BYTES", 3 * runs.records[28].nbytes)
    runs.begin(Run(30, Trainer(SPEC)))
    assert sorted(runs.records) == [27, 28, 29]
    monkeypatch.setattr(module, "MOST_BYTES", 1)
    runs.begin(Run(31, Trainer(SPEC)))
    assert sorted(runs.records) == [30]  # the last one is always known
    assert runs.find(28) is None
    assert runs.find(30).trainer.step == 0
    runs.forget(30)
    assert runs.find(30) is None
