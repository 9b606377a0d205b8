"""A shipped file is read as it was shipped, or not at all."""

import hashlib

import numpy as np
import pytest

from bplab.data import files
from bplab.data.shipped import read_shipped
from bplab.errors import UserError


@pytest.fixture
def path(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "_PLACES", (tmp_path,))
    np.savez(tmp_path / "some.npz", a=np.arange(3), b=["u", "v"])
    return tmp_path / "some.npz"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_arrays_come_back_by_name(path):
    arrays = read_shipped("some.npz", digest(path), "some numbers")
    assert arrays["a"].tolist() == [0, 1, 2]
    assert arrays["b"].tolist() == ["u", "v"]


def test_any_other_content_is_refused_with_what_it_should_have_been(path):
    right = digest(path)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(UserError, match=r"some\.npz with some numbers is damaged"):
        read_shipped("some.npz", right, "some numbers")


def test_objects_are_never_unpickled(path):
    np.savez(path, a=np.array([print], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        read_shipped("some.npz", digest(path), "some numbers")
