"""Checkpoints are spread over the life of a run within their bytes, and cost little."""

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training import timeline as module
from bplab.training.timeline import Timeline, size_of
from bplab.training.trainer import Trainer

SPEC = Experiment(data=DataSpec("gauss", points=23), layers=(Layer(3),), batch_size=7, optimizer="adam")


def trained(steps, count, portion=7):
    trainer = Trainer(SPEC)
    timeline = Timeline(most_bytes=count * size_of(trainer.checkpoint()))
    while trainer.step < steps:
        trainer.advance(portion)
        timeline.offer(trainer)
    return timeline


@pytest.mark.parametrize("steps", [400, 3_000, 20_000])
def test_no_step_is_far_from_a_checkpoint(steps, monkeypatch):
    monkeypatch.setattr(module, "MOST_SPACING", 20)
    kept = [one.step for one in trained(steps, 16).checkpoints]
    assert len(kept) == 16
    assert np.diff([0, *kept, steps]).max() <= 3 * steps / 16


def test_the_checkpoint_before_a_step_is_the_last_one_that_is_not_after_it():
    timeline = trained(1000, 100)
    steps = [one.step for one in timeline.checkpoints]
    assert timeline.before(steps[0] - 1) is None
    for index, step in enumerate(steps):
        assert timeline.before(step).step == step
        assert timeline.before(step + 1).step == step
        assert timeline.before(step - 1) == (timeline.checkpoints[index - 1] if index else None)
    assert timeline.before(10**9).step == steps[-1]
    assert timeline.nbytes == len(steps) * size_of(timeline.checkpoints[0])


def test_without_room_for_one_none_is_kept():
    assert trained(1000, 0.5).checkpoints == []


def test_small_networks_keep_them_rarely_large_ones_often():
    small, large = Trainer(SPEC), Trainer(SPEC.but(layers=(Layer(200), Layer(200)), batch_size=0))
    for trainer, portion, kept in ((small, 99, 0), (small, 150, 1), (large, 9, 0), (large, 2, 1)):
        timeline = Timeline()
        for _ in range(portion):
            trainer.run(steps=1)
        timeline.offer(trainer)
        assert len(timeline.checkpoints) == kept
