"""An evaluation that takes long is made in parts, and finds the same to the bit."""

import numpy as np
import pytest

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training import evaluation
from bplab.training.evaluation import Evaluator, never
from bplab.training.forward import Forward
from bplab.training.trainer import Trainer

SPEC = Experiment(
    data=DataSpec("circle", points=1500), layers=(Layer(4), Layer(3)), regularization="l2", batch_size=100,
    regularization_rate=0.01,
)  # fmt: skip
DIGITS = PRESETS["digits"].spec


@pytest.fixture
def long(monkeypatch):
    """Every evaluation takes long."""
    monkeypatch.setattr(evaluation, "LONG", 0.0)


def every(count):
    """Whether something else is to be done: at every n-th question."""
    asked = iter(range(1, 10**6))
    return lambda: next(asked) % count == 0


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("spec", [SPEC, DIGITS], ids=["one output", "classes"])
@pytest.mark.parametrize("often", [1, 3])
def test_an_evaluation_in_parts_is_the_same_to_the_bit(long, spec, dtype, often):
    trainer = Trainer(spec.but(dtype=dtype))
    alone, interrupted = trainer.measure(), every(often)
    now, calls = (trainer.spec, trainer.parameters, 0, 0), 1
    evaluator = Evaluator(trainer.build)
    while (found := evaluator.measure_unless(interrupted, *now)) is None:
        calls += 1
    assert found == alone
    assert calls > 3


def test_a_whole_evaluation_in_the_middle_of_another_spoils_neither(long):
    trainer = Trainer(SPEC)
    evaluator, first = Evaluator(trainer.build), trainer.parameters
    trainer.advance(5)
    second = trainer.parameters
    assert evaluator.measure_unless(lambda: True, SPEC, first, 0, 0) is None
    assert evaluator.measure(SPEC, second, 5, 0) == trainer.measure()
    assert evaluator.measure_unless(never, SPEC, first, 0, 0) == Trainer(SPEC).evaluation


def test_what_waits_for_the_last_step_comes_before_the_first_part(long, monkeypatch):
    trainer = Trainer(SPEC)
    monkeypatch.setattr(Forward, "run_in_parts", lambda *_: 1 / 0)
    assert Evaluator(trainer.build).measure_unless(lambda: True, SPEC, trainer.parameters, 0, 0) is None


def test_a_short_evaluation_is_never_interrupted():
    trainer = Trainer(SPEC)
    assert Evaluator(trainer.build).measure_unless(lambda: True, SPEC, trainer.parameters, 0, 0)


@pytest.mark.parametrize("every_epochs", [1, 2])
def test_a_run_whose_evaluations_are_interrupted_is_the_same_to_the_bit(long, every_epochs):
    spec = SPEC.but(stop="no_progress", stop_patience=4, evaluate_every=every_epochs, learning_rate=2.0)
    alone = Trainer(spec)
    alone.change(spec.but(momentum=0.0, learning_rate=1.0))
    trainer, interrupted = Trainer(spec, alone.changes), every(2)
    alone.run(steps=200)
    while (trainer.step < 200 and not trainer.finished) or trainer.is_ending:
        trainer.advance_unless(interrupted, min(7, 200 - trainer.step))
    assert (trainer.step, trainer.stopped) == (alone.step, alone.stopped)
    assert trainer.parameters.tobytes() == alone.parameters.tobytes()
    assert trainer.checkpoint().memory == alone.checkpoint().memory
    np.testing.assert_array_equal(trainer.history["train_loss"], alone.history["train_loss"])
