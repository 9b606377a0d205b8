"""Moments beside one that was looked at are near."""

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training import trail as module
from bplab.training.run import Run
from bplab.training.timeline import size_of
from bplab.training.trail import Trail
from bplab.training.trainer import Trainer

SPEC = Experiment(data=DataSpec("gauss", points=23), layers=(Layer(3),), batch_size=7)


def test_the_last_steps_of_the_way_and_some_before_are_kept():
    trail = Trail()
    assert trail.walk(Trainer(SPEC), 1000)
    steps = [one.step for one in trail.checkpoints]
    assert steps[-32:] == list(range(969, 1001))
    assert len(steps) <= module.MOST_CHECKPOINTS
    assert max(after - before for before, after in zip([0, *steps], steps, strict=False)) <= 2 * 1000 / 31


def test_going_on_step_by_step_keeps_what_is_near():
    run = Run(1, Trainer(SPEC))
    run.trainer.run(steps=300)
    for step in range(200, 300):
        run._visiting(step, lambda _step: True)
    steps = [one.step for one in run.trail.checkpoints]
    assert steps == list(range(299 - module.MOST_CHECKPOINTS + 1, 300))


def test_a_way_that_is_ended_is_not_in_vain():
    trail, trainer = Trail(), Trainer(SPEC)
    assert not trail.walk(trainer, 10_000, lambda step: step < 500)
    assert 500 <= trail.before(9_999).step == trainer.step < 10_000


def test_of_a_large_network_few_are_kept(monkeypatch):
    trainer, trail = Trainer(SPEC), Trail()
    monkeypatch.setattr(module, "MOST_BYTES", 8 * size_of(trainer.checkpoint()))
    trail.walk(trainer, 500)
    assert [one.step for one in trail.checkpoints][-4:] == [497, 498, 499, 500]
    assert len(trail.checkpoints) <= 8


def test_a_history_is_begun_once_a_way_however_many_steps_on_it_are_kept(monkeypatch):
    trainer, begun = Trainer(SPEC), []
    monkeypatch.setattr(trainer, "begin_history", lambda: begun.append(trainer.step))
    Trail().walk(trainer, 100)
    assert begun == [100]
