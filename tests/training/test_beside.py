"""Runs can be pictured beside the current one, at any of their steps, and are let go of afterwards."""

import gc
import weakref

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training.beside import Beside
from bplab.training.difference import Difference
from bplab.training.loop import Loop
from bplab.training.record import ReducedRecord
from bplab.training.replay_watch import ReplayWatch
from bplab.training.run import Run
from bplab.training.runs import Runs
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer

SPEC = Experiment(data=DataSpec("gauss", points=23), layers=(Layer(3),), batch_size=7)
FASTER = SPEC.but(learning_rate=0.5)
WEIGHTS = Needs(parameters=True)


class Place:
    """Runs without a thread: a parent of 30 steps, and its branch at step 20, which is current, of 26."""

    def __init__(self):
        self.loop, self.runs, self.shots = Loop("test", lambda: None, self._failed), Runs(), []
        self.reports = []
        self.beside = Beside(self.loop, self.runs, ReplayWatch(self.loop, self.reports.append))
        parent = Run(1, Trainer(SPEC))
        parent.trainer.run(steps=30)
        parent.rest()
        branch = parent.branch(2, 20, FASTER)
        branch.trainer.run(steps=6)
        branch.rest()
        self.runs.begin(parent)
        self.runs.begin(branch)

    def _failed(self, text, _bug):
        raise AssertionError(text)

    def turn(self):
        self.loop.take_turn()

    def shot(self, number, step):
        self.beside.picture(number, step, WEIGHTS, self.shots.append)
        self.turn()
        return self.shots[-1]


@pytest.fixture
def place():
    return Place()


def once(spec, steps, changes=()):
    trainer = Trainer(spec, changes)
    trainer.run(steps=steps)
    return trainer


def same(shot, trainer):
    for (W, b), (V, c) in zip(shot.weights, trainer.weights, strict=True):
        np.testing.assert_array_equal(W, V)
        np.testing.assert_array_equal(b, c)


def test_any_run_is_pictured_at_any_step_and_beyond_its_end_as_it_is_there(place):
    changes = place.runs.current.trainer.changes
    for step in (0, 7, 20, 25, 26, 28, 30, 31):
        left, right = place.shot(1, step), place.shot(2, step)
        assert (left.run, left.step, left.end) == (1, min(step, 30), 30)
        assert (right.run, right.step, right.end) == (2, min(step, 26), 26)
        same(left, once(SPEC, left.step))
        same(right, once(SPEC, right.step, [one for one in changes if one.step <= right.step]))
        assert (left.past is None, right.past is None) == (step >= 30, step >= 26)
        assert left.evaluation.step == left.step


def test_the_current_run_and_the_records_stay_as_they_are(place):
    before, records = place.runs.current.trainer.parameters.tobytes(), dict(place.runs.records)
    place.shot(1, 5)
    place.shot(2, 5)
    assert place.runs.current.trainer.parameters.tobytes() == before
    assert (place.runs.current.number, place.runs.current.state) == (2, RunState.PAUSED)
    assert place.runs.records == records


def test_only_the_moment_of_a_run_that_was_requested_last_is_pictured(place):
    for step in (3, 9, 12):
        place.beside.picture(1, step, WEIGHTS, place.shots.append)
        place.beside.picture(2, step + 1, WEIGHTS, place.shots.append)
    place.turn()
    assert [(shot.run, shot.step) for shot in place.shots] == [(1, 12), (2, 13)]


def test_a_run_of_which_little_is_kept_is_trained_again_first_to_the_bit(place):
    place.runs.records[1] = place.runs.records[1].reduced()
    assert isinstance(place.runs.records[1], ReducedRecord)
    same(place.shot(1, 30), once(SPEC, 30))
    same(place.shot(1, 11), once(SPEC, 11))


def test_after_the_end_nothing_is_held_and_nothing_is_answered(place):
    place.shot(1, 30)
    held = weakref.ref(place.beside.held[1])
    place.beside.picture(1, 4, WEIGHTS, place.shots.append)
    place.beside.compare(1, 2, place.shots.append)
    place.beside.end()
    place.turn()
    gc.collect()
    assert held() is None
    assert not place.beside.held
    assert len(place.shots) == 1
    place.shot(3, 4)  # there is no such run
    assert len(place.shots) == 1


def test_two_runs_are_compared_after_what_was_requested_meanwhile(place, monkeypatch):
    found, asked = [], []

    def search(one, other, go_on):
        asked.append((one.number, other.number))
        if len(asked) == 1:
            place.beside.picture(1, 4, WEIGHTS, found.append)
        return Difference(21, 26) if go_on(3) else None

    monkeypatch.setattr("bplab.training.beside.first_difference", search)
    place.beside.compare(1, 2, found.append)
    for _ in range(3):
        place.turn()
    assert asked == [(1, 2)] * 2
    assert [getattr(one, "step", None) for one in found] == [4, 21]


def test_the_first_difference_of_a_branch_is_the_step_after_it(place):
    found = []
    place.beside.compare(1, 2, found.append)
    place.turn()
    assert found == [Difference(21, 26)]
