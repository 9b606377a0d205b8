"""Looks at the run: when, of which run, and at which cost."""

import pytest

from bplab.diagnosis.kinds import Diagnosis
from bplab.training.snapshot import RunState
from bplab.ui import diagnosing
from bplab.ui.diagnosing import BEAT, Diagnosing, Look, Pace

SICK = Diagnosis("vanishing", "f′ is the cause", "rms δ falls")


class Session:
    """A run whose training thread is this one."""

    def __init__(self):
        self.run, self.looks = 1, []

    def look(self, look):
        self.looks.append(look)


class Trainer:
    def __init__(self, step=100):
        self.step = step


class Desk:
    is_unsure = False

    def __init__(self):
        self.taken = []

    def take(self, look):
        self.taken.append(look)


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def watch(qapp, session, monkeypatch):
    monkeypatch.setattr(diagnosing, "_diagnosed", lambda trainer: (None, (SICK,) if trainer.step else ()))
    made = Diagnosing(session, lambda: made.seen, Desk, lambda look: look())
    made.seen = True
    return made


def beat(watch):
    """Let the time until the next look be over."""
    assert watch._timer.isActive()
    watch._timer.stop()
    watch._look()


def test_while_training_runs_a_look_follows_after_each_answer(watch, session):
    watch.take_state(1, RunState.RUNNING)
    beat(watch)
    assert not watch._timer.isActive()
    session.looks.pop()(Trainer())
    [look] = watch.desk.taken
    assert (look.run, look.found, look.at_rest) == (1, (SICK,), False)
    beat(watch)
    assert len(session.looks) == 1


def test_what_is_unsure_is_looked_at_again_soon(watch, session):
    for unsure, seconds in ((False, 9.0), (True, BEAT)):
        watch.take_state(1, RunState.RUNNING)
        watch._timer.stop()
        watch.desk = Desk()
        watch.desk.is_unsure = unsure
        watch.looked.emit(Look(1, None, (), at_rest=False, pause=9.0))
        assert watch._timer.interval() == 1000 * seconds


def test_at_rest_one_look_is_enough(watch, session):
    watch.take_state(1, RunState.PAUSED)
    beat(watch)
    session.looks.pop()(Trainer())
    assert watch.desk.taken[0].at_rest
    assert not watch._timer.isActive()


def test_before_there_is_something_to_say_nothing_is_made(watch, session):
    watch.take_state(1, RunState.IDLE)
    beat(watch)
    session.looks.pop()(Trainer(step=0))
    assert watch.desk is None


def test_a_run_that_nobody_sees_is_not_looked_at_while_it_trains(watch, session):
    watch.seen = False
    watch.take_state(1, RunState.RUNNING)
    beat(watch)
    assert session.looks == []
    watch.seen = True
    beat(watch)
    assert len(session.looks) == 1


def test_the_state_of_another_run_says_nothing(watch, session):
    watch.take_state(2, RunState.RUNNING)
    assert not watch._timer.isActive()


def test_looks_take_half_a_percent_of_the_threads_own_time():
    clock, used = iter([0.0, 10.0]), iter([0.0, 0.004, 5.0, 5.02])
    pace = Pace(lambda: next(clock), lambda: next(used))
    pace.begin()
    assert pace.end() == BEAT
    pace.begin()
    assert pace.end() == pytest.approx(8.0)  # 20 ms of a thread that has half a processor


def test_without_an_answer_nothing_is_asked_again(watch, session):
    watch.take_state(1, RunState.RUNNING)
    beat(watch)
    watch.looked.emit(Look(1, None, (), at_rest=False))
    watch.stop()
    assert not watch._timer.isActive()
