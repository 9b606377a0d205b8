"""The trace of an example agrees with the pictures, with the batch to come, and with the kernel's norms."""

import numpy as np
import pytest

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import Experiment, Layer
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.training.step import trace_step
from bplab.training.trace import MEAN, example_of, trace_example
from bplab.training.trainer import Trainer

SPEC = Experiment(layers=(Layer(4), Layer(3)), batch_size=32)


def traced(trainer, stop):
    return Run(1, trainer, RunState.PAUSED).picture(Needs(trace=stop), 1).trace


def test_before_the_first_step_it_is_of_the_first_batch():
    trainer = Trainer(SPEC)
    found = traced(trainer, 2)
    first = trainer.build.prepared.split.train[trainer.build.batches.epoch(0)[0]]
    assert (found.example, found.count, found.row) == (1, 32, first[1])
    assert (found.x == trainer.build.prepared.X[first[1]]).all()
    assert (found.target == trainer.build.targets[first[1]]).all()


@pytest.mark.parametrize("steps", [1, 5, 9, 10])
def test_afterwards_it_is_of_the_batch_that_comes_next(steps):
    trainer = Trainer(SPEC)
    trainer.run(steps=steps)
    epoch, position = divmod(steps, trainer.steps_per_epoch)
    batch = trainer.build.prepared.split.train[trainer.build.batches.epoch(epoch)[position]]
    assert (trainer.next_step().batch == batch).all()
    assert traced(trainer, 1).row == batch[0]


def test_each_neuron_adds_up_and_the_output_is_the_networks():
    trainer = Trainer(SPEC)
    trainer.run(steps=20)
    found = traced(trainer, 3)
    (W1, b1), (W2, b2), _ = trainer.weights
    assert np.allclose(found.x @ W1 + b1, found.z[0], rtol=0, atol=1e-14)
    assert np.allclose(np.tanh(found.z[0]), found.a[0], rtol=0, atol=1e-14)
    assert np.allclose(found.a[0] @ W2 + b2, found.z[1], rtol=0, atol=1e-14)
    z, y = trainer.outputs(np.array([found.row]))
    assert np.allclose(found.z[-1], z[0], rtol=0, atol=1e-13)
    assert np.allclose(found.a[-1], y[0], rtol=0, atol=1e-13)
    assert np.allclose(found.delta[-1], found.a[-1] - found.target, rtol=0, atol=1e-14)


def test_deltas_of_a_batch_give_the_norm_that_training_measures():
    trainer = Trainer(SPEC)
    trainer.run(steps=5)
    deltas = [traced(trainer, number).delta for number in range(1, 33)]
    trainer.run(steps=1)
    layers = len(SPEC.layers) + 1
    rms = [np.sqrt(np.mean([delta[layer] ** 2 for delta in deltas])) for layer in range(layers)]
    assert np.allclose(trainer.last_row[1:].reshape(4, layers)[2], rms, rtol=1e-9)


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_one_example_followed_alone_has_the_numbers_it_has_in_the_batch(dropout):
    trainer = Trainer(SPEC.but(layers=(Layer(4, dropout=dropout), Layer(3))))
    trainer.run(steps=3)
    start = trainer.next_step()
    alone, among = trace_example(start, 7), example_of(trace_step(start), 7)
    assert (alone.example, alone.row, alone.count) == (among.example, among.row, among.count)
    for name in ("z", "a", "delta"):
        for one, other in zip(getattr(alone, name), getattr(among, name), strict=True):
            assert np.allclose(one, other, rtol=0, atol=1e-14)


def test_the_mean_is_the_mean_of_the_examples():
    trainer = Trainer(SPEC)
    trainer.run(steps=12)
    whole, each = traced(trainer, MEAN), [traced(trainer, number) for number in range(1, 33)]
    assert (whole.example, whole.row, whole.count) == (None, None, 32)
    for name in ("z", "a", "delta"):
        for layer in range(3):
            mean = np.mean([getattr(one, name)[layer] for one in each], axis=0)
            assert np.allclose(getattr(whole, name)[layer], mean, rtol=0, atol=1e-14)


def test_a_number_beyond_a_short_batch_is_its_last_example():
    trainer = Trainer(SPEC)
    trainer.run(steps=8)  # the last of nine batches has 24 examples
    found = traced(trainer, 32)
    assert (found.example, found.count) == (23, 24)


def test_every_preset_can_be_traced():
    for name, preset in PRESETS.items():
        found = traced(Trainer(preset.spec), MEAN)
        assert all(np.isfinite(layer).all() for layer in (*found.z, *found.delta)), name
