"""A replay ends in the same state as the run, however much of it is measured."""

from contextlib import nullcontext

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training.replay import replay, unmeasured
from bplab.training.trainer import Trainer

SPEC = Experiment(
    data=DataSpec("gauss", points=23), layers=(Layer(3, dropout=0.3),), batch_size=7, optimizer="momentum",
    epochs=2,
)  # fmt: skip


@pytest.mark.parametrize("measured", [True, False])
@pytest.mark.parametrize("step", [0, 1, 4, 7, 8, 31])
def test_no_rule_ends_it_and_the_bits_are_those_of_the_run(step, measured):
    free, trainer = Trainer(SPEC.but(epochs=0)), Trainer(SPEC)
    free.run(steps=step)
    with nullcontext() if measured else unmeasured(trainer):
        assert replay(trainer, step)
    np.testing.assert_array_equal(trainer.parameters, free.parameters)
    assert (trainer.step, trainer.epoch) == (free.step, free.epoch)
    trainer.run(steps=1)
    free.run(steps=1)
    np.testing.assert_array_equal(trainer.parameters, free.parameters)


def test_what_is_not_measured_is_not_known():
    trainer = Trainer(SPEC.but(epochs=0))
    start = trainer.evaluation
    with unmeasured(trainer):
        replay(trainer, 6)
    assert trainer.evaluation == start
    assert trainer.history.steps.count == 0
    trainer.run(steps=3)
    assert trainer.history.steps.read("batch_loss").x.tolist() == [7, 8, 9]
    assert trainer.evaluation.epoch == 3


def test_what_was_measured_before_is_not_mixed_with_what_comes_after():
    trainer = Trainer(SPEC.but(epochs=0))
    trainer.run(steps=2)
    with unmeasured(trainer):
        replay(trainer, 6)
    trainer.run(steps=3)
    assert trainer.history.steps.read("batch_loss").x.tolist() == [7, 8, 9]


def test_it_can_be_ended_on_the_way():
    trainer = Trainer(SPEC.but(epochs=0))
    assert not replay(trainer, 100_000, lambda step: step < 50)
    assert 50 <= trainer.step < 100_000
