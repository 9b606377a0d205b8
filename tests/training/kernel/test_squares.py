"""Squares of a large network are taken within each step, which is examined alone only if they are unusual."""

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training.kernel import ring
from bplab.training.trainer import Trainer

DATA = DataSpec("gauss", points=23, noise=20, train_percent=100)
BASE = Experiment(data=DATA, layers=(Layer(3), Layer(2)), batch_size=7, learning_rate=0.05)


@pytest.mark.parametrize(
    "spec",
    [
        BASE.but(learning_rate=0.0, optimizer="adam"),
        BASE.but(layers=(Layer(4, "relu", bias=-9.0), Layer(3, "tanh", init="zeros"))),
    ],
    ids=["rate 0", "dead"],
)
def test_steps_of_a_large_network_that_move_nothing_are_measured_together(spec, monkeypatch):
    """They are as those taken after every step, and not examined one by one."""
    monkeypatch.setattr(ring, "FEWEST", 10**9)  # let small networks have two rows, as large ones do
    late, watched, measured = Trainer(spec), Trainer(spec), []
    note = late._kernel.measured
    late._kernel.measured = lambda rows: (measured.append(len(rows)), note(rows))
    late.advance(3)
    for _ in range(3):
        watched.advance(1)
    assert measured == [3]
    for name in late.history.steps.names:
        np.testing.assert_array_equal(late.history[name], watched.history[name])
