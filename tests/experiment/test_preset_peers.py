"""Presets of measured data learn as well as scikit-learn does with the same settings."""

from statistics import median

import pytest
from sklearn.neural_network import MLPClassifier

from bplab.experiment.presets import PRESETS
from bplab.training.trainer import Trainer

SEEDS = range(1, 11)


def theirs(spec, seed):
    """The test accuracy of scikit-learn's MLPClassifier of the same settings, on the same parts."""
    built = Trainer(spec).build
    split, X, labels = built.prepared.split, built.prepared.X, built.prepared.dataset.targets
    model = MLPClassifier(
        [layer.units for layer in spec.layers], activation=spec.layers[0].activation, solver="adam",
        alpha=0, batch_size=spec.batch_size, learning_rate_init=spec.learning_rate, tol=0,
        max_iter=spec.epochs, n_iter_no_change=10**6, random_state=seed,
    )  # fmt: skip
    model.fit(X[split.train], labels[split.train])
    return model.score(X[split.test], labels[split.test])


def differs_by(name, chosen):
    """Median accuracies over the seeds, ours and theirs, and how far apart they may be."""
    spec = PRESETS[name].spec
    plain = tuple(
        type(layer)(layer.units, layer.activation) for layer in spec.layers
    )  # they drop nothing out
    spec = spec.but(layers=plain, schedule="constant", epochs=spec.epochs)
    ours, others = [], []
    for seed in chosen:
        trainer = Trainer(spec.but(seed=seed))
        trainer.run(epochs=spec.epochs)
        ours.append(trainer.evaluation.test.accuracy)
        others.append(theirs(spec, seed))
    one = 1 / trainer.evaluation.test.count
    return median(ours), median(others), max(0.015, one)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("name", ["iris", "wine", "breast-cancer"])
def test_measured_data_are_told_apart_as_well_as_by_scikit_learn(name):
    ours, others, allowed = differs_by(name, SEEDS)
    assert abs(ours - others) <= allowed + 1e-12
    assert ours > 0.95


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_digits_are_told_apart_as_well_as_by_scikit_learn():
    ours, others, allowed = differs_by("digits", SEEDS)
    assert abs(ours - others) <= allowed
