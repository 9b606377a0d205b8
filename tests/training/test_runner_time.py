"""The runner keeps its times: speeds, answers within an instant, the gate, and an end that always comes."""

import time

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training import runner as module
from bplab.training.snapshot import RunState

SPEC = Experiment(layers=(Layer(8), Layer(8)), batch_size=8)
SMALL = Experiment(data=DataSpec("xor_points"), batch_size=0)
FLAT_OUT = SPEC.but(data=DataSpec("circle", points=2000))


@pytest.mark.parametrize("speed", [20, 200, 2000])
def test_a_chosen_speed_is_kept(lab, speed):
    with lab(SPEC) as here:
        here.runner.set_speed(speed)
        here.runner.play()
        here.wait_state(RunState.RUNNING)
        begin = time.perf_counter()
        time.sleep(0.3)
        made, taken = here.shot().step, time.perf_counter() - begin
        assert 0.2 * speed * taken - 2 <= made <= speed * (taken + 0.1) + 2  # the clock may start late


def test_one_step_a_second_answers_at_once(lab):
    with lab(SPEC) as here:
        here.runner.set_speed(1)
        here.runner.play()
        while not here.runner.steps_made:
            time.sleep(0.001)
        begin = time.perf_counter()
        here.runner.pause()
        here.wait_state(RunState.PAUSED)
        assert time.perf_counter() - begin < 0.2
        assert here.shot().step == 1


@pytest.mark.parametrize("spec", [FLAT_OUT, SMALL], ids=["long epochs", "one step an epoch"])
def test_commands_are_acted_on_within_50_ms_while_training_flat_out(lab, spec):
    with lab(spec) as here:
        times = []
        for _ in range(20):
            here.runner.play()
            here.wait_state(RunState.RUNNING)
            time.sleep(0.01)
            begin = time.perf_counter()
            here.runner.pause()
            here.wait_state(RunState.PAUSED)
            times.append(time.perf_counter() - begin)
        assert np.median(times) < 0.05


def test_a_painter_that_never_opens_the_gate_delays_neither_training_for_long_nor_commands(lab):
    with lab(SPEC, opens_gate=False) as here:
        here.runner.play()
        here.wait_state(RunState.RUNNING)
        first = here.shot().step
        assert here.shot().step > first
        begin = time.perf_counter()
        here.runner.pause()
        here.wait_state(RunState.PAUSED)
        assert time.perf_counter() - begin < 0.5


def test_training_waits_at_the_gate_while_a_picture_is_painted(lab, monkeypatch):
    monkeypatch.setattr(module, "GATE_SECONDS", 5.0)
    with lab(SPEC, opens_gate=False) as here:
        here.runner.play()
        here.wait_state(RunState.RUNNING)
        here.shot()
        made = here.runner.steps_made
        time.sleep(0.05)
        assert here.runner.steps_made == made
        here.runner.open_gate()
        while here.runner.steps_made == made:
            time.sleep(0.001)


@pytest.mark.parametrize("doing", ["nothing", "training", "waiting at the gate", "slow"])
def test_closing_ends_the_thread_within_two_seconds_whatever_it_does(lab, doing):
    with lab(FLAT_OUT, opens_gate=False) as here:
        if doing == "slow":
            here.runner.set_speed(0.1)
        if doing != "nothing":
            here.runner.play()
            here.wait_state(RunState.RUNNING)
        if doing == "waiting at the gate":
            here.shot()
        begin = time.perf_counter()
        assert here.runner.close(2.0)
        assert time.perf_counter() - begin < 1


def test_a_runner_that_never_started_can_be_closed(lab):
    with lab(None, start=False) as here:
        assert here.runner.close()


def test_the_heart_beats_while_training_and_while_waiting(lab):
    with lab(SPEC) as here:
        for command in (here.runner.play, here.runner.pause):
            command()
            beat = here.runner.heartbeat
            time.sleep(0.02)
            here.shot()
            assert here.runner.heartbeat > beat
