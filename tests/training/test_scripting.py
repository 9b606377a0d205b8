"""What a script asks of a trainer: weights to read and to set, gradients, predictions, scores, history."""

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS, preset
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.losses import LOSSES
from bplab.training import trainer as engine
from bplab.training.scripting import Trainer

IRIS = preset("iris")


def test_it_trains_to_the_same_bits_as_the_engine():
    ours, other = Trainer(preset("spiral")), engine.Trainer(preset("spiral"))
    ours.run(epochs=3)
    ours.run(steps=10)
    ours.run(epochs=1)  # the rest of the fifth
    other.run(epochs=5)
    assert (ours.step, ours.epoch) == (other.step, 5)
    np.testing.assert_array_equal(ours.parameters, other.parameters)


def test_weights_are_pairs_to_read_and_to_set_and_setting_them_replays():
    trainer = Trainer(preset("circle"))
    assert [(W.shape, b.shape) for W, b in trainer.weights] == [((2, 4), (4,)), ((4, 1), (1,))]
    trainer.run(steps=5)
    trainer.weights = [(2 * W, b + 1) for W, b in trainer.weights]
    assert {change.field for change in trainer.changes} == {"W1", "b1", "W2", "b2"}
    trainer.run(steps=20)
    again = Trainer(preset("circle"), trainer.changes)
    again.run(steps=25)
    np.testing.assert_array_equal(again.parameters, trainer.parameters)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([], "2 pairs"),
        (7, "2 pairs"),
        ([(1, 2), (3, 4), (5, 6)], "2 pairs"),
        ([(np.ones((2, 4)), np.ones(4)), (np.ones((4, 1)), np.ones(2))], "b2 must be"),
        ([(np.ones((2, 4)), np.full(4, np.nan)), (np.ones((4, 1)), np.ones(1))], "b1 must be"),
    ],
)
def test_weights_that_do_not_fit_are_refused_and_nothing_is_set(values, sentence):
    trainer = Trainer(preset("circle"))
    before = trainer.parameters
    with pytest.raises(UserError, match=sentence):
        trainer.weights = values
    np.testing.assert_array_equal(trainer.parameters, before)
    assert trainer.changes == []


@pytest.mark.parametrize("name", ["circle", "iris", "sine", "worked-example", "xor"])
def test_gradients_are_central_differences_of_the_batchs_loss(name):
    trainer = Trainer(PRESETS[name].spec)
    trainer.run(steps=3)
    spec, rows = trainer.spec, trainer.build.prepared.split.train[:7]
    X, T = trainer.build.prepared.dataset.inputs[rows], trainer.build.targets[rows]
    found = trainer.gradients(X, T)

    def loss():
        z, y = trainer.outputs(rows)
        each = LOSSES[spec.loss].per_example(y, z, T)
        return float(each.mean() if spec.reduction == "mean" else each.sum())

    kept = trainer.weights
    for layer, place in ((0, (0, 1)), (len(kept) - 1, (1, 0))):
        ends = []
        for step in (1e-5, -1e-5):
            moved = [(W.copy(), b) for W, b in kept]
            moved[layer][0][place] += step
            trainer.weights = moved
            ends.append(loss())
        assert found[layer][0][place] == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-5, abs=1e-8)
    assert [(W.shape, b.shape) for W, b in found] == [(W.shape, b.shape) for W, b in kept]


def test_raw_inputs_are_scaled_as_in_training_and_classes_may_be_numbers():
    trainer = Trainer(IRIS)
    trainer.run(epochs=20)
    split, dataset = trainer.build.prepared.split, trainer.build.prepared.dataset
    y = trainer.predict(dataset.inputs[split.test])
    np.testing.assert_allclose(y.sum(axis=1), 1)
    right = (y.argmax(axis=1) == dataset.targets[split.test]).sum()
    score = trainer.evaluate("test")
    assert (score.correct, score.count) == (right, len(split.test))
    assert score == trainer.evaluate()
    rows = split.train[:5]
    by_number = trainer.gradients(dataset.inputs[rows], dataset.targets[rows])
    coded = trainer.gradients(dataset.inputs[rows], trainer.build.targets[rows])
    np.testing.assert_array_equal(by_number[0][0], coded[0][0])


def test_features_are_computed_from_raw_points():
    spec = Experiment(data=DataSpec(features=("x", "y", "xy")), layers=(Layer(3),))
    trainer = Trainer(spec)
    assert trainer.predict([[1, 2], [3, 4]]).shape == (2, 1)
    assert trainer.gradients([[1, 2]], [1])[0][0].shape == (3, 3)


@pytest.mark.parametrize(
    ("X", "T", "sentence"),
    [
        ([[1, 2, 3]], [[1]], "X must be rows of 2 numbers"),
        ([1, 2], [[1]], "X must be rows of 2 numbers"),
        (np.empty((0, 2)), np.empty((0, 1)), "X must be rows"),
        ([["a", "b"]], [[1]], "X must be an array of finite real numbers"),
        ([[1, 2]], [[1, 0]], "T must be of shape"),
        ([[1, 2]], [2], "Classes must be given by their numbers, 0 to 1"),
        ([[1, 2]], "no", "T must be an array"),
    ],
)
def test_examples_that_do_not_fit_are_refused_in_words(X, T, sentence):
    with pytest.raises(UserError, match=sentence):
        Trainer(preset("circle")).gradients(X, T)


def test_a_plus_minus_coding_is_applied_to_class_numbers():
    spec = Experiment(output=Output("tanh"), loss="half_squared")
    trainer = Trainer(spec)
    [one] = [W for W, _ in trainer.gradients([[1, 2]], [0])][:1]
    [other] = [W for W, _ in trainer.gradients([[1, 2]], [[-1]])][:1]
    np.testing.assert_array_equal(one, other)


def test_history_is_an_array_a_series():
    trainer = Trainer(preset("circle"))
    trainer.run(epochs=3)
    assert trainer.history["train_loss"].shape == (4,)
    assert trainer.history["train_loss"][-1] == trainer.evaluate("train").loss
    assert trainer.history["batch_loss"].shape == (trainer.step,)
    assert trainer.history["delta_norm/0"][-1] == trainer.last_row[5]
    with pytest.raises(UserError, match="train_loss, validation_loss"):
        trainer.history["loss"]


def test_parts_that_there_are_not_are_refused():
    with pytest.raises(UserError, match="train, validation, test"):
        Trainer(preset("circle")).evaluate("tests")
    assert Trainer(preset("circle")).evaluate("validation").loss is None


def test_a_trace_is_of_the_step_that_comes_next_and_changes_nothing():
    trainer, other = (Trainer(preset("spiral").but(optimizer="adam")) for _ in range(2))
    for _ in range(30):  # over an epoch's end
        trace, before = trainer.trace(), trainer.weights
        trainer.run(steps=1)
        for (W, b), (dW, db), (new_W, new_b) in zip(before, trace.updates, trainer.weights, strict=True):
            np.testing.assert_allclose(W + dW, new_W, 1e-11)
            np.testing.assert_allclose(b + db, new_b, 1e-11)
        assert trace.loss == pytest.approx(trainer.history["batch_loss"][-1], rel=1e-11)
    other.run(steps=30)
    np.testing.assert_array_equal(trainer.parameters, other.parameters)


def test_a_traces_layers_follow_from_each_other():
    trainer = Trainer(IRIS.but(reduction="sum", regularization="l2", regularization_rate=0.1))
    trace, prepared, last = trainer.trace(), trainer.build.prepared, len(trainer.weights)
    np.testing.assert_array_equal(trace.a[0], prepared.X[trace.batch])
    assert set(trace.batch) <= set(prepared.split.train)
    assert (len(trace.z), len(trace.a), len(trace.delta)) == (last, last + 1, last)
    for layer, ((W, b), (dW, db)) in enumerate(zip(trainer.weights, trace.gradients, strict=True)):
        np.testing.assert_allclose(trace.z[layer], trace.a[layer] @ W + b, 1e-12, 1e-12)
        np.testing.assert_allclose(dW, trace.a[layer].T @ trace.delta[layer], 1e-12, 1e-12)
        np.testing.assert_allclose(db, trace.delta[layer].sum(axis=0), 1e-12, 1e-12)
    np.testing.assert_allclose(trace.delta[-1], trace.a[-1] - trainer.build.targets[trace.batch], 1e-12)


def test_a_trace_is_the_scripts_own():
    trainer = Trainer(preset("circle"))
    trace = trainer.trace()
    for array in (*trace.z, *trace.a, *trace.delta, *trace.gradients[0], *trace.updates[1], trace.batch):
        array[...] = 0
    trainer.run(steps=3)
    other = Trainer(preset("circle"))
    other.run(steps=3)
    np.testing.assert_array_equal(trainer.parameters, other.parameters)
