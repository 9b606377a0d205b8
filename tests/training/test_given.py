"""Arrays become data of one's own: classes and values are told apart, what does not fit is refused."""

import numpy as np
import pytest

import bplab
from bplab.errors import UserError
from bplab.training.given import dataset

X = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]


@pytest.mark.parametrize(
    ("y", "classes", "targets"),
    [
        (["b", "a", "b"], ("a", "b"), [1, 0, 1]),
        (np.array(["b", "a", "b"], object), ("a", "b"), [1, 0, 1]),
        ([True, False, True], ("false", "true"), [1, 0, 1]),
        ([2, 0, 1], ("0", "1", "2"), [2, 0, 1]),
        (np.array([1, 0, 1], np.uint8), ("0", "1"), [1, 0, 1]),
        ([2, 0, 3], (), [[2.0], [0.0], [3.0]]),  # not all numbers from 0 on
        ([0.0, 1.0, 0.0], (), [[0.0], [1.0], [0.0]]),
        ([[0, 1], [1, 0], [1, 1]], (), [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]),
    ],
)
def test_classes_and_values_are_told_apart(y, classes, targets):
    own = dataset(X, y)
    assert own.dataset.classes == classes
    assert own.dataset.targets.tolist() == targets
    assert own.dataset.input_names == ("x1", "x2")


def test_classes_may_be_named_or_ruled_out():
    assert dataset(X, [2, 0, 2], classes=["r", "g", "b"]).dataset.classes == ("r", "g", "b")
    assert dataset(X, ["b", "r", "b"], classes=["r", "g", "b"]).dataset.targets.tolist() == [2, 0, 2]
    assert dataset(X, [2, 0, 1], classes=()).dataset.kind == "regression"


def test_numbers_above_nine_keep_their_order():
    y = np.arange(12) % 12
    own = dataset(np.zeros((12, 1)), y)
    assert own.dataset.classes == tuple(map(str, range(12)))
    assert own.dataset.targets.tolist() == y.tolist()


def test_test_examples_come_last():
    own = dataset(X, [1.0, 2.0, 3.0], test=([[7.0, 8.0]], [4.0]), names=["u", "v"], name="mine")
    assert (own.name, own.test_rows, own.dataset.count) == ("mine", 1, 4)
    assert own.dataset.targets[-1] == 4


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: dataset([1, 2], [1, 2]), "X must be rows of numbers"),
        (lambda: dataset([["a"]], [1]), "X must be rows of numbers"),
        (lambda: dataset(X, [1, 2]), "one row per row of X: 3"),
        (lambda: dataset(X, 3.0), "one row per row of X"),
        (lambda: dataset(X, [1j, 2, 3]), "y must be numbers"),
        (lambda: dataset(X, [[["a"]], [["b"]], [["c"]]]), "one row per row of X"),
        (lambda: dataset(X, [["a"], ["b"], ["c"]]), "y must be numbers"),
        (lambda: dataset(X, [1.0, np.nan, 2.0]), "value that is no number from"),
        (lambda: dataset(X, ["a", "b", "z"], classes=["a", "b"]), "'z', which is none"),
        (lambda: dataset(X, [0, 1, 5], classes=["a", "b"]), "0 to 1"),
        (lambda: dataset(X, ["a", "a", "a"]), "nothing to tell apart"),
        (lambda: dataset(X, [1.0, 2.0, 3.0], names=["u"]), "1 names for 2 inputs"),
        (lambda: dataset(X, [1.0, 2.0, 3.0], test=([[1.0]], [1.0])), "other columns"),
        (lambda: dataset(X, [1.0, 2.0, 3.0], test=([[7.0, 8.0]], 4.0)), "other columns"),
        (lambda: dataset(X, [1.0, 2.0, 3.0], test={"X": 1}), "takes a pair of arrays"),
        (lambda: dataset(X, [1.0, 2.0, 3.0], test=([[7.0, 8.0]], [1, [2]])), "rows of the same length"),
        (lambda: dataset(X, [[1], [2, 3], [4]]), "rows of the same length"),
        (lambda: dataset(np.zeros((0, 2)), []), "no examples"),
    ],
)
def test_what_does_not_fit_together_is_refused(make, says):
    with pytest.raises(UserError, match=says):
        make()


def test_a_script_trains_on_its_own_arrays():
    inputs = np.random.default_rng(1).normal(size=(80, 2))
    own = bplab.dataset(inputs, np.where(inputs[:, 0] > 0, "right", "left"), names=["across", "up"])
    trainer = bplab.Trainer(bplab.experiment_for(own), data=own)
    trainer.run(epochs=200)
    assert trainer.evaluate("train").accuracy > 0.95
    assert trainer.predict([[2.0, 0.0]]) > 0.5
