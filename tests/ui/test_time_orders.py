"""Orders of acts that nobody plans: the form, the views and the run agree all the same."""

from contextlib import suppress

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.explain.stages import Stop
from bplab.training import timeline
from bplab.training.snapshot import RunState

SPEC = Experiment(data=DataSpec("gauss", points=23, train_percent=100), layers=(Layer(3),), batch_size=7)
HIDDEN_HOLES = DataSpec("function", formula="sqrt(0.5 - sin(100*pi*x))")  # none at hundredths


@pytest.fixture
def here(table):
    return table(SPEC)


def agree(here):
    """Whether form, views and run are at the same settings, after all is done that was asked for."""
    for _ in range(3):
        here.turn()
    session, shot = here.session, here.shot
    return (shot.run, shot.spec) == (session.run, session.spec) and here.trainer.spec == session.spec


def train(here, steps):
    here.runner.step(steps)
    for _ in range(3):
        here.turn()


def test_a_drag_that_changes_the_run_and_then_leaves_it_is_undone_in_two_steps(here):
    session = here.session
    session.edit("Drag", session.spec.but(learning_rate=0.1), "drag")
    session.edit("Drag", session.spec.but(learning_rate=0.2), "drag")
    session.edit("Drag", session.spec.but(seed=2), "drag")
    session.edit("Drag", session.spec.but(seed=3), "drag")
    assert agree(here)
    session.undo_stack.undo()
    assert agree(here)
    assert session.spec.learning_rate == 0.2
    session.undo_stack.undo()
    assert agree(here)
    assert session.spec == SPEC


def test_a_run_is_returned_to_with_the_settings_with_which_it_was_left(here):
    session, first = here.session, here.session.run
    train(here, 2)
    old = session.spec
    session.edit("Change learning rate", session.spec.but(learning_rate=0.1))
    session.edit("Another seed", session.spec.but(seed=2))
    session.return_to(first, "the first", old, None)  # the list of runs has not heard of the change yet
    assert agree(here)
    assert session.spec.learning_rate == 0.1


@pytest.mark.parametrize("act", ["edit", "undo", "set", "undo set"])
def test_what_acts_on_the_latest_step_shows_it_again(here, act):
    session, stack = here.session, here.session.undo_stack
    train(here, 5)
    session.edit("Change learning rate", session.spec.but(learning_rate=0.1))
    if act == "undo set":
        session.set_parameter("W1[1,1]", 0.5, 0.0, started=True)
    here.turn()
    here.timeline.go_to(2)
    if "undo" in act:
        here.turn()
        stack.undo()
    elif act == "edit":  # its picture is on the way
        session.edit("Change learning rate", session.spec.but(learning_rate=0.2))
    else:
        session.set_parameter("W1[1,1]", 0.5, 0.0, started=True)
    assert here.timeline.step is None
    assert agree(here)
    assert (here.shot.step, session.is_past) == (5, False)


def test_a_branch_of_a_run_that_does_not_come_about_does_not_come_about_either(here):
    session = here.session
    train(here, 2)
    holes = Experiment(data=HIDDEN_HOLES, loss="half_squared", output=Output("identity"))
    session.open("Open what cannot be", holes)
    session.branch(0)
    for _ in range(5):
        with suppress(UserError):  # undo tries the run once more
            here.turn()
    assert (session.run, session.spec) == (1, SPEC)
    assert agree(here)


def test_undo_of_a_weight_set_in_the_past_that_is_not_waited_for_leads_back_to_the_branch(here, monkeypatch):
    session, stack = here.session, here.session.undo_stack
    train(here, 9)
    session.edit("Change learning rate", session.spec.but(learning_rate=0.1))
    here.turn()
    here.timeline.go_to(3)
    here.turn()
    session.set_parameter("W1[1,1]", 0.5, 0.0, started=True)
    here.turn()
    branch = session.run
    records = here.runner._runs.records
    monkeypatch.setattr(type(records[1]), "resume", lambda *_: None)  # cancelled
    stack.undo()
    for _ in range(3):
        here.turn()
    assert (session.run, stack.count(), stack.canRedo()) == (branch, 2, False)


def test_a_walk_ends_where_another_run_has_no_such_stage(here):
    session = here.session
    train(here, 3)
    session.branch(2)
    here.turn()
    small = session.run
    session.edit("Two layers", session.spec.but(layers=(Layer(3), Layer(3))))
    here.turn()
    here.move("next", "next", "next", "next")
    assert here.stepper.stop == Stop("forward", 3)
    session.return_to(small, "the branch", SPEC, here.runner._runs.records[small].parent)
    assert here.stepper.stop is None
    assert agree(here)


def test_a_run_that_failed_is_gone_on_from_before_it_failed(table, monkeypatch):
    monkeypatch.setattr(timeline, "MOST_SPACING", 1)
    chain = Experiment(
        data=DataSpec("gauss", points=23), layers=(Layer(2, "identity"), Layer(2, "identity")), batch_size=7,
        output=Output("identity"), loss="half_squared", learning_rate=20.0, optimizer="momentum",
    )  # fmt: skip
    here = table(chain)
    here.runner.play()
    while here.runner._runs.current.state is not RunState.DIVERGED:
        here.turn()
    end, parameters = here.trainer.step, here.trainer.parameters
    here.session.branch(end)
    here.turn()
    assert (here.trainer.step, here.trainer.divergence) == (end, None)
    np.testing.assert_array_equal(here.trainer.parameters, parameters)


def test_closing_the_window_ends_a_walk_that_goes_on_by_itself(driver):
    driver.until_shown()
    driver.lab.actions["layerwise"].trigger()
    driver.lab.actions["play"].trigger()
    assert driver.lab.stepper.is_playing
    driver.lab.window.close()
    assert not driver.lab.stepper.is_playing
