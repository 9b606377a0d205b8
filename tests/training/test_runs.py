"""Runs that were left come back to the bit; a run knows its past, and lets others branch off."""

from dataclasses import replace

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training import runs as module
from bplab.training import timeline
from bplab.training.changes import Change
from bplab.training.record import Record, ReducedRecord
from bplab.training.run import Origin, Run
from bplab.training.runs import Runs
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer

SPEC = Experiment(
    data=DataSpec("gauss", points=23), layers=(Layer(3, dropout=0.2),), batch_size=7, optimizer="adam"
)
EVERY = Needs(parameters=True, gradients=True, updates=True, trace=1)
MEASURED = EVERY | Needs(evaluation=True)


@pytest.fixture
def trained(monkeypatch):
    """A run that keeps a checkpoint every 10 steps, trained in portions, with a change on the way."""
    monkeypatch.setattr(timeline, "MOST_SPACING", 10)

    def make(steps, spec=SPEC):
        run = Run(1, Trainer(spec), title="First")
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
    back = Record.of(left).resume()
    assert (back.number, back.state, back.title) == (1, RunState.PAUSED, "First")
    same(back.picture(EVERY, 1), stayed.picture(EVERY, 1))
    for run in (stayed, back):
        run.trainer.run(steps=25)
    same(back.picture(EVERY, 1), stayed.picture(EVERY, 1))
    assert back.trainer.changes == stayed.trainer.changes
    assert (back.trainer.history["batch_loss"] == stayed.trainer.history["batch_loss"]).all()


def whole_state(trainer):
    made = trainer.checkpoint()
    arrays = [made.parameters, made.dead, *made.slots.values(), *map(trainer.history.get, trainer.history)]
    return [array.tobytes() for array in arrays], made.step, made.memory, made.evaluation, trainer.changes


@pytest.mark.parametrize("step", [0, 5, 12, 13, 29, 30])
def test_a_run_can_stand_again_where_it_stood(trained, step):
    """With its history, and with what the stop rules remember."""
    run = trained(30)
    assert [checkpoint.step for checkpoint in run.timeline.checkpoints] == [12, 24]
    once = Trainer(SPEC, run.trainer.changes)
    once.run(steps=step)
    assert whole_state(run.at(step)) == whole_state(once)


def test_a_moment_is_pictured_as_it_was_whichever_way_one_comes_to_it(trained):
    run = trained(60)
    for step in (40, 41, 39, 3, 60, 2, 0, 59, 31, 30):
        once = Run(2, Trainer(SPEC, run.trainer.changes))
        once.trainer.run(steps=step)
        once.rest()
        past, then = run.picture_at(step, MEASURED, 1), once.picture(MEASURED, 1)
        same(past, then)
        assert (past.step, past.epoch, past.state, past.spec) == (
            then.step,
            then.epoch,
            then.state,
            then.spec,
        )
        assert past.evaluation == then.evaluation
        assert (past.history["batch_loss"] == then.history["batch_loss"]).all()
        assert (past.end, past.whole.steps.count, past.history.steps.count) == (60, 60, step)


def test_a_branch_has_its_own_way_and_says_where_it_came_from(trained):
    run = trained(30)
    before, rows = run.trainer.parameters, run.trainer.history["batch_loss"]
    branch = run.branch(2, 20)
    assert (branch.number, branch.parent, branch.state) == (2, Origin(1, 20), RunState.PAUSED)
    branch.trainer.run(steps=10)
    np.testing.assert_array_equal(branch.trainer.parameters, before)  # nothing else was done to it
    np.testing.assert_array_equal(branch.trainer.history["batch_loss"], rows)
    other = run.branch(3, 20, run.trainer.spec.but(learning_rate=0.5))
    other.trainer.run(steps=10)
    assert other.trainer.changes[-1] == Change(20, "learning_rate", 0.5)
    np.testing.assert_array_equal(other.trainer.history["batch_loss"][:20], rows[:20])
    assert (other.trainer.history["batch_loss"][20:] != rows[20:]).any()
    np.testing.assert_array_equal(run.trainer.parameters, before)
    np.testing.assert_array_equal(run.trainer.history["batch_loss"], rows)


def test_a_branch_of_a_branch_knows_the_past_of_both(trained):
    run = trained(30)
    branch = run.branch(2, 20).branch(3, 5)
    once = Trainer(SPEC, run.trainer.changes)
    once.run(steps=5)
    assert whole_state(branch.trainer) == whole_state(once)
    assert branch.parent == Origin(2, 5)


def test_the_way_to_a_moment_can_be_ended(trained):
    run = trained(30)
    assert run.at(29, lambda _step: False) is None
    assert run.picture_at(29, EVERY, 1, lambda _step: False) is None
    assert run.branch(2, 29, go_on=lambda _step: False) is None
    assert run.picture_at(29, EVERY, 1).step == 29


def test_every_run_is_kept_and_the_oldest_of_them_make_room(trained, monkeypatch):
    runs, changed = Runs(), trained(30)
    runs.begin(changed)
    for number in range(2, 5):
        run = Run(number, Trainer(SPEC))
        run.trainer.run(steps=number)
        runs.begin(run)
    assert all(isinstance(record, Record) for record in runs.records.values())
    monkeypatch.setattr(module, "MOST_BYTES", runs.records[3].nbytes)
    runs.begin(Run(5, Trainer(SPEC)))
    kinds = {number: type(record) for number, record in runs.records.items()}
    assert kinds == {1: ReducedRecord, 2: ReducedRecord, 3: ReducedRecord, 4: Record}
    assert len(runs.records[1].curve("batch_loss").x) == 30
    assert runs.records[1].resume(lambda _step: False) is None
    found = runs.records[1].resume()
    assert whole_state(found.trainer) == whole_state(changed.trainer)
    assert (found.state, found.title) == (RunState.PAUSED, "First")
    assert [checkpoint.step for checkpoint in found.timeline.checkpoints]
    runs.forget(1)
    assert 1 not in runs.records


def test_a_run_that_diverged_diverges_again_when_it_is_trained_again():
    chain = Experiment(
        data=DataSpec("gauss", points=23), layers=(Layer(2, "identity"), Layer(2, "identity")),
        output=Output("identity"), loss="half_squared", learning_rate=1000.0,
    )  # fmt: skip
    run = Run(1, Trainer(chain))
    run.trainer.run(steps=50)
    assert run.trainer.divergence is not None
    again = Record.of(run).reduced().resume()
    run.rest()
    assert (again.state, again.trainer.divergence) == (run.state, run.trainer.divergence)


def test_checkpoints_of_earlier_runs_share_their_room(trained, monkeypatch):
    runs = Runs()
    monkeypatch.setattr(module, "KEPT_BYTES", 12_000)
    for number in (1, 2, 3):
        run = trained(300)
        run.number = number
        runs.begin(run)
    kept = [len(runs.records[number].checkpoints) for number in (1, 2)]
    assert 0 < min(kept) <= max(kept) < 10
    assert runs.records[1].resume().at(290).step == 290


def test_the_figures_of_a_run_are_those_of_its_last_step_which_may_lie_within_an_epoch(trained):
    run = trained(30)
    run.trainer.run(steps=1)
    assert run.trainer.evaluation.step == 30
    record = Record.of(run)
    assert record.evaluation == record.reduced().evaluation == run.trainer.measure()
    assert record.now.evaluation.step == 30  # what the run goes on with


def test_data_of_earlier_runs_count_unless_the_current_run_shares_them():
    runs = Runs()
    for number, noise in ((1, 10), (2, 10), (3, 20)):
        spec = SPEC.but(data=DataSpec("gauss", points=5000, noise=noise))
        run = Run(number, Trainer(spec))
        run.trainer.run(steps=1)
        runs.begin(run)
        own = sum(record.nbytes for record in runs.records.values())
        assert runs.nbytes - own == (runs.records[1].build.nbytes if number == 3 else 0)


def test_the_figures_of_a_run_that_is_left_while_it_is_trained_are_those_of_its_last_step(trained):
    runs, run = Runs(), trained(30)
    run.trainer.run(steps=1)
    run.state = RunState.RUNNING
    runs.begin(run)
    runs.begin(Run(2, Trainer(SPEC)))
    assert runs.records[1].evaluation.step == 31


def test_adopted_runs_take_the_place_of_all_others(trained):
    runs = Runs()
    runs.begin(trained(6))
    opened, beside = trained(30), Record.of(trained(12))
    runs.adopt([replace(beside, number=8)])
    opened.number = 9
    runs.begin(opened)
    assert [record.number for record in runs.collected] == [8, 9]
    assert runs.current.trainer.step == 30
