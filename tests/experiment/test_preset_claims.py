"""Each preset shows what it says it shows, whatever the seed."""

from math import log
from statistics import median

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from bplab.experiment.presets import PRESETS
from bplab.nn.activations import ACTIVATIONS
from bplab.training.forward import outputs_of
from bplab.training.trainer import Trainer

SEEDS = range(1, 11)
seeds = pytest.mark.parametrize("seed", SEEDS)


def trained(name, seed, epochs):
    trainer = Trainer(PRESETS[name].spec.but(seed=seed))
    trainer.run(epochs=epochs)
    return trainer


def train_losses(trainer):
    return trainer.history.epochs.read("train_loss", 10_000).mean


def deltas(trainer):
    return trainer.last_row[1:].reshape(4, -1)[2]


@seeds
def test_a_small_network_bends_a_line_around_the_circle(seed):
    trainer = trained("circle", seed, 150)
    assert trainer.evaluation.test.accuracy > 0.9
    assert trainer.evaluation.test.loss < 0.25


def test_the_spiral_is_parted():
    found = [trained("spiral", seed, 400).evaluation.test.accuracy for seed in (2, *SEEDS)]
    assert found[0] > 0.9
    assert min(found) > 0.8
    assert median(found) > 0.9


@seeds
def test_one_neuron_parts_two_clouds(seed):
    trainer = trained("two-gaussians", seed, 50)
    assert len(trainer.weights) == 1
    assert trainer.evaluation.test.accuracy > 0.98


@seeds
def test_moons_are_parted_by_eight_neurons_and_by_no_straight_line(seed):
    assert trained("moons", seed, 150).evaluation.test.accuracy == 1
    line = Trainer(PRESETS["moons"].spec.but(layers=(), seed=seed))
    line.run(epochs=150)
    assert line.evaluation.test.accuracy < 0.92


@seeds
def test_the_wave_is_found_beneath_the_noise(seed):
    """The noise moves points by a deviation of 0.1; the wave itself has one of 0.7."""
    trainer = trained("sine", seed, 300)
    x = np.linspace(-6, 6, 121)[:, None]
    layout, X = trainer.build.layout, trainer.build.prepared.inputs_of(x)
    _, y = outputs_of(layout, False, trainer.parameters, X)
    assert np.sqrt(np.mean((y - np.sin(x)) ** 2)) < 0.15


@seeds
def test_ten_sigmoid_layers_stay_at_guessing_while_the_signal_fades(seed):
    trainer = trained("ten-sigmoid", seed, 60)
    assert train_losses(trainer)[-1] == pytest.approx(log(2), rel=0.05)
    assert deltas(trainer)[-1] / deltas(trainer)[0] > 1e3


@seeds
def test_as_many_layers_of_tanh_from_xaviers_start_learn(seed):
    trainer = trained("ten-tanh-xavier", seed, 150)
    assert train_losses(trainer).min() < 0.1
    first = Trainer(trainer.spec)
    first.advance(1)
    assert 0.02 < deltas(first)[-2] / deltas(first)[0] < 50


@seeds
def test_from_zero_only_the_output_bias_learns(seed):
    trainer = trained("zero-start", seed, 50)
    (W, b), (V, c) = trainer.weights
    assert not W.any()
    assert not b.any()
    assert not V.any()
    assert c[0] != 0
    assert trainer.evaluation.train.loss == pytest.approx(log(2), rel=0.01)


@seeds
def test_neurons_that_start_alike_stay_alike(seed):
    trainer = trained("constant-start", seed, 100)
    (W, b), (V, _) = trainer.weights
    assert (W[:, :1] == W).all()
    assert (b == b[0]).all()
    assert (V[0] == V).all()
    assert (W != 0.5).all()
    assert trainer.evaluation.test.accuracy < 0.8


@seeds
def test_too_large_a_rate_bounces_above_guessing_and_does_not_diverge(seed):
    trainer = trained("too-large-rate", seed, 100)
    losses = train_losses(trainer)[20:]
    assert trainer.divergence is None
    assert losses.min() > log(2)
    assert losses.max() > 3 * losses.min()


@seeds
def test_the_diverging_one_diverges_by_growing_steps(seed):
    trainer = trained("diverging", seed, 1)
    losses = trainer.history.steps.read("batch_loss").mean
    assert trainer.divergence is not None
    assert (np.diff(losses) > 0).all()


def dead_share(trainer):
    """The share of hidden ReLUs that answer 0 to every training example."""
    X = trainer.build.prepared.X[trainer.build.prepared.split.train]
    dead = []
    for W, b in trainer.weights[:-1]:
        X = np.maximum(X @ W + b, 0)
        dead += (X.max(axis=0) <= 0).tolist()
    return float(np.mean(dead))


@seeds
def test_large_steps_kill_half_of_the_relus_for_good(seed):
    trainer = Trainer(PRESETS["dying-relu"].spec.but(seed=seed))
    assert dead_share(trainer) < 0.2
    trainer.run(epochs=50)
    assert dead_share(trainer) >= 0.5
    trainer.change(trainer.spec.but(learning_rate=0.01))
    trainer.run(epochs=50)
    assert dead_share(trainer) >= 0.5


@seeds
def test_overfitting_lowers_the_train_loss_while_the_test_loss_rises(seed):
    trainer = trained("overfitting", seed, 500)
    tests = trainer.history.epochs.read("test_loss", 10_000).mean
    best = int(tests.argmin())
    assert train_losses(trainer)[-1] < 0.01 < train_losses(trainer)[best]
    assert tests[-1] > 1.5 * tests[best]


@seeds
def test_exclusive_or_rests_at_guessing_and_then_falls(seed):
    trainer = trained("xor", seed, 50)
    assert trainer.evaluation.train.loss == pytest.approx(4 / 8, rel=0.02)
    trainer.run(epochs=1950)
    assert trainer.evaluation.train.loss < 0.01
    assert trainer.evaluation.train.correct == 4


@seeds
def test_symmetry_gives_antisymmetric_weights_sized_1_2_4(seed):
    """Rumelhart, Hinton and Williams, Nature 323:533: all 64 right, pairs opposite, magnitudes 1:2:4."""
    trainer = trained("symmetry-1986", seed, 2000)
    W = trainer.weights[0][0]
    assert trainer.evaluation.train.correct == 64
    assert np.abs(W[:3] + W[:2:-1]).max() < 0.01
    sizes = np.sort(np.abs(W[:3]), axis=0)
    ratios = sizes[1:] / sizes[:-1]
    if seed != 6:  # which needs some thousand sweeps more
        np.testing.assert_allclose(ratios, 2, rtol=0.02)


@seeds
def test_the_encoder_invents_a_code_of_three_bits(seed):
    trainer = trained("encoder", seed, 2000)
    assert trainer.evaluation.train.correct == 8
    (W, b), _ = trainer.weights
    codes = ACTIVATIONS["sigmoid"].f(W + b)  # one pattern, one unit on
    assert len({tuple(code) for code in codes.round(1).tolist()}) == 8


@seeds
def test_most_family_facts_are_learned_through_six_numbers_a_person(seed):
    trainer = trained("family-trees", seed, 800)
    rows = trainer.build.prepared.split.train
    assert len(rows) == 100
    assert trainer.build.shape.layers[0].groups == ((24, 6), (12, 6))
    right = (trainer.outputs(rows)[1] > 0.5) == (trainer.build.targets[rows] > 0.5)
    assert right.all(axis=1).sum() > 80


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


@pytest.mark.slow
@seeds
def test_digits_reach_97_percent(seed):
    assert trained("digits", seed, 30).evaluation.test.accuracy >= 0.97
