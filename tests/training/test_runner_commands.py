"""Commands that come faster than they are obeyed."""

import threading

import pytest

from bplab.data.replay import MAKERS
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer

SPEC = Experiment(layers=(Layer(8), Layer(8)), batch_size=8)
HIDDEN_HOLES = DataSpec("function", formula="sqrt(0.5 - sin(100*pi*x))")  # none at hundredths
MANY = Experiment(data=DataSpec("xor", points=100_000, playground_seed="0.1"))
SMALL = Experiment(data=DataSpec("xor_points"), batch_size=0)


def held(here):
    """Keep the runner's thread busy until the event that is returned is set."""
    begun, go = threading.Event(), threading.Event()

    def look(_trainer):
        begun.set()
        go.wait()

    here.runner.look(look)
    begun.wait()
    return go


def test_of_the_runs_of_a_dragged_slider_only_the_newest_is_made(lab, monkeypatch):
    made = []
    with lab(SMALL) as here:
        go = held(here)
        monkeypatch.setattr(
            "bplab.training.making.Trainer",
            lambda spec, data: made.append(spec.seed) or Trainer(spec, data=data),
        )
        for number in range(2, 30):
            here.runner.restart(number, SMALL.but(seed=number))
            if number > 2:
                here.runner.forget(number - 1)
        go.set()
        here.wait(lambda: (29, RunState.IDLE) in here.states)
        assert here.shot().run == 29
        assert made == [29]
        assert sorted(here.runner._runs.records) == [1]
        assert not here.runner._forgotten
    assert not here.errors


@pytest.fixture
def drawing(monkeypatch):
    """A Playground's data set of very many points; the event is set when it is being drawn."""
    begun = threading.Event()

    def many(chance, points, noise):
        begun.set()
        for _ in range(50 * points):
            yield chance.random(), chance.random(), 1

    monkeypatch.setitem(MAKERS, "xor", many)
    return begun


def test_a_run_that_is_forgotten_while_its_data_is_drawn_is_given_up(lab, drawing):
    with lab(SMALL) as here:
        here.runner.restart(2, MANY)
        drawing.wait()
        here.runner.forget(2)
        here.runner.restart(3, SMALL)
        here.wait(lambda: (3, RunState.IDLE) in here.states)
        assert not [state for number, state in here.states if number == 2]
    assert not here.errors


def test_closing_does_not_wait_until_all_data_is_drawn(lab, drawing):
    with lab(SMALL) as here:
        here.runner.restart(2, MANY)
        drawing.wait()
        assert here.runner.close()
    assert not here.errors


def test_what_is_asked_while_commands_are_done_comes_after_a_turn(lab):
    with lab(SMALL) as here:
        go = held(here)
        here.runner.ask(Needs())
        here.runner.look(lambda _: here.runner.look(lambda _: shots.append(len(here.snapshots))))
        shots, before = [], len(here.snapshots)
        go.set()
        here.wait(lambda: len(here.snapshots) > before)
        here.shot()
        assert shots == [before + 1]


def test_a_run_that_cannot_begin_is_refused_and_edits_of_it_change_no_other(lab):
    spec = Experiment(data=HIDDEN_HOLES, loss="half_squared", output=Output("identity"))
    with lab(SPEC) as here:
        here.runner.step(2)
        here.wait_state(RunState.PAUSED)
        go = held(here)
        here.runner.restart(2, spec)
        here.runner.change(spec.but(learning_rate=0.5))
        here.runner.set_parameter("W1[1,1]", 7.0)
        go.set()
        here.wait(lambda: here.errors)
        assert (2, RunState.REFUSED) in here.states
        assert "the value is not finite" in here.errors[0][0]
        here.runner.restore(1, SPEC)
        here.wait_state(RunState.PAUSED)
        shot = here.shot()
        assert (shot.run, shot.step, shot.spec) == (1, 2, SPEC)
        assert shot.weights[0][0][0, 0] != 7.0
        assert len(here.errors) == 1


def test_closing_begins_nothing_that_was_still_to_be_done(lab):
    done, begun, closing = [], threading.Event(), threading.Event()

    def look(_trainer):
        begun.set()
        closing.wait()

    with lab(SMALL) as here:
        go = held(here)
        here.runner.look(look)
        here.runner.look(done.append)
        go.set()
        begun.wait()
        here.runner.close(0)
        closing.set()
    assert not done
