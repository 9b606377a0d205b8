"""Archives of others are read within limits: plain arrays only, nothing unpickled, nothing too large."""

import io
import pickle
import tracemalloc
import zipfile
from contextlib import suppress

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.storage import npz
from bplab.storage.npz import read_npz


def member(array=None, header=None):
    """One .npy, its header or body perhaps made up."""
    file = io.BytesIO()
    np.lib.format.write_array(file, np.arange(6.0).reshape(2, 3) if array is None else array)
    whole = file.getvalue()
    if header is not None:
        text = header.encode().ljust(117) + b"\n"
        whole = whole[:8] + len(text).to_bytes(2, "little") + text + whole[-48:]
    return whole


@pytest.fixture
def archive(tmp_path):
    def write(compression=zipfile.ZIP_STORED, **members):
        path = tmp_path / "found.npz"
        with zipfile.ZipFile(path, "w", compression) as file:
            for name, data in members.items():
                file.writestr(f"{name}.npy", data)
        return path

    return write


def test_arrays_are_read_as_numpy_writes_them(tmp_path):
    arrays = {"a": np.arange(6.0).reshape(2, 3), "f": np.asfortranarray(np.eye(3)[:, :2]), "n": np.array(7),
              "e": np.empty((0, 3), np.float32), "t": np.array(["tanh"]), "b": np.array([True])}  # fmt: skip
    for save in (np.savez, np.savez_compressed):
        save(tmp_path / "a.npz", **arrays)
        found = read_npz(tmp_path / "a.npz")
        assert list(found) == list(arrays)
        for name, array in arrays.items():
            assert found[name].dtype == array.dtype
            assert (found[name] == array).all()
            assert found[name].shape == array.shape


HEADERS = {
    "larger than it is": "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1000000000000)}",
    "smaller than it is": "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)}",
    "negative": "{'descr': '<f8', 'fortran_order': False, 'shape': (-2, -3)}",
    "objects": "{'descr': '|O', 'fortran_order': False, 'shape': (6,)}",
    "dates": "{'descr': '<M8[s]', 'fortran_order': False, 'shape': (6,)}",
    "fields": "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (6,)}",
    "no width": "{'descr': '<U0', 'fortran_order': False, 'shape': (6,)}",
    "code": "{'descr': __import__('os').getcwd(), 'fortran_order': False, 'shape': (6,)}",
    "no dictionary": "[[[[[[[[[[",
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_lies_is_refused(archive, name):
    with pytest.raises(UserError, match=r"found\.npz cannot be read as \.npz"):
        read_npz(archive(a=member(header=HEADERS[name])))


def test_nothing_is_unpickled(archive):
    class Harm:
        def __reduce__(self):
            return (pytest.fail, ("unpickled",))

    with pytest.raises(UserError, match="not an array of numbers"):
        read_npz(archive(a=member(header=HEADERS["objects"])))
    with pytest.raises(UserError):
        read_npz(archive(a=pickle.dumps(Harm())))


def test_what_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    for data in (b"", b"PK\x03\x04", b"x" * 1000, member()):
        path.write_bytes(data)
        with pytest.raises(UserError, match=r"cannot be read as \.npz"):
            read_npz(path)


def test_an_archive_cut_off_or_damaged_anywhere_is_refused_or_read(archive):
    path = archive(a=member(), b=member(), compression=zipfile.ZIP_DEFLATED)
    whole = path.read_bytes()
    for place in range(0, len(whole), 3):
        for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :]):
            path.write_bytes(data)
            with suppress(UserError):
                read_npz(path)


def test_a_bomb_is_not_unpacked(archive, monkeypatch):
    monkeypatch.setattr(npz, "MOST_BYTES", 1 << 20)
    bomb = member()[:-48] + b"\0" * (64 << 20)
    tracemalloc.start()
    with pytest.raises(UserError, match="does not have the size that its header says"):
        read_npz(archive(a=bomb, compression=zipfile.ZIP_DEFLATED))
    large = archive(a=member(np.zeros(1 << 20)), compression=zipfile.ZIP_DEFLATED)
    del bomb
    tracemalloc.reset_peak()
    with pytest.raises(UserError, match="unpacked, it is larger than 1 MiB"):
        read_npz(large)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20


def test_two_arrays_of_one_name_are_refused(tmp_path):
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.npy", member())
        file.writestr("b.npy", member())
    path.write_bytes(path.read_bytes().replace(b"b.npy", b"a.npy"))
    with pytest.raises(UserError, match="same name"):
        read_npz(path)
