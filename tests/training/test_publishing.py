"""A picture of the past gives way to commands, and is made after them unless nobody wants it any more."""

import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training import runner as module
from bplab.training.runner import Runner
from bplab.training.snapshot import Needs
from bplab.training.trainer import Trainer

SPEC = Experiment(data=DataSpec("gauss", points=23), layers=(Layer(3),), batch_size=7)


@pytest.fixture
def looked_back(monkeypatch):
    """Ask a resting run of 300 steps for step 200, and do something on the way there; what came of it."""
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.0)

    def make(act):
        runner, done = Runner(lambda _: None, lambda *_: None, print), []
        runner.restart(1, SPEC)
        runner.look(lambda trainer: trainer.run(steps=300))
        runner._loop.take_turn()
        advance, acted = Trainer.advance, []

        def on_the_way(trainer, _steps):
            if not acted:
                acted.append(act(runner, done))
            return advance(trainer, 1)

        monkeypatch.setattr(Trainer, "advance", on_the_way)
        runner.picture(200, Needs(), lambda snapshot: done.append(snapshot.step))
        for _ in range(5):
            runner._loop.take_turn()
        return done

    return make


def test_a_command_comes_first_and_the_way_is_gone_on_with(looked_back):
    assert looked_back(lambda runner, done: runner.look(lambda _: done.append("command"))) == ["command", 200]


def test_a_way_that_is_cancelled_ends(looked_back):
    assert looked_back(lambda runner, _: runner.cancel_replay()) == []


def test_who_asks_for_the_present_ends_the_way_to_the_past(looked_back):
    assert looked_back(lambda runner, _: runner.ask(Needs())) == []
