"""Arrays come back to the bit, as NumPy reads and writes them too; any other form is refused."""

import io
import tracemalloc

import numpy as np
import pytest

from bplab.storage.npy import TYPES, array_chunks, parse_array

ARRAYS = [
    np.array(1.5),
    np.zeros((0, 3), "f4"),
    np.arange(24.0).reshape(2, 3, 4),
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.arange(10)[::3],
    np.arange(6, dtype=">i4"),
    np.array([True, False]),
    np.array([np.nan, -np.nan, np.inf, -0.0, 5e-324]),
    np.frombuffer(b"\x01\x00\x00\x00\x00\x00\xf0\x7f", "<f8"),  # a NaN with a message
]


def stored(array):
    return memoryview(b"".join(array_chunks(array)))


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: f"{array.dtype}{array.shape}")
def test_an_array_comes_back_to_the_bit_here_and_in_numpy(array):
    for found in (parse_array(stored(array)), np.load(io.BytesIO(stored(array)))):
        assert found.shape == array.shape
        assert found.dtype == array.dtype.newbyteorder("<")
        assert found.tobytes() == array.astype(found.dtype).tobytes()


def test_headers_are_those_of_numpy_2():
    for kind in TYPES:
        array = np.zeros((3, 2), kind)
        file = io.BytesIO()
        np.save(file, array)
        assert np.load(io.BytesIO(stored(array))).dtype == array.dtype
        assert stored(array)[:10] == file.getvalue()[:10]


def test_what_is_read_cannot_be_changed_and_is_not_copied():
    data = b"".join(array_chunks(np.arange(1000.0)))
    found = parse_array(memoryview(data))
    assert not found.flags.writeable
    assert np.shares_memory(found, np.frombuffer(data, np.uint8))


def test_an_array_at_an_odd_place_is_right_nevertheless():
    data = b"x" + b"".join(array_chunks(np.arange(5.0)))
    found = parse_array(memoryview(data)[1:])
    assert found.flags.aligned
    assert not found.flags.writeable
    assert found.tolist() == [0, 1, 2, 3, 4]


def test_no_array_of_objects_is_written():
    for array in (np.array([None]), np.array(["a"]), np.zeros(2, "c16"), np.zeros(2, "M8[s]")):
        with pytest.raises(TypeError, match="are not stored"):
            array_chunks(array)


GOOD = bytes(stored(np.zeros(4)))


def changed(old, new):
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        GOOD[:-1],
        GOOD + b"\0",
        GOOD[:9],
        GOOD[:60],
        changed(b"<f8", b"|O8"),
        changed(b"<f8", b">f8"),
        changed(b"'<f8'", b"'<V8'"),
        changed(b"False", b"True "),
        changed(b"(4,)", b"(8,)"),
        changed(b"(4,)", b"(04,)")[:-1],
        changed(b"(4,), }  ", b"(-4,), } "),
        changed(b"\x93NUMPY\x01", b"\x93NUMPY\x02"),
        changed(b"(4,), }" + b" " * 12, b"(999999999999,), } "),
        changed(b"(4,), }" + b" " * 20, b"(0, 99999999999), }        ")[:-32],
        changed(b"'descr'", b'"descr"'),
        changed(b" }  ", b"}   "),
        b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 65535,
    ],
)
def test_any_other_form_is_refused_before_memory_is_taken(data):
    tracemalloc.start()
    with pytest.raises(ValueError, match="array"):
        parse_array(memoryview(data))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 1e6


def test_truth_is_one_or_zero():
    data = bytes(stored(np.array([True, False])))
    with pytest.raises(ValueError, match="other than true and false"):
        parse_array(memoryview(data[:-1] + b"\2"))
