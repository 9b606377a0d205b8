"""However one goes through time in the lab, each step shown is that of a fresh run, and no run is lost."""

from itertools import product

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training import runs as runs_module
from bplab.training import timeline, trail
from bplab.training.changes import spec_after
from bplab.training.replay import replay
from bplab.training.trainer import Trainer

SPEC = Experiment(
    data=DataSpec("gauss", points=23, noise=20, train_percent=100), layers=(Layer(3),), batch_size=7,
    learning_rate=0.05,
)  # fmt: skip
VARIANTS = tuple(product(("keep", "drop", "carry"), (0.0, 0.4), ("float64", "float32")))
LIVE = (
    {"learning_rate": 0.2},
    {"learning_rate": 0.01, "schedule": "cosine", "schedule_epochs": 9.0},
    {"momentum": 0.5, "beta1": 0.5},
    {"regularization": "l1_prune", "regularization_rate": 0.5},
    {"epochs": 3},
)
RESTARTS = ({"seed": 2}, {"seed": 3}, {"batch_size": 5}, {"layers": (Layer(2), Layer(3))})


def spec_of(optimizer, last, dropout, dtype):
    return SPEC.but(optimizer=optimizer, last_batch=last, layers=(Layer(3, dropout=dropout),), dtype=dtype)


class Person:
    """Does what the dice say at a lab whose runner's turns are taken by hand."""

    def __init__(self, here, rng):
        self.here, self.rng = here, rng
        self.known = {}  # the steps made by each run

    def whole(self, low, high):
        return int(self.rng.integers(low, high + 1))

    def act(self):
        here = self.here
        acts = [
            self.train, self.train, self.go_to, self.go_to, self.go_to, here.timeline.latest, self.walk,
            self.walk, self.layerwise, self.change, self.change, self.restart, self.set_by_hand,
            self.branch, self.undo, self.undo, here.session.undo_stack.redo, self.return_to, self.play,
            here.timeline.stay,
        ]  # fmt: skip
        acts[self.whole(0, len(acts) - 1)]()
        if self.rng.random() < 0.7:
            self.rest()
            self.compare()

    def rest(self):
        here = self.here
        here.runner.pause()
        for _ in range(4):
            here.turn()

    def compare(self):
        here, shot, trainer = self.here, self.here.shot, self.here.trainer
        session, current = here.session, here.runner._runs.current
        assert (shot.run, shot.spec) == (session.run, session.spec)
        assert shot.step == (trainer.step if here.timeline.step is None else here.timeline.step)
        then = Trainer(trainer.build.spec, [one for one in trainer.changes if one.step <= shot.step])
        replay(then, shot.step)
        for (W, b), (V, c) in zip(shot.weights, then.weights, strict=True):
            assert (W.tobytes(), b.tobytes()) == (V.tobytes(), c.tobytes())
        steps = {number: one.now.step for number, one in here.runner._runs.records.items()}
        steps[current.number] = trainer.step
        for number, step in self.known.items():
            assert steps[number] >= step
        self.known = {number: step for number, step in steps.items() if step}

    def train(self):
        here, commands = self.here, self.here.commands
        (commands.step_batch, commands.step_epoch, commands.play_or_pause)[self.whole(0, 2)]()
        for _ in range(self.whole(0, 3)):
            here.turn()

    def play(self):
        self.here.commands.play_or_pause()

    def go_to(self):
        self.here.timeline.go_to(self.whole(0, self.here.timeline.end))

    def walk(self):
        for _ in range(self.whole(1, 9)):
            self.here.move(("next", "next", "next", "previous", "done")[self.whole(0, 4)])

    def layerwise(self):
        self.here.stepper.set_layerwise(self.whole(0, 1) == 1)

    def change(self):
        session = self.here.session
        session.edit("Change", session.spec.but(**LIVE[self.whole(0, len(LIVE) - 1)]))

    def restart(self):
        session = self.here.session
        session.edit("Restart", session.spec.but(**RESTARTS[self.whole(0, len(RESTARTS) - 1)]))

    def set_by_hand(self):
        started = self.here.timeline.end > 0
        self.here.session.set_parameter("W1[2,2]", float(self.rng.normal()), 0.0, started)

    def branch(self):
        self.here.session.branch(self.here.timeline.shown)

    def undo(self):
        for _ in range(self.whole(1, 3)):
            self.here.session.undo_stack.undo()

    def return_to(self):
        records = self.here.runner._runs.records
        if records:
            run = records[list(records)[self.whole(0, len(records) - 1)]]
            origin = run.parent if run.parent is not None and run.parent.step else None
            self.here.session.return_to(run.number, "a run", spec_after(run.spec, run.changes), origin)


@pytest.fixture
def small(monkeypatch):
    """Few checkpoints, thinned all the time, and room for no more than a few runs."""
    for name, value in (("MOST_CHECKPOINTS", 5), ("LEAST", 3), ("MOST_SPACING", 7)):
        monkeypatch.setattr(timeline, name, value)
    monkeypatch.setattr(trail, "MOST_CHECKPOINTS", 6)
    monkeypatch.setattr(runs_module, "KEPT_BYTES", 20_000)
    monkeypatch.setattr(runs_module, "MOST_BYTES", 14_000_000)


def travel(here, seed, acts):
    person = Person(here, np.random.default_rng(seed))
    for _ in range(acts):
        person.act()
    person.rest()
    person.compare()


FAST = list(zip(OPTIMIZERS, VARIANTS, strict=False))


@pytest.mark.parametrize(("optimizer", "variant"), FAST)
def test_each_step_shown_is_that_of_a_fresh_run_and_no_run_is_lost(table, small, optimizer, variant):
    travel(table(spec_of(optimizer, *variant)), 7, 20)


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_so_it_is_with_all_optimizers_last_batches_dropout_precisions(table, small, optimizer, variant):
    for seed in range(3):
        travel(table(spec_of(optimizer, *variant)), seed, 40)
