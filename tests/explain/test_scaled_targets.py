"""What is explained of a net with scaled targets says that they are, and the data's units stand beside it."""

import numpy as np

import bplab
from bplab.experiment.own import experiment_for
from bplab.experiment.parameters import parse_parameter
from bplab.explain.chain import explain
from bplab.explain.loss import loss_sentence
from bplab.explain.text import as_text
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer

X = np.random.default_rng(4).normal(size=(40, 2))


def traced(y, **options):
    own = bplab.dataset(X, y, **options)
    return trace_step(Trainer(experiment_for(own), data=own).next_step())


def test_losses_and_targets_are_called_scaled_only_where_they_are():
    scaled, plain = traced(5000 + 30 * X[:, 0]), traced(X[:, 0] > 0)
    assert loss_sentence(scaled, 2).startswith("Loss (scaled targets) of example 3: ")
    assert loss_sentence(plain, 2).startswith("Loss of example 3: ")
    text = " ".join(as_text(explain(scaled, parse_parameter("W1[1,1]"), 0)).split())
    assert "outputs are from the scaled targets" in text
    assert "(scaled targets)" in text
    assert "scaled" not in as_text(explain(plain, parse_parameter("W1[1,1]"), 0))
