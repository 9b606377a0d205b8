"""A point of one's own goes forward with the weights of the step, and nothing else is known of it."""

from dataclasses import replace

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training.own_point import numbers_of, pass_forward
from bplab.training.scripting import Trainer
from bplab.training.step import trace_step

POINT = np.array([1.25, -2.5])
SPECS = {
    "plain": Experiment(layers=(Layer(4), Layer(3))),
    "features": Experiment(
        data=DataSpec("circle", features=("x", "y", "xy"), standardize=True), layers=(Layer(4),)
    ),
    "skip": Experiment(layers=(Layer(4), Layer(3)), skip=True),
    "dropout": Experiment(layers=(Layer(4, dropout=0.5),)),
    "float32": Experiment(layers=(Layer(4),), dtype="float32"),
}


@pytest.mark.parametrize("name", SPECS)
def test_its_output_is_what_the_network_predicts(name):
    trainer = Trainer(SPECS[name])
    trainer.run(steps=7)
    step = trace_step(trainer.next_step())
    own = pass_forward(step, POINT)
    assert np.allclose(own.a[-1], trainer.predict(POINT[None]), rtol=1e-6, atol=1e-12)
    assert own.z[0].dtype == step.z[0].dtype
    found = numbers_of(own, len(step.x))
    assert found.is_own
    assert found.example is found.row is None
    assert found.a[-1] == own.a[-1][0]
    assert [z.shape for z in found.z] == [z.shape[1:] for z in step.z]


def test_it_has_no_error_and_no_part_in_the_update():
    step = trace_step(Trainer(SPECS["plain"]).next_step())
    own = pass_forward(step, POINT)
    assert np.isnan(own.losses).all()
    assert all(np.isnan(delta).all() for delta in own.delta)
    assert own.gradients is step.gradients
    assert own.updates is step.updates


def test_it_is_the_same_whatever_the_batch():
    trainer = Trainer(SPECS["plain"])
    step = trace_step(trainer.next_step())
    other = trace_step(replace(trainer.next_step(), batch=trainer.next_step().batch[:3]))
    assert (pass_forward(step, POINT).a[-1] == pass_forward(other, POINT).a[-1]).all()
