"""An .npz with X and y is data of one's own."""

import numpy as np
import pytest

import bplab
from bplab.errors import UserError

X = np.arange(12.0).reshape(6, 2)


def read(path, **arrays):
    np.savez(path / "mine.npz", **arrays)
    return bplab.dataset_from_npz(path / "mine.npz")


def test_values_and_classes_are_read_as_a_script_gives_them(tmp_path):
    values = read(tmp_path, X=X.astype(np.float32), y=X[:, 0], names=["a", "b"])
    assert values == bplab.dataset(X, X[:, 0], name="mine.npz", names=["a", "b"])
    classes = read(tmp_path, X=X, y=np.array(["s", "t"] * 3), other=np.zeros(3))
    assert classes.dataset.classes == ("s", "t")
    numbered = read(tmp_path, X=X, y=np.arange(6) % 2, classes=["left", "right"], X_test=X[:2], y_test=[0, 1])
    assert numbered.dataset.classes == ("left", "right")
    assert numbered.test_rows == 2


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ({"X": X}, "mine.npz has no array y"),
        ({"y": X[:, 0]}, "mine.npz has no array X"),
        ({"X": X, "y": X[:, 0], "X_test": X}, "mine.npz has no array y_test"),
        ({"X": X, "y": X[:3, 0]}, "one row per row of X"),
        ({"X": X[:, 0], "y": X[:, 0]}, "X must be rows of numbers"),
    ],
)
def test_what_is_missing_or_does_not_fit_is_said(tmp_path, arrays, says):
    with pytest.raises(UserError, match=says):
        read(tmp_path, **arrays)
