"""The shipped digits are scikit-learn's copy, or they are refused."""

import shutil

import numpy as np
import pytest
from sklearn.datasets import load_digits

from bplab.data import digits, files
from bplab.data.files import resource_path
from bplab.data.streams import DATA, stream
from bplab.errors import UserError


def load():
    return digits.digits(stream(0, DATA), 0, 0.0)


@pytest.fixture
def copy(monkeypatch, tmp_path):
    """A copy of the shipped file that a test may harm."""
    (tmp_path / "data").mkdir()
    path = tmp_path / "data/digits.npz"
    shutil.copyfile(resource_path("data/digits.npz"), path)
    monkeypatch.setattr(files, "_PLACES", (tmp_path,))
    return path


def test_the_digits_equal_scikit_learns_to_the_bit():
    pixels, labels = load_digits(return_X_y=True)
    ours = load()
    assert ours.inputs.shape == (1797, 64)
    assert (ours.inputs * 16 == pixels).all()
    assert (ours.targets == labels).all()


def test_the_digits_are_images_of_ten_classes():
    ours = load()
    assert ours.kind == "multiclass"
    assert ours.classes == tuple(str(digit) for digit in range(10))
    assert ours.image_shape == (8, 8)
    assert ours.input_names[0] == "row 1, column 1"
    assert ours.input_names[8 * 2 + 5] == "row 3, column 6"
    assert (ours.inputs.min(), ours.inputs.max()) == (0, 1)


@pytest.mark.parametrize("kept", [0, 1, 100, 20_000, 45_000])
def test_a_truncated_file_is_refused_in_a_sentence(copy, kept):
    copy.write_bytes(copy.read_bytes()[:kept])
    with pytest.raises(UserError, match=r"digits\.npz.*damaged.*Reinstall"):
        load()


def test_a_changed_bit_anywhere_is_refused(copy):
    content = copy.read_bytes()
    for place in range(0, len(content), 997):
        copy.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(UserError, match="damaged"):
            load()


def test_objects_in_place_of_the_arrays_are_never_unpickled(copy):
    np.savez(copy, images=np.array([print, "run me"], dtype=object), labels=np.arange(2))
    with pytest.raises(UserError, match="damaged"):
        load()


def test_a_missing_file_is_a_sentence(copy):
    copy.unlink()
    with pytest.raises(UserError, match="missing"):
        load()


def test_a_file_that_cannot_be_read_is_a_sentence(copy, monkeypatch):
    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(copy), "read_bytes", refuse)
    with pytest.raises(UserError, match="cannot be read: Permission denied"):
        load()
