"""The runner keeps its times, by a clock of the test: speeds, answers, the gate, and a sure end."""

import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training import evaluation, gate, timeline
from bplab.training.evaluation import Evaluator
from bplab.training.loop import Loop
from bplab.training.pace import WORK_SECONDS
from bplab.training.runner import Runner
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer

SPEC = Experiment(layers=(Layer(8), Layer(8)), batch_size=8)
SMALL = Experiment(data=DataSpec("xor_points"), batch_size=0)
FLAT_OUT = SPEC.but(data=DataSpec("circle", points=2000))
EVER = 1e6  # seconds; who waits so long is not woken


class Clock:
    """Seconds that pass only where a runner waits, and by `step_seconds` for a step of training."""

    def __init__(self, monkeypatch, step_seconds):
        self.now, self.step_seconds = 0.0, step_seconds
        advance = Trainer.advance_unless

        def timed(trainer, interrupted, steps):
            made = advance(trainer, interrupted, steps)
            self.now += made * self.step_seconds
            return made

        monkeypatch.setattr(Trainer, "advance_unless", timed)
        monkeypatch.setattr(Loop, "wait", lambda _, seconds, _is_asked: self.wait(seconds))

    def wait(self, seconds):
        self.now += seconds


@pytest.fixture
def played(monkeypatch):
    """A training runner without a thread, whose turns the test takes, and its clock."""

    def make(spec, step_seconds=0.0, speed=0.0):
        clock = Clock(monkeypatch, step_seconds)
        runner = Runner(lambda _: None, lambda *_: None, lambda *_: None, clock=lambda: clock.now)
        runner.restart(1, spec)
        runner.set_speed(speed)
        runner.play()
        return runner, clock

    return make


@pytest.mark.parametrize("speed", [20, 200, 2000])
@pytest.mark.parametrize("step_seconds", [1e-7, 4e-4])
def test_a_chosen_speed_is_kept(played, speed, step_seconds):
    runner, clock = played(SPEC, step_seconds, speed)
    for _ in range(speed):
        runner._loop.take_turn()
    assert runner.steps_made == pytest.approx(speed * clock.now, rel=0.05, abs=1.5)
    assert runner.steps_made > speed / 3


def test_what_a_slow_spell_has_left_undone_is_not_made_up_for_at_once(played):
    runner, clock = played(SPEC, speed=200)
    for _ in range(50):
        runner._loop.take_turn()
    made = runner.steps_made
    clock.now += 60
    for _ in range(50):
        runner._loop.take_turn()
    assert runner.steps_made - made < 60


@pytest.mark.parametrize("spec", [FLAT_OUT, SMALL], ids=["long epochs", "one step an epoch"])
@pytest.mark.parametrize("step_seconds", [2e-4, 1e-3, 0.1])
def test_flat_out_it_looks_at_its_commands_every_few_milliseconds(played, spec, step_seconds):
    runner, clock = played(spec, step_seconds)
    turns = []
    for _ in range(40):
        begin = clock.now
        runner._loop.take_turn()
        turns.append(clock.now - begin)
    assert max(turns) <= max(3 * WORK_SECONDS, step_seconds * (1 + 1e-9))
    assert sum(turns[20:]) / 20 > WORK_SECONDS / 2  # nor does it look up all the time


def test_pause_acts_at_most_one_step_of_a_large_net_after_the_key(played, monkeypatch):
    runner, _ = played(FLAT_OUT, step_seconds=0.028)
    for _ in range(5):
        runner._loop.take_turn()
    before, advance = runner.steps_made, Trainer.advance_unless

    def key_meanwhile(trainer, interrupted, steps):
        runner.pause()
        return advance(trainer, interrupted, steps)

    monkeypatch.setattr(Trainer, "advance_unless", key_meanwhile)
    for _ in range(3):
        runner._loop.take_turn()
    assert runner.steps_made - before <= 1
    assert runner._runs.current.state is RunState.PAUSED


@pytest.fixture
def evaluating(played, monkeypatch):
    """A runner whose evaluations take long, interrupted by `command` in the middle of the third epoch's."""
    parts = []

    def make(command, spec=SPEC):
        runner, _ = played(spec, step_seconds=1e-3)
        runner._loop.take_turn()
        trainer, go_on = runner._runs.trainer, Evaluator.measure_unless

        def interrupted_once(evaluator, interrupted, *now):
            def asked():
                parts.append(trainer.epoch)
                if parts.count(3) == 5:
                    command(runner)
                return interrupted()

            return go_on(evaluator, asked, *now)

        monkeypatch.setattr(Evaluator, "measure_unless", interrupted_once)
        while not trainer.is_ending:
            runner._loop.take_turn()
        return runner, trainer

    monkeypatch.setattr(evaluation, "LONG", 0.0)
    monkeypatch.setattr(gate, "LONGEST", 0.0)
    return make


def test_a_pause_does_not_wait_for_an_evaluation_that_takes_long(evaluating):
    runner, trainer = evaluating(Runner.pause)
    runner._loop._commands.popleft()()
    assert runner._runs.current.state is RunState.PAUSED
    assert (trainer.epoch, trainer.evaluation.epoch, trainer.is_ending) == (3, 2, True)
    runner._loop.take_turn()
    alone = Trainer(SPEC)
    alone.run(epochs=3)
    assert (trainer.evaluation, trainer.is_ending) == (alone.evaluation, False)
    assert runner._runs.current.state is RunState.PAUSED


def test_a_rule_that_ends_training_is_heard_after_a_pause_before_its_evaluation(evaluating):
    runner, trainer = evaluating(Runner.pause, SPEC.but(epochs=3))
    for _ in range(2):
        runner._loop.take_turn()
    assert trainer.stopped
    assert runner._runs.current.state is RunState.DONE


@pytest.mark.parametrize(
    "command",
    [
        lambda runner: runner.change(SPEC.but(learning_rate=0.5)),
        lambda runner: runner.set_parameter("W1[1,1]", 2.0),
        lambda runner: runner.set_speed(0.0),
        lambda runner: runner.ask(Needs(parameters=True)),
    ],
    ids=["change", "parameter", "speed", "picture"],
)
def test_what_comes_in_the_middle_of_an_evaluation_leaves_the_run_a_function_of_its_changes(
    evaluating, command
):
    runner, trainer = evaluating(command)
    for _ in range(5):
        runner._loop.take_turn()
    alone = Trainer(SPEC, trainer.changes)
    alone.run(steps=trainer.step)
    assert trainer.parameters.tobytes() == alone.parameters.tobytes()
    assert trainer.evaluation == alone.evaluation


def test_a_command_does_not_wait_until_a_checkpoint_is_kept(played, monkeypatch):
    runner, _ = played(SPEC, step_seconds=1e-3)
    monkeypatch.setattr(timeline, "_first_spacing", lambda _trainer: 0)
    runner._loop.take_turn()
    run = runner._runs.current
    kept, advance = len(run.timeline.checkpoints), Trainer.advance_unless

    def key_meanwhile(trainer, interrupted, steps):
        runner.pause()
        return advance(trainer, interrupted, steps)

    monkeypatch.setattr(Trainer, "advance_unless", key_meanwhile)
    runner._loop.take_turn()
    assert kept == len(run.timeline.checkpoints) == 1


def test_no_checkpoint_is_kept_in_the_middle_of_an_evaluation(evaluating, monkeypatch):
    runner, trainer = evaluating(Runner.pause)
    monkeypatch.setattr(timeline, "_first_spacing", lambda _trainer: 0)
    runner._runs.current.mark()
    assert trainer.is_ending
    assert all(one.step < trainer.step for one in runner._runs.current.timeline.checkpoints)


@pytest.mark.parametrize("doing", ["training flat out", "waiting for the next step"])
def test_a_command_is_acted_on_whatever_training_does(lab, until, doing):
    with lab(FLAT_OUT) as here:
        if doing == "waiting for the next step":
            here.runner.set_speed(1 / EVER)
        for number in range(1, 11):
            here.runner.play()
            until(lambda number=number: here.runner.steps_made >= number, "a step is made")
            here.runner.pause()
            here.wait_state(RunState.PAUSED)
        assert here.shot().step == here.runner.steps_made


def test_a_painter_that_never_opens_the_gate_does_not_stop_training(lab, until):
    with lab(SPEC, opens_gate=False) as here:
        here.runner.play()
        first = here.shot().step
        until(lambda: here.runner.steps_made > first, "training goes on")


def test_commands_are_obeyed_while_training_waits_at_the_gate(lab, until, monkeypatch):
    monkeypatch.setattr(gate, "LONGEST", EVER)
    with lab(SPEC, opens_gate=False) as here:
        here.runner.play()
        here.wait_state(RunState.RUNNING)
        made, looks = here.shot().step, []
        for count in (1, 2, 3):
            here.runner.look(lambda trainer: looks.append(trainer.step))
            until(lambda count=count: len(looks) == count, "the trainer is looked at")
        assert looks == [made] * 3
        here.runner.pause()
        here.wait_state(RunState.PAUSED)
        assert here.runner.steps_made == made


def test_training_goes_on_when_the_gate_is_opened(lab, until, monkeypatch):
    monkeypatch.setattr(gate, "LONGEST", EVER)
    with lab(SPEC, opens_gate=False) as here:
        here.runner.play()
        here.wait_state(RunState.RUNNING)
        made = here.shot().step
        here.runner.open_gate()
        until(lambda: here.runner.steps_made > made, "training goes on")
        assert here.runner.waited > 0


@pytest.mark.parametrize("doing", ["nothing", "training", "waiting at the gate", "waiting for the next step"])
def test_closing_ends_the_thread_whatever_it_does(lab, monkeypatch, doing):
    monkeypatch.setattr(gate, "LONGEST", EVER)
    with lab(FLAT_OUT, opens_gate=False) as here:
        if doing == "waiting for the next step":
            here.runner.set_speed(1 / EVER)
        if doing != "nothing":
            here.runner.play()
            here.wait_state(RunState.RUNNING)
        if doing == "waiting at the gate":
            here.shot()


def test_a_runner_that_never_started_can_be_closed(lab):
    with lab(None, start=False) as here:
        assert here.runner.close()


def test_the_heart_beats_while_training_and_while_waiting(lab, until):
    with lab(SPEC) as here:
        for command in (here.runner.play, here.runner.pause):
            command()
            beat = here.runner.heartbeat
            until(lambda beat=beat: here.runner.heartbeat > beat, "the heart has beaten")
