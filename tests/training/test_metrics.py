"""Losses, accuracies, confusion and worst examples, beside scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn import metrics as witness

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.codings import ONE_HOT, PLUS_MINUS, ZERO_ONE
from bplab.training.metrics import classes, confusion, worst
from bplab.training.trainer import Trainer

DIGITS = Experiment(
    data=DataSpec("digits"), layers=(Layer(16, "relu"),), output=Output("softmax"),
    loss="categorical_cross_entropy", optimizer="adam", learning_rate=0.01,
)  # fmt: skip


def test_losses_and_accuracies_of_digits_equal_scikit_learn():
    trainer = Trainer(DIGITS)
    trainer.run(epochs=2)
    split, labels = trainer.build.prepared.split, trainer.build.prepared.dataset.targets
    for part, rows in ((trainer.evaluation.train, split.train), (trainer.evaluation.test, split.test)):
        _, y = trainer.outputs(rows)
        assert part.loss == pytest.approx(witness.log_loss(labels[rows], y, labels=range(10)), rel=1e-12)
        assert part.accuracy == witness.accuracy_score(labels[rows], y.argmax(axis=1))
        assert (part.count, part.correct) == (len(rows), round(part.accuracy * len(rows)))


def test_an_answer_in_bits_is_right_where_all_outputs_are_on_the_right_side():
    trainer = Trainer(PRESETS["family-trees"].spec)
    assert trainer.evaluation.train.correct == 0  # each fact has somebody for an answer
    trainer.run(epochs=150)
    split, scores = trainer.build.prepared.split, trainer.evaluation
    for part, rows in ((scores.train, split.train), (scores.test, split.test)):
        yes, who = trainer.outputs(rows)[1] >= 0.5, trainer.build.targets[rows]
        right = [list(one) == list(other) for one, other in zip(yes, who, strict=True)]
        assert (part.correct, part.count) == (sum(right), len(rows))
    assert 0 < scores.train.correct < 100


def test_numbers_that_are_no_bits_have_no_accuracy():
    for name in ("worked_example", "plane", "sine"):
        spec = Experiment(data=DataSpec(name), output=Output("identity"), loss="mse")
        assert Trainer(spec).evaluation.train.accuracy is None


def test_binary_losses_equal_scikit_learn():
    trainer = Trainer(Experiment(data=DataSpec("xor", noise=20)))
    trainer.run(epochs=5)
    rows = trainer.build.prepared.split.test
    z, y = trainer.outputs(rows)
    labels = trainer.build.prepared.dataset.targets[rows]
    assert trainer.evaluation.test.loss == pytest.approx(witness.log_loss(labels, y[:, 0]), rel=1e-12)
    assert trainer.evaluation.test.accuracy == ((z[:, 0] >= 0) == labels).mean()


def test_evaluation_has_no_dropout_and_shows_the_penalty_apart():
    spec = Experiment(layers=(Layer(9, dropout=0.5),))
    plain = Trainer(spec.but(layers=(Layer(9),)))
    penalized = Trainer(spec.but(regularization="l2", regularization_rate=0.5))
    assert plain.evaluation.train == penalized.evaluation.train
    assert plain.evaluation.penalty == 0
    squares = sum((W**2).sum() for W, _ in penalized.weights)
    assert penalized.evaluation.penalty == pytest.approx(0.25 * squares, rel=1e-12)


def test_a_summed_loss_is_the_sum_over_the_part():
    mean, total = (Trainer(Experiment(reduction=reduction)).evaluation for reduction in ("mean", "sum"))
    assert total.test.loss == pytest.approx(mean.test.loss * 120, rel=1e-12)
    assert total.test.accuracy == mean.test.accuracy


def test_empty_parts_and_regressions_have_no_accuracy():
    trainer = Trainer(
        Experiment(data=DataSpec("worked_example"), loss="half_squared", output=Output("identity"))
    )
    assert trainer.evaluation.train.accuracy is None
    assert trainer.evaluation.train.loss > 0
    assert (trainer.evaluation.test.loss, trainer.evaluation.test.accuracy) == (None, None)


def test_classes_are_read_off_outputs_as_coded():
    column = np.array([[-0.2], [0.1], [0.6]])
    assert classes(column, ZERO_ONE).tolist() == [0, 0, 1]
    assert classes(column, PLUS_MINUS).tolist() == [0, 1, 1]
    assert classes(np.array([[0.1, 0.9, 0.3]]), ONE_HOT).tolist() == [1]


def test_confusion_counts_true_classes_down_and_predictions_across():
    rng = np.random.default_rng(0)
    labels, predicted = rng.integers(0, 4, (2, 200))
    np.testing.assert_array_equal(
        confusion(labels, predicted, 5), witness.confusion_matrix(labels, predicted, labels=range(5))
    )


def test_worst_are_the_misclassified_with_the_largest_losses():
    y = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7]])
    labels = np.array([1, 1, 1, 0])
    losses = np.array([3.0, 9.0, 1.0, 2.0])
    found = worst(np.array([10, 11, 12, 13]), labels, y, losses, ONE_HOT)
    assert [(row.index, row.label, row.predicted, row.probability) for row in found] == [
        (10, 1, 0, 0.9),
        (13, 0, 1, 0.7),
        (12, 1, 0, 0.6),
    ]
    one = worst(np.array([5]), np.array([1]), np.array([[-0.5]]), np.array([1.0]), PLUS_MINUS)
    assert (one[0].predicted, one[0].probability) == (0, 0.75)
