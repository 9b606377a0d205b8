"""Rewinding, branching, leaving, returning and playing on give the bits of a run that nobody disturbed."""

from itertools import product

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training import runs as runs_module
from bplab.training import timeline, trail
from bplab.training.record import ReducedRecord
from bplab.training.replay import replay
from bplab.training.run import Run
from bplab.training.runs import Runs
from bplab.training.snapshot import Needs
from bplab.training.trainer import Trainer

BASE = Experiment(
    data=DataSpec("gauss", points=23, noise=20, train_percent=80, validation_percent=20),
    layers=(Layer(3), Layer(2, "relu", bias=0.1)), batch_size=7, learning_rate=0.05,
)  # fmt: skip
EXTRAS = (
    {"schedule": "cosine", "schedule_epochs": 9.0, "epochs": 2},  # goes on after many a stop
    {"regularization": "l1_prune", "regularization_rate": 0.8, "evaluate_every": 2},
    {"regularization": "l1", "regularization_rate": 0.02, "stop": "no_progress", "stop_patience": 1},
    {"clip": 0.1, "order": "fixed", "stop": "loss_below", "stop_loss": 0.5},
)
LIVE = (
    {"learning_rate": 0.2},
    {"learning_rate": 0.01, "schedule": "step"},
    {"momentum": 0.5, "beta1": 0.5},
    {"regularization": "l2", "regularization_rate": 0.1},
    {"regularization": "l1_prune", "regularization_rate": 0.5},
    {"epochs": 3},
    {"evaluate_every": 3},
)
MEASURED = Needs(parameters=True, evaluation=True)


def spec_of(optimizer, last, dropout, dtype, extra):
    layers = (Layer(3, dropout=dropout), Layer(2, "relu", bias=0.1, dropout=dropout / 2))
    return BASE.but(optimizer=optimizer, last_batch=last, layers=layers, dtype=dtype, **extra)


VARIANTS = tuple(product(("keep", "drop", "carry"), (0.0, 0.4), ("float64", "float32")))


def everything(trainer):
    """All that a run has come to, as bytes."""
    made = trainer.checkpoint()
    arrays = [made.parameters, made.dead, *made.slots.values(), *map(trainer.history.get, trainer.history)]
    state = (made.step, made.epoch, made.position, made.changes, made.memory, made.evaluation)
    return [array.tobytes() for array in arrays], state, made.divergence, made.stopped, trainer.spec


def undisturbed(run, step):
    """A run with the same changes that was trained in one go."""
    trainer = Trainer(run.trainer.build.spec, [one for one in run.trainer.changes if one.step <= step])
    assert replay(trainer, step)
    return trainer


class Traveler:
    """Moves through the time of runs as the dice fall, and compares each state with an undisturbed one."""

    def __init__(self, spec, rng):
        self.rng, self.runs, self.made = rng, Runs(), 1
        self.runs.begin(Run(1, Trainer(spec)))

    @property
    def run(self):
        return self.runs.current

    @property
    def trainer(self):
        return self.run.trainer

    def move(self):
        moves = [self.train] * 4 + [self.look] * 4 + [self.change, self.set_by_hand, self.rewind]
        moves += [self.branch, self.return_, self.return_]
        moves[self.rng.integers(len(moves))]()

    def train(self):
        for _ in range(self.rng.integers(1, 6)):
            self.trainer.go_on()
            self.trainer.advance(int(self.rng.integers(1, 9)))
            self.run.mark()
        self.run.rest()

    def some_step(self):
        return int(self.rng.integers(0, self.trainer.step + 1))

    def look(self):
        step = self.some_step()
        shot, then = self.run.picture_at(step, MEASURED, 1), undisturbed(self.run, step)
        assert (shot.step, shot.epoch, shot.spec) == (step, then.epoch, then.spec)
        assert shot.evaluation == then.measure()
        for (W, b), (V, c) in zip(shot.weights, then.weights, strict=True):
            assert (W.tobytes(), b.tobytes()) == (V.tobytes(), c.tobytes())

    def change(self):
        changed = LIVE[self.rng.integers(len(LIVE))]
        self.trainer.change(self.trainer.spec.but(**changed))
        self.run.rest()

    def set_by_hand(self):
        self.trainer.set_parameters({"W1[2,3]": float(self.rng.normal()), "b2": [1, 2]})
        self.run.rest()

    def rewind(self):
        step = self.some_step()
        assert everything(self.run.at(step)) == everything(undisturbed(self.run, step))

    def branch(self):
        self.made += 1
        self.runs.begin(self.run.branch(self.made, self.some_step()))

    def return_(self):
        if self.runs.records:
            number = list(self.runs.records)[self.rng.integers(len(self.runs.records))]
            self.runs.begin(self.runs.records[number].resume())

    def compare(self):
        assert everything(self.trainer) == everything(undisturbed(self.run, self.trainer.step))


@pytest.fixture
def small(monkeypatch):
    """Few checkpoints, thinned all the time, and room for no more than a few runs."""
    for name, value in (("MOST_CHECKPOINTS", 5), ("LEAST", 3), ("MOST_SPACING", 7)):
        monkeypatch.setattr(timeline, name, value)
    monkeypatch.setattr(trail, "MOST_CHECKPOINTS", 6)
    monkeypatch.setattr(runs_module, "KEPT_BYTES", 20_000)
    monkeypatch.setattr(runs_module, "MOST_BYTES", 14_000_000)


def travel(spec, seed, moves):
    traveler = Traveler(spec, np.random.default_rng(seed))
    for _ in range(moves):
        traveler.move()
        traveler.compare()
    return traveler


FAST = [(*pair, EXTRAS[index % 4]) for index, pair in enumerate(zip(OPTIMIZERS, VARIANTS, strict=False))]


@pytest.mark.parametrize(("optimizer", "variant", "extra"), FAST)
def test_a_way_through_time_gives_the_bits_of_undisturbed_runs(small, optimizer, variant, extra):
    travel(spec_of(optimizer, *variant, extra), 7, 16)


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_so_it_is_with_every_optimizer_last_batch_dropout_and_precision(small, optimizer, variant):
    reduced = 0
    for seed, extra in enumerate(EXTRAS):
        records = travel(spec_of(optimizer, *variant, extra), seed, 40).runs.records
        reduced += sum(isinstance(record, ReducedRecord) for record in records.values())
    assert reduced
