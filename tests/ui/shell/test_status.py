from types import SimpleNamespace

import pytest

from bplab.training.snapshot import Divergence, RunState
from bplab.ui.shell.status import StatusBar, rate_text
from bplab.ui.style.theme import Theme


@pytest.fixture
def status(qtbot):
    theme = Theme("light")
    status = StatusBar(theme)
    qtbot.addWidget(status)
    yield status
    theme.deleteLater()


def snapshot(state, step=0, **changes):
    values = {"run": 1, "steps_per_epoch": 9, "divergence": None, "stopped": "", "end": step}
    values |= {"is_exact": True} | changes
    values["is_past"] = step < values["end"]
    return SimpleNamespace(state=state, step=step, shape=SimpleNamespace(parameters=1570), **values)


def test_speed_is_measured_over_half_a_second_of_training(status):
    status.show_snapshot(snapshot(RunState.RUNNING, 0), now=10.0)
    assert status.text == "Training on a background thread · 1,570 parameters"
    status.show_snapshot(snapshot(RunState.RUNNING, 300), now=10.3)
    assert "/s" not in status.text
    status.show_snapshot(snapshot(RunState.RUNNING, 360), now=11.0)
    assert status.text == "Training on a background thread · 40 epochs/s · 1,570 parameters"


def test_a_pause_is_not_counted_into_the_speed(status):
    status.show_snapshot(snapshot(RunState.RUNNING, 0), now=0.0)
    status.show_snapshot(snapshot(RunState.PAUSED, 90), now=1.0)
    assert status.text == "Paused · 90 steps made · 1,570 parameters"
    status.show_snapshot(snapshot(RunState.RUNNING, 90), now=100.0)
    status.show_snapshot(snapshot(RunState.RUNNING, 180), now=101.0)
    assert "10 epochs/s" in status.text


def test_another_run_is_measured_afresh(status):
    status.show_snapshot(snapshot(RunState.RUNNING, 900), now=0.0)
    status.show_snapshot(snapshot(RunState.RUNNING, 9, run=2), now=1.0)
    assert "/s" not in status.text


@pytest.mark.parametrize(
    ("state", "changes", "text"),
    [
        (RunState.IDLE, {}, "Ready · before the first step; nothing has been updated yet · 1,570 parameters"),
        (
            RunState.DONE,
            {"stopped": "The loss fell below 0.01."},
            "Done · The loss fell below 0.01 · 1,570 parameters",
        ),
        (
            RunState.DIVERGED,
            {"divergence": Divergence(1204, 1, "z")},
            "Diverged at step 1,204 · 1,570 parameters",
        ),
        (RunState.FAILED, {}, "Failed · 1,570 parameters"),
    ],
)
def test_every_state_is_said_in_words(status, state, changes, text):
    status.show_snapshot(snapshot(state, **changes))
    assert status.text == text


@pytest.mark.parametrize(
    ("rate", "per_epoch", "text"),
    [
        (None, 9, ""),
        (360, 9, "40 epochs/s"),
        (4, 9, "4 steps/s"),
        (123456, 1, "120,000 epochs/s"),
        (13, 9, "1.4 epochs/s"),
    ],
)
def test_a_measured_speed_has_two_digits(rate, per_epoch, text):
    assert rate_text(rate, per_epoch) == text


def test_a_hint_stands_at_the_right(status):
    status.set_hint("Esc closes")
    assert status._right.text() == "Esc closes"
    assert status.height() == 24


def test_a_slow_speed_is_measured_over_the_steps_it_makes(status):
    for now in range(40):
        status.show_snapshot(snapshot(RunState.RUNNING, now // 4), now=now / 4)
        assert " 0 steps/s" not in status.text
    assert "1 step/s" in status.text


def test_a_chosen_speed_is_named_where_it_holds_training_back(status):
    status.set_speed(1.0)
    for now in range(4):
        status.show_snapshot(snapshot(RunState.RUNNING, now), now=float(now))
    assert "1 step/s, as chosen" in status.text
    status.set_speed(1000.0)
    status.show_snapshot(snapshot(RunState.RUNNING, 4), now=4.0)
    assert "as chosen" not in status.text


def test_a_past_step_is_said_with_the_steps_made(status):
    status.show_snapshot(snapshot(RunState.PAUSED, 540, end=1800), now=0.0)
    assert status.text == "Looking at step 540 of 1,800 · 1,570 parameters"
    status.show_snapshot(snapshot(RunState.PAUSED, 540, end=1800, is_exact=False), now=0.0)
    assert status.text == "Looking at ≈ step 540 of 1,800 · 1,570 parameters"


def test_what_is_trained_in_the_background_is_told_beside_the_run(status):
    status.show_background("Other seeds: 5 of 16 done")
    status.show_snapshot(snapshot(RunState.PAUSED, 90), now=1.0)
    assert status.text == "Paused · 90 steps made · 1,570 parameters · Other seeds: 5 of 16 done"
    status.show_background("")
    assert status.text == "Paused · 90 steps made · 1,570 parameters"
