"""A snapshot that takes long holds neither training nor what a person asks of it."""

import threading

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training import publishing as module
from bplab.training import run as runs
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer

SPEC = Experiment(layers=(Layer(8), Layer(8)), batch_size=8, data=DataSpec("circle", points=2000))


class Slow:
    """Snapshots of the output map that wait until they are let go on, and the thread they are taken in."""

    def __init__(self, monkeypatch):
        self.begun, self.go_on, self.taken = threading.Event(), threading.Event(), []
        original = runs.take_snapshot

        def take(build, checkpoint, history, needs, **given):
            if needs.map:
                self.taken.append((threading.current_thread().name, checkpoint.step))
                self.begun.set()
                assert self.go_on.wait(30)
            return original(build, checkpoint, history, needs, **given)

        monkeypatch.setattr(runs, "take_snapshot", take)
        monkeypatch.setattr(module, "AT_ONCE", 1e-3)  # the map's 40 x 40 samples take longer, by the estimate


@pytest.fixture
def slow(monkeypatch):
    return Slow(monkeypatch)


MAP = Needs(map=200, parameters=True)


def test_training_goes_on_and_pauses_while_a_map_is_being_made(lab, until, slow):
    with lab(SPEC) as here:
        here.runner.play()
        here.wait_state(RunState.RUNNING)
        here.runner.ask(MAP)
        assert slow.begun.wait(30)
        made, count = here.runner.steps_made, len(here.snapshots)
        until(lambda: here.runner.steps_made > made + 50, "training goes on")
        here.runner.pause()
        here.wait_state(RunState.PAUSED)
        assert len(here.snapshots) == count
        slow.go_on.set()
        here.wait(lambda: len(here.snapshots) > count)
        assert here.snapshots[-1].state is RunState.PAUSED  # asked anew of what is there now
        assert here.snapshots[-1].map is not None


def test_it_is_of_the_moment_it_was_asked_in(lab, until, slow):
    with lab(SPEC) as here:
        here.runner.play()
        here.wait_state(RunState.RUNNING)
        here.runner.ask(MAP)
        assert slow.begun.wait(30)
        made = here.runner.steps_made
        until(lambda: here.runner.steps_made > made + 50, "training goes on")
        count = len(here.snapshots)
        slow.go_on.set()
        here.wait(lambda: len(here.snapshots) > count)
        shot = here.snapshots[count]
        assert slow.taken[0] == ("bplab-jobs_0", shot.step)
        assert shot.history.steps.count == shot.step < here.runner.steps_made
        again = Trainer(SPEC)
        again.run(steps=shot.step)
        for one, two in zip(shot.weights, again.weights, strict=True):
            np.testing.assert_array_equal(one[0], two[0])


def test_a_run_that_was_left_meanwhile_is_not_shown(lab, slow):
    with lab(SPEC) as here:
        here.runner.ask(MAP)
        assert slow.begun.wait(30)
        here.runner.restart(2, SPEC.but(seed=5))
        here.wait(lambda: (2, RunState.IDLE) in here.states)
        count = len(here.snapshots)
        slow.go_on.set()
        here.wait(lambda: len(here.snapshots) > count)
        assert {shot.run for shot in here.snapshots[count:]} == {2}


def test_what_goes_wrong_in_it_is_told_like_any_other_bug(lab, monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 0.0)
    monkeypatch.setattr(runs, "take_snapshot", lambda *_args, **_given: 1 / 0)
    with lab(SPEC) as here:
        here.runner.ask(MAP)
        here.wait(lambda: any("ZeroDivisionError" in text for text, _ in here.errors))


def test_what_takes_little_is_made_at_once(lab, slow):
    with lab(SPEC) as here:
        assert here.shot(Needs(parameters=True)).weights is not None
        assert not slow.taken
