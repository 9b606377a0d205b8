"""The loss of guessing is that of the best constant answer, beside scikit-learn and by search."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from sklearn import metrics as witness

from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.experiment.own import experiment_for
from bplab.experiment.spec import DataSpec, Experiment, Output
from bplab.nn.losses import LOSSES
from bplab.numerals import short
from bplab.training.build import build
from bplab.training.guessing import guessing, guessing_loss, loss_of_constant

DIGITS = Experiment(data=DataSpec("digits"), output=Output("softmax"), loss="categorical_cross_entropy")


def told(made):
    """The loss of guessing, and its name."""
    return guessing(made.prepared, made.shape.coding, made.spec.loss)


def own(counts):
    """So many examples of each class."""
    labels = np.repeat(np.arange(len(counts)), counts)
    inputs = np.random.default_rng(1).normal(size=(len(labels), 2))
    names = tuple(f"class {number}" for number in range(len(counts)))
    return OwnData("own", Dataset(inputs, labels, names, ("x", "y")))


@pytest.mark.parametrize(
    ("spec", "value", "text"),
    [
        (Experiment(), log(2), "ln 2 = 0.693"),
        (DIGITS, log(10), "ln 10 = 2.303"),
        (Experiment(loss="half_squared", output=Output("tanh")), 0.5, "middle = 0.5"),
        (Experiment(loss="mse", output=Output("sigmoid")), 0.25, "middle = 0.25"),
    ],
)
def test_with_even_classes_it_is_the_number_that_one_knows(spec, value, text):
    assert told(build(spec)) == (pytest.approx(value), text)


@pytest.mark.parametrize("counts", [(270, 30), (200, 60, 40)])
def test_with_uneven_classes_it_is_the_loss_of_their_shares(counts):
    data = own(counts)
    made = build(experiment_for(data), data)
    labels = made.prepared.dataset.targets[made.prepared.split.train]
    shares = np.bincount(labels) / len(labels)
    wanted = witness.log_loss(labels, np.tile(shares, (len(labels), 1)))
    assert told(made) == (pytest.approx(wanted), f"class shares = {short(wanted, 3)}")
    assert guessing_loss(made) == pytest.approx(wanted)  # a notice says "as guessing" of the same number


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "half_squared", "mse", "mae"])
def test_no_other_constant_does_better(loss):
    targets = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    best, losses = loss_of_constant(targets, loss), []
    for p in np.linspace(0.02, 0.98, 25):
        for q in np.linspace(0.02, 0.98, 25):
            y = np.broadcast_to([p, q], targets.shape)
            losses.append(LOSSES[loss].per_example(y, np.log(y / (1 - y)), targets).mean())
    assert best <= min(losses) + 1e-12
    assert best == pytest.approx(min(losses), abs=0.03)


def test_of_independent_outputs_each_has_its_share():
    made = build(DIGITS.but(loss="binary_cross_entropy", output=Output("sigmoid")))
    assert told(made)[0] == pytest.approx(-10 * (0.1 * log(0.1) + 0.9 * log(0.9)), rel=1e-2)


def test_guessing_numbers_is_giving_their_mean():
    made = build(Experiment(data=DataSpec("bumps"), loss="mse", output=Output("identity")))
    targets = made.targets[made.prepared.split.train]
    wanted = witness.mean_squared_error(targets, np.full_like(targets, targets.mean()))
    assert told(made)[0] == pytest.approx(wanted)


def test_the_guess_of_large_numbers_is_written_as_everywhere_else():
    made = build(Experiment(data=DataSpec("bumps"), loss="mse", output=Output("identity")))
    whole = made.prepared.dataset
    large = replace(made.prepared, dataset=replace(whole, targets=whole.targets * 1e5))
    found = guessing(large, made.shape.coding, "mse")
    assert found[1] == f"mean = {short(found[0], 3)}"
    assert "+" not in found[1]


def test_some_losses_know_no_guessing():
    made = build(Experiment())
    assert guessing(made.prepared, made.shape.coding, "mae") is None
