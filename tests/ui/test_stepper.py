"""The walk through a step goes stage by stage; it changes nothing before Apply makes that very step."""

from itertools import product

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.explain.stages import Stop
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer
from bplab.ui.shell.status import walk_text

SPEC = Experiment(data=DataSpec("gauss", points=23, train_percent=100), layers=(Layer(3),), batch_size=7)
FIRST, LAST = Stop("forward", 0), Stop("update", 0)


def test_a_walk_stops_at_every_stage_and_makes_the_step_only_then(table):
    here = table(SPEC)
    seen = []
    for _ in here.stepper.stops:
        here.move("next")
        seen.append(here.stepper.stop)
        assert here.trainer.step == 0
    assert tuple(seen) == here.stepper.stops
    assert here.stepper.applies
    promised = here.stepper.trace.parameters
    here.move("next")
    assert (here.trainer.step, here.stepper.stop) == (1, FIRST)
    assert here.stepper.trace.start.step == 1
    for (W, b), (V, c) in zip(promised, here.trainer.weights, strict=True):
        np.testing.assert_allclose(W, V, rtol=1e-12)
        np.testing.assert_allclose(b, c, rtol=1e-12)


@pytest.mark.parametrize(("units", "is_crowded"), [(3, False), (30, True)])
def test_where_a_network_is_too_large_for_numbers_it_is_said_how_to_see_them(table, units, is_crowded):
    here = table(SPEC.but(layers=(Layer(units),)))
    here.move("next")
    assert ("click a neuron or a weight" in walk_text(here.stepper)) is is_crowded


def test_where_steps_go_by_stages_the_first_move_starts_at_the_inputs(table):
    here = table(SPEC)
    here.stepper.set_layerwise(True)
    here.turn()
    assert (here.stepper.stop, here.stepper.trace.start.step) == (None, 0)
    here.stepper.next()
    assert here.stepper.stop == FIRST


def test_previous_at_the_first_stop_shows_the_last_stop_of_the_step_before(table):
    here = table(SPEC)
    here.move(*["next"] * (len(here.stepper.stops) + 1))
    made = here.trainer.step
    here.move("previous")
    assert (here.stepper.past, here.stepper.stop) == (0, LAST)
    assert here.stepper.trace.start.step == 0
    assert not here.stepper.applies
    here.move("previous", "next", "next")
    assert (here.stepper.past, here.stepper.stop) == (None, FIRST)
    assert here.trainer.step == made


def test_there_is_nothing_before_the_first_step(table):
    here = table(SPEC)
    here.move("previous")
    assert not here.stepper.is_on
    here.move("next", "previous")
    assert (here.stepper.stop, here.stepper.has_previous) == (FIRST, False)


def test_leaving_at_any_stage_changes_nothing(table):
    here = table(SPEC)
    for far in range(1, len(here.stepper.stops) + 1):
        here.move(*["next"] * far, "done")
        assert (here.trainer.step, here.stepper.stop, here.stepper.is_on) == (0, None, False)


def test_moves_made_before_the_numbers_are_there_are_made_then(table):
    here = table(SPEC)
    stepper = here.stepper
    for move in (stepper.next, stepper.next, stepper.next, stepper.previous):
        move()
    here.turn()
    assert stepper.stop == Stop("forward", 1)


def test_a_live_edit_keeps_the_stage_with_new_numbers(table):
    here = table(SPEC)
    here.move("next", "next", "next")
    stop, before = here.stepper.stop, here.stepper.trace
    here.session.edit("Change learning rate", here.session.spec.but(learning_rate=0.5))
    here.turn()
    assert here.stepper.stop == stop
    assert here.stepper.trace is not before
    assert here.stepper.trace.start.learning_rate == 0.5


def test_a_live_edit_in_the_step_before_goes_on_from_there_as_a_branch(table):
    here = table(SPEC)
    here.move(*["next"] * (len(here.stepper.stops) + 1), "previous")
    here.session.edit("Change learning rate", here.session.spec.but(learning_rate=0.5))
    here.turn()
    here.turn()
    assert (here.stepper.past, here.stepper.stop) == (None, LAST)
    assert here.stepper.trace.start.step == 0
    assert here.stepper.trace.start.learning_rate == 0.5
    here.move("next")
    assert (here.trainer.step, here.session.run) == (1, 2)
    here.session.undo_stack.undo()
    here.turn()
    assert (here.trainer.step, here.session.run) == (1, 1)
    assert here.trainer.spec.learning_rate == SPEC.learning_rate


@pytest.mark.parametrize(
    "end",
    [
        lambda here: here.session.edit("Another seed", here.session.spec.but(seed=5)),
        lambda here: here.session.undo_stack.undo(),
        lambda here: here.session.restart(),
        lambda here: here.runner.play(),
        lambda here: here.runner.step(1),
        lambda here: here.runner.step_epoch(),
        lambda here: here.stepper.set_layerwise(False),
    ],
    ids=["edit", "undo", "reset", "play", "step", "epoch", "batch mode"],
)
def test_all_else_ends_the_walk_with_nothing_updated(table, end):
    here = table(SPEC)
    here.session.edit("Change learning rate", here.session.spec.but(learning_rate=0.5))
    here.stepper.set_layerwise(True)
    here.turn()
    here.move("next", "next")
    made = here.runner.steps_made
    end(here)
    assert here.runner.steps_made == made
    here.runner._loop.take_turn()
    while here.states:
        here.stepper.take_state(*here.states.pop(0))
    assert here.stepper.stop is None


def test_a_walk_begun_while_training_pauses_it(table):
    here = table(SPEC)
    here.runner.play()
    here.turn()
    here.turn()
    here.move("next")
    here.turn()
    assert here.stepper.stop == FIRST
    step = here.trainer.step
    here.turn()
    assert here.trainer.step == step == here.stepper.trace.start.step


def test_a_run_that_diverges_at_apply_ends_the_walk(table):
    here = table(SPEC.but(learning_rate=1000, output=Output("identity"), loss="half_squared"))
    here.session.edit("Identity", here.session.spec.but(layers=(Layer(3, "identity"),)))
    here.stepper.set_layerwise(True)
    here.turn()
    for _ in range(200):
        here.stepper.next()
        here.runner._loop.take_turn()
        while here.states:
            state = here.states[0][1]
            here.stepper.take_state(*here.states.pop(0))
            if state is RunState.DIVERGED:
                assert here.stepper.stop is None
                return
        here.turn()
    raise AssertionError("it never diverged")


VARIANTS = tuple(product(("keep", "drop", "carry"), (0.0, 0.4), ("float64", "float32")))


def walk_and_play_on(here, rng):
    moves = ["next"] * 24 + ["previous"] * 4 + ["done"]
    while here.trainer.step < 2:
        here.move(str(rng.choice(moves)))
    here.runner.step(9)
    for _ in range(3):
        here.turn()
    twin = Trainer(here.session.spec)
    twin.run(steps=here.trainer.step)
    for (W, b), (V, c) in zip(here.trainer.weights, twin.weights, strict=True):
        np.testing.assert_array_equal(W, V)
        np.testing.assert_array_equal(b, c)


def of(optimizer, last, dropout, dtype):
    return SPEC.but(optimizer=optimizer, last_batch=last, layers=(Layer(3, dropout=dropout),), dtype=dtype)


@pytest.mark.parametrize(("optimizer", "variant"), list(zip(OPTIMIZERS, VARIANTS, strict=False)))
def test_walking_in_any_order_and_playing_on_gives_the_bits_of_an_undisturbed_run(table, optimizer, variant):
    walk_and_play_on(table(of(optimizer, *variant)), np.random.default_rng(7))


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_bits_are_those_with_every_optimizer_last_batch_dropout_and_precision(table, optimizer, variant):
    for seed in range(3):
        walk_and_play_on(table(of(optimizer, *variant)), np.random.default_rng(seed))
