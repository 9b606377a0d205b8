"""The shipped tables are scikit-learn's copies, or they are refused."""

import shutil

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine

from bplab.data import files, tables
from bplab.data.files import resource_path
from bplab.data.streams import DATA, stream
from bplab.errors import UserError

THEIRS = {
    "iris": load_iris,
    "wine": load_wine,
    "breast_cancer": load_breast_cancer,
    "diabetes": lambda: load_diabetes(scaled=False),
}
ALL = pytest.mark.parametrize("name", THEIRS)


def load(name):
    return getattr(tables, name)(stream(0, DATA), 0, 0.0)


@ALL
def test_a_table_equals_scikit_learns_to_the_bit(name):
    ours, theirs = load(name), THEIRS[name]()
    assert ours.inputs.tobytes() == theirs.data.tobytes()
    assert (ours.targets.ravel() == theirs.target).all()
    assert len(ours.input_names) == len(set(ours.input_names)) == theirs.data.shape[1]


@pytest.mark.parametrize("name", ["iris", "breast_cancer"])
def test_columns_and_classes_have_their_names(name):
    ours, theirs = load(name), THEIRS[name]()
    assert ours.input_names == tuple(map(str, theirs.feature_names))
    assert ours.classes == tuple(map(str, theirs.target_names))
    assert all(type(word) is str for word in (*ours.input_names, *ours.classes))


def test_names_that_are_hard_to_read_are_spelled_out():
    assert load("wine").input_names[-2:] == ("OD280/OD315 of diluted wines", "proline")
    assert load("wine").classes == ("cultivar 1", "cultivar 2", "cultivar 3")
    assert load("diabetes").input_names[:5] == (
        *("age", "sex", "body mass index", "blood pressure", "total cholesterol"),
    )


def test_the_tables_are_as_published():
    assert np.bincount(load("iris").targets).tolist() == [50, 50, 50]
    assert np.bincount(load("wine").targets).tolist() == [59, 71, 48]
    assert np.bincount(load("breast_cancer").targets).tolist() == [212, 357]
    patients = load("diabetes")
    assert patients.kind == "regression"
    assert patients.target_names == ("progression after a year",)
    assert (patients.targets.min(), patients.targets.max()) == (25, 346)
    assert patients.targets.mean() == pytest.approx(152.13, abs=0.005)  # Efron et al., table 1


@ALL
def test_a_changed_file_is_refused_in_a_sentence(name, monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()
    copy = tmp_path / f"data/{name}.npz"
    shutil.copyfile(resource_path(f"data/{name}.npz"), copy)
    monkeypatch.setattr(files, "_PLACES", (tmp_path,))
    assert load(name).count > 0
    content = copy.read_bytes()
    copy.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(UserError, match=rf"{name}\.npz with the .* is damaged.*Reinstall"):
        load(name)
    copy.unlink()
    with pytest.raises(UserError, match=rf"{name}\.npz.*missing"):
        load(name)
