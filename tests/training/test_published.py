"""The engine reproduces what others published; what presets promise is in tests/experiment."""

import warnings
from math import log, sqrt

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.trainer import Trainer

EPOCHS = 15
DIGITS = Experiment(
    data=DataSpec("digits"),
    layers=(Layer(32, "relu"), Layer(16, "relu")),
    output=Output("softmax"),
    loss="categorical_cross_entropy",
    learning_rate=0.1,
    batch_size=100,  # 1,258 examples: twelve batches and one of 58
    order="fixed",
)


def curve_of_scikit_learn(trainer, activation, alpha):
    """Train MLPClassifier from our first weights on our training part, in our order."""
    split, prepared = trainer.build.prepared.split, trainer.build.prepared
    X, labels = prepared.X[split.train], prepared.dataset.targets[split.train]
    theirs = MLPClassifier(
        [layer.units for layer in trainer.spec.layers], activation=activation, solver="sgd", momentum=0,
        learning_rate_init=trainer.spec.learning_rate, batch_size=trainer.spec.batch_size, shuffle=False,
        alpha=alpha, tol=0, n_iter_no_change=10**6, max_iter=1, warm_start=True,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        theirs.fit(X, labels)  # makes its arrays; its own start is then replaced by ours
        theirs.loss_curve_.clear()
        for W, b, (ours_W, ours_b) in zip(theirs.coefs_, theirs.intercepts_, trainer.weights, strict=True):
            W[...], b[...] = ours_W, ours_b
        theirs.set_params(max_iter=EPOCHS)
        theirs.fit(X, labels)
    return np.array(theirs.loss_curve_), theirs


def own_curve(trainer, alpha):
    """The mean of an epoch's batch losses weighted by batch size, each with scikit-learn's penalty."""
    curve = []
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in trainer.build.batches.epoch(epoch):
            squares = sum((W**2).sum() for W, _ in trainer.weights)
            trainer.advance(1)
            total += (trainer.last_row[0] + alpha / 2 * squares / len(batch)) * len(batch)
        curve.append(total / trainer.build.batches.count)
    return np.array(curve)


@pytest.mark.parametrize(("ours", "theirs"), [("relu", "relu"), ("tanh", "tanh"), ("sigmoid", "logistic")])
def test_the_loss_curve_of_digits_is_scikit_learns(ours, theirs):
    trainer = Trainer(DIGITS.but(layers=(Layer(32, ours), Layer(16, ours))))
    wanted, classifier = curve_of_scikit_learn(Trainer(trainer.spec), theirs, alpha=0.0)
    found = own_curve(trainer, alpha=0.0)
    assert len(wanted) == EPOCHS
    assert found[-1] < 0.99 * found[0]
    assert np.abs(found - wanted).max() < 1e-9
    for W, (own, _) in zip(classifier.coefs_, trainer.weights, strict=True):
        np.testing.assert_allclose(own, W, rtol=1e-9, atol=1e-11)


def test_with_full_batches_so_is_the_curve_with_its_penalty():
    """Their penalty is alpha / 2 |W|^2 over the batch: the same as ours where all batches have one size."""
    count, alpha = 1258, 3.0
    spec = DIGITS.but(batch_size=count, regularization="l2", regularization_rate=alpha / count)
    trainer = Trainer(spec)
    assert len(trainer.build.prepared.split.train) == count
    wanted, _ = curve_of_scikit_learn(Trainer(spec), "relu", alpha)
    assert np.abs(own_curve(trainer, alpha) - wanted).max() < 1e-9


def test_the_worked_example_gives_the_printed_digits():
    """Mazur, A Step by Step Backpropagation Example."""
    trainer = Trainer(PRESETS["worked-example"].spec)
    rows = trainer.build.prepared.split.train
    assert trainer.evaluation.train.loss == pytest.approx(0.298371109, abs=5e-10)
    np.testing.assert_allclose(trainer.outputs(rows)[1][0], [0.75136507, 0.772928465], atol=5e-9)
    trainer.advance(1)
    (W1, b1), (W2, b2) = trainer.weights
    gradients = trainer.build.layout.weights(trainer.gradient)
    assert gradients[1][0][0, 0] == pytest.approx(0.082167041, abs=5e-10)  # dE/dw5
    assert gradients[0][0][0, 0] == pytest.approx(0.000438568, abs=5e-10)  # dE/dw1
    np.testing.assert_allclose(W2.T.ravel(), [0.35891648, 0.408666186, 0.511301270, 0.561370121], atol=5e-9)
    np.testing.assert_allclose(W1.T.ravel(), [0.149780716, 0.19956143, 0.24975114, 0.29950229], atol=5e-9)
    np.testing.assert_array_equal(np.concatenate([b1, b2]), [0.35, 0.35, 0.60, 0.60])
    assert trainer.last_row[0] == pytest.approx(0.298371109, abs=5e-10)


def test_with_biases_that_learn_one_step_takes_the_loss_of_the_worked_example_lower():
    """The same network, one step of everything: the article's 0.291028 without biases becomes 0.280471."""
    trainer = Trainer(PRESETS["worked-example-biases"].spec)
    assert trainer.evaluation.train.loss == pytest.approx(0.298371109, abs=5e-10)
    trainer.run(steps=1)
    assert trainer.evaluation.train.loss == pytest.approx(0.280471, abs=5e-7)
    assert (trainer.weights[1][1] != 0.6).all()


@pytest.mark.parametrize(("init", "factor"), [("xavier_normal", 0.7071), ("he_normal", 1.0)])
def test_the_signal_through_twenty_relu_layers_changes_as_glorot_and_he_say(init, factor):
    """He et al. 2015: per layer, rms delta changes by sqrt(s2 / 2), s2 = n Var(W)."""
    layers = tuple(Layer(256, "relu", init) for _ in range(20))
    spec = DIGITS.but(layers=layers, batch_size=32, data=DataSpec("digits", standardize=True))
    changes = []
    for seed in range(4):
        trainer = Trainer(spec.but(seed=seed))
        trainer.advance(1)
        delta = trainer.last_row[1:].reshape(4, 21)[2]
        changes.append(log(delta[1] / delta[-2]) / 18)
    assert np.exp(np.mean(changes)) == pytest.approx(factor, rel=0.05)


@pytest.mark.parametrize("units", [2, 4])
def test_units_with_equal_weights_stay_equal(units):
    layer = Layer(units, init="constant", gain=0.3)
    trainer = Trainer(Experiment(layers=(layer,), output=Output(init="constant", gain=0.3)))
    trainer.run(epochs=20)
    (W, b), (V, _) = trainer.weights
    assert (W[:, :1] == W).all()
    assert (b == b[0]).all()
    assert (V[0] == V).all()


def test_exclusive_or_is_solved_or_stuck_in_a_known_local_minimum():
    """XOR by a hidden layer of two, full batch, learning rate 0.5, momentum 0.9 (PDP vol. 1, ch. 8)."""
    spec = Experiment(
        data=DataSpec("xor_points"),
        layers=(Layer(2, "sigmoid", "uniform", 0.5),),
        output=Output("sigmoid", "uniform", 0.5),
        loss="half_squared", reduction="sum", optimizer="momentum", learning_rate=0.5, batch_size=0,
    )  # fmt: skip
    ends = []
    for seed in range(4):
        trainer = Trainer(spec.but(seed=seed))
        trainer.run(epochs=1000)
        ends.append(trainer.evaluation.train.loss)
    solved = [end for end in ends if end < 0.01]
    assert len(solved) >= 2
    assert all(end < 0.01 or end > 0.2 for end in ends)
    assert sqrt(min(ends)) < 0.1
