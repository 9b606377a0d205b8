"""The trace of the next step is the step that training makes, whatever the optimizer and its limits."""

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer

BASE = Experiment(
    data=DataSpec("gauss", points=23, noise=20, train_percent=100),
    layers=(Layer(4, "tanh", dropout=0.3), Layer(3, "relu", bias=0.1)),
    batch_size=7,
    last_batch="carry",
    learning_rate=0.05,
)
VARIANTS = {
    "plain": BASE,
    "summed": BASE.but(reduction="sum"),
    "skip": BASE.but(skip=True),
    "L2, clipped": BASE.but(regularization="l2", regularization_rate=0.1, clip=0.05),
    "L1": BASE.but(regularization="l1", regularization_rate=0.02),
    "frozen": BASE.but(frozen=("W1[1,2]", "b2")),
    "pruned": BASE.but(regularization="l1_prune", regularization_rate=0.8),
    "decaying rate": BASE.but(schedule="cosine", schedule_epochs=3.0),
    "grouped": BASE.but(layers=(Layer(4, groups=((1, 2), (1, 2))),)),
}


def follow(trainer, steps, relative):
    """Trace each step, then make it; everything that both know must agree."""
    for _ in range(steps):
        trace = trace_step(trainer.next_step())
        trainer.advance(1)
        layout = trainer.build.layout
        made = (trainer.parameters, trainer.gradient, trainer.update)
        for flat, pairs in zip(made, (trace.parameters, trace.gradients, trace.updates), strict=True):
            size = max(1.0, float(np.abs(flat).max()))
            for wanted, found in zip(layout.weights(flat), pairs, strict=True):
                np.testing.assert_allclose(found[0], wanted[0], relative, relative * size)
                np.testing.assert_allclose(found[1], wanted[1], relative, relative * size)
        assert trace.loss == pytest.approx(trainer.last_row[0], rel=10 * relative)
        for name, slot in trace.slots.items():
            np.testing.assert_allclose(slot, trainer.next_step().slots[name], relative, relative)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", VARIANTS)
def test_the_trace_is_the_step_that_is_made(name, optimizer):
    follow(Trainer(VARIANTS[name].but(optimizer=optimizer)), 7, 1e-11)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_float32_runs_trace_is_in_float32(name):
    trainer = Trainer(VARIANTS[name].but(dtype="float32"))
    trace = trace_step(trainer.next_step())
    assert {array.dtype for array in (*trace.z, *trace.a, *trace.delta)} == {np.dtype("float32")}
    assert {W.dtype for W, _ in (*trace.gradients, *trace.updates)} == {np.dtype("float32")}
    follow(trainer, 5, 1e-4)


def test_a_silenced_neuron_passes_nothing_on_and_learns_nothing():
    trace = trace_step(Trainer(BASE).next_step())
    silenced = trace.start.masks[0] == 0
    assert silenced.any()
    assert not trace.a[0][silenced].any()
    assert not trace.delta[0][silenced].any()
    np.testing.assert_allclose(trace.a[0][~silenced], np.tanh(trace.z[0][~silenced]) / 0.7)


def test_penalty_and_clipping_stand_apart_from_the_gradient():
    spec = BASE.but(regularization="l2", regularization_rate=0.1, clip=0.01)
    trainer = Trainer(spec)
    trace, plain = trace_step(trainer.next_step()), trace_step(Trainer(BASE).next_step())
    for (W, _), (dW, db), (pull, spared), other in zip(
        trainer.weights, trace.gradients, trace.penalty_gradients, plain.gradients, strict=True
    ):
        np.testing.assert_array_equal(dW, other[0])
        np.testing.assert_array_equal(db, other[1])
        np.testing.assert_allclose(pull, 0.1 * W)
        assert not spared.any()
    used = sum(float((part**2).sum()) for pair in trace.used_gradients for part in pair)
    assert used == pytest.approx(0.01**2, rel=1e-3)


def test_nothing_in_a_trace_can_be_changed_or_changes():
    trainer = Trainer(BASE.but(optimizer="adam"))
    trace = trace_step(trainer.next_step())
    before = [array.copy() for array in (*trace.z, *trace.delta, trace.gradients[0][0], trace.updates[1][1])]
    trainer.run(steps=9)
    after = (*trace.z, *trace.delta, trace.gradients[0][0], trace.updates[1][1])
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)
        with pytest.raises(ValueError, match="read-only"):
            other[...] = 0
