"""The runner obeys, and publishes what is asked for."""

import numpy as np

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer

SPEC = Experiment(layers=(Layer(8), Layer(8)), batch_size=8)
SMALL = Experiment(data=DataSpec("xor_points"), batch_size=0)
FLAT_OUT = SPEC.but(data=DataSpec("circle", points=2000))


def test_play_trains_and_pause_stops_at_a_step(lab, until):
    with lab(SPEC) as here:
        here.runner.play()
        here.wait_state(RunState.RUNNING)
        until(lambda: here.shot().step >= 100, "100 steps are made")
        here.runner.pause()
        here.wait_state(RunState.PAUSED)
        step = here.shot().step
        assert here.shot().step == step
        assert here.runner.steps_made == step


def test_what_was_trained_in_the_thread_is_what_is_trained_without_one(lab, until):
    with lab(SPEC) as here:
        here.runner.play()
        until(lambda: here.shot(Needs(map=9, evaluation=True)).step >= 300, "300 steps are made")
        here.runner.pause()
        here.wait_state(RunState.PAUSED)
        shot = here.shot()
    twin = Trainer(SPEC)
    twin.run(steps=shot.step)
    for (W, b), (V, c) in zip(shot.weights, twin.weights, strict=True):
        np.testing.assert_array_equal(W, V)
        np.testing.assert_array_equal(b, c)


def test_single_steps_and_epochs(lab):
    with lab(SPEC) as here:
        for wanted in (1, 2, 5):
            here.states.clear()
            here.runner.step(wanted)
            here.wait_state(RunState.PAUSED)
        assert here.shot().step == 8
        here.states.clear()
        here.runner.step_epoch()
        here.wait_state(RunState.PAUSED)
        shot = here.shot()
        assert (shot.epoch, shot.step) == (1, shot.steps_per_epoch)
        here.states.clear()
        here.runner.step_epoch()
        here.wait_state(RunState.PAUSED)
        assert here.shot().epoch == 2


def test_steps_asked_for_quickly_are_all_made(lab, until):
    with lab(SPEC) as here:
        for _ in range(20):
            here.runner.step(1)
        until(lambda: here.runner.steps_made >= 20, "20 steps are made")
        assert here.shot().step == 20
        for _ in range(3):
            here.runner.step_epoch()
        assert here.shot().steps_per_epoch == 35
        until(lambda: here.runner.steps_made >= 3 * 35, "three epochs are made")
        here.wait_state(RunState.PAUSED)
        assert (here.shot().step, here.shot().epoch) == (105, 3)


def test_restart_begins_again_and_goes_on_training_if_it_was(lab):
    with lab(SPEC) as here:
        here.runner.play()
        here.wait_state(RunState.RUNNING)
        here.runner.restart(2, SPEC.but(seed=5))
        here.wait(lambda: (2, RunState.RUNNING) in here.states)
        assert here.shot().spec.seed == 5
        assert here.snapshots[-1].run == 2
        here.runner.pause()
        here.wait_state(RunState.PAUSED)
        here.runner.restart(3, SPEC)
        here.wait(lambda: (3, RunState.IDLE) in here.states)
        assert here.shot().step == 0


def test_restore_gives_a_run_back_where_it_stood(lab):
    with lab(SPEC) as here:
        here.runner.step(7)
        here.wait_state(RunState.PAUSED)
        before = here.shot(Needs(parameters=True, gradients=True))
        here.runner.restart(2, SPEC.but(optimizer="adam"))
        here.runner.step(3)
        here.wait(lambda: (2, RunState.PAUSED) in here.states)
        here.runner.restore(1, SPEC)
        here.wait(lambda: here.states[-1] == (1, RunState.PAUSED))
        after = here.shot(Needs(parameters=True, gradients=True))
        assert (after.run, after.step) == (1, 7)
        assert after.history.continues(before.history)
        for name in ("weights", "gradients"):
            for one, two in zip(getattr(before, name), getattr(after, name), strict=True):
                np.testing.assert_array_equal(one[0], two[0])
        here.runner.restore(2, SPEC.but(optimizer="adam"))
        here.wait(lambda: here.states[-1] == (2, RunState.PAUSED))
        assert here.shot().step == 3
        here.runner.step(2)
        here.wait(lambda: here.states[-2:] == [(2, RunState.RUNNING), (2, RunState.PAUSED)])
        assert here.shot().step == 5


def test_a_forgotten_run_begins_again(lab):
    with lab(SPEC) as here:
        here.runner.step(7)
        here.wait_state(RunState.PAUSED)
        here.runner.restart(2, SPEC)
        here.runner.forget(1)
        here.runner.restore(1, SPEC)
        here.wait(lambda: here.states[-1][0] == 1)
        assert here.shot().step == 0


def test_live_changes_act_without_a_pause_and_others_are_refused(lab, until):
    with lab(SPEC) as here:
        here.runner.play()
        here.wait_state(RunState.RUNNING)
        here.runner.change(SPEC.but(learning_rate=0.0))
        until(lambda: not here.shot().learning_rate, "the learning rate is 0")
        one, two = here.shot(), here.shot()
        np.testing.assert_array_equal(one.weights[0][0], two.weights[0][0])
        here.runner.change(SPEC.but(seed=9))
        here.wait(lambda: here.errors)
        assert here.errors[0][1] is False
        assert "live" in here.errors[0][0]
        assert here.shot().state is RunState.RUNNING


def test_several_wishes_at_once_are_answered_together(lab):
    with lab(None, start=False) as here:
        here.runner.restart(1, SPEC)
        for needs in (Needs(parameters=True, map=5), Needs(tiles=4), Needs(map=9)):
            here.runner.ask(needs)
        here.runner.start()
        here.wait(lambda: here.snapshots)
    (shot,) = here.snapshots
    assert (shot.map.shape, shot.tiles[0].shape, shot.version) == ((1, 9, 9), (2, 4, 4), 1)
    assert shot.weights is not None


def test_a_paused_run_is_measured_at_this_very_step(lab):
    with lab(SPEC) as here:
        here.runner.step(3)
        here.wait_state(RunState.PAUSED)
        assert here.shot(Needs()).evaluation.step == 3


def test_rules_end_training_and_play_goes_on(lab):
    with lab(SMALL.but(epochs=5)) as here:
        here.runner.play()
        here.wait_state(RunState.DONE)
        shot = here.shot()
        assert (shot.epoch, shot.stopped, shot.state) == (5, "All 5 epochs are done.", RunState.DONE)
        here.states.clear()
        here.runner.play()
        here.wait_state(RunState.DONE)
        assert here.shot().epoch == 10
        here.runner.change(SMALL.but(epochs=20))
        here.wait_state(RunState.PAUSED)


def test_divergence_is_a_state_and_no_error(lab):
    spec = Experiment(
        data=DataSpec("plane"),
        layers=(Layer(4, "relu"),),
        output=Output("identity"),
        loss="mse",
        learning_rate=50.0,
    )
    with lab(spec) as here:
        here.runner.play()
        here.wait_state(RunState.DIVERGED)
        assert here.shot().divergence is not None
        assert not here.errors
        here.runner.play()
        here.wait(lambda: here.errors)
        assert here.errors[0][1] is False
        here.runner.change(spec.but(learning_rate=0.1))
        here.wait_state(RunState.DIVERGED)
        here.runner.restart(2, spec.but(learning_rate=0.01))
        here.runner.step(5)
        here.wait(lambda: here.states[-1] == (2, RunState.PAUSED))


def test_a_bug_is_reported_once_and_the_thread_survives(lab, monkeypatch):
    with lab(SPEC) as here:
        monkeypatch.setattr(Trainer, "advance_unless", lambda *_: 1 / 0)
        here.runner.play()
        here.wait_state(RunState.FAILED)
        here.wait(lambda: here.errors)
        text, bug = here.errors[0]
        assert bug
        assert "ZeroDivisionError" in text
        monkeypatch.undo()
        here.runner.restart(2, SPEC)
        here.runner.step(3)
        here.wait(lambda: here.states[-1] == (2, RunState.PAUSED))
        assert here.shot().step == 3


def test_a_bug_in_every_picture_does_not_shout_with_every_picture(lab, until, monkeypatch):
    pictures = []
    with lab(SPEC) as here:
        monkeypatch.setattr(Run, "picture", lambda *_: pictures.append(1) or 1 / 0)
        for number in range(1, 6):
            here.runner.ask(Needs())
            until(lambda number=number: len(pictures) == number, "the next picture is begun")
        here.wait(lambda: here.errors)
        assert len(here.errors) == 1
        assert [state for _, state in here.states].count(RunState.FAILED) == 1
        monkeypatch.undo()
        here.shot()


def test_a_run_that_cannot_be_is_refused_in_words_and_the_old_one_stays(lab):
    with lab(SPEC) as here:
        here.runner.step(2)
        here.wait_state(RunState.PAUSED)
        here.runner.restart(2, SPEC.but(batch_size=5000, last_batch="drop"))
        here.wait(lambda: here.errors)
        assert here.errors[0][1] is False
        shot = here.shot()
        assert (shot.run, shot.step) == (1, 2)


def test_without_a_run_nothing_happens(lab):
    with lab(None) as here:
        here.runner.play()
        here.runner.pause()
        here.runner.ask(Needs())
        here.runner.step_epoch()
        here.wait(lambda: here.errors)
        assert not here.snapshots


def test_every_run_is_kept_and_one_without_a_step_takes_little(lab):
    with lab(SMALL) as here:
        for number in range(2, 30):
            here.runner.restart(number, SMALL)
        here.wait(lambda: (29, RunState.IDLE) in here.states)
        here.shot()
        kept = here.runner._runs.records
        assert sorted(kept) == list(range(1, 29))
        assert sum(record.nbytes for record in kept.values()) < 1 << 20
