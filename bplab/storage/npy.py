"""Arrays as .npy members, little-endian and in C order, with exactly one header for a type and shape.

Source: NumPy's numpy.lib.format, version 1.0.
"""

import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

TYPES = {name: np.dtype(name) for name in ("<f8", "<f4", "<i8", "<i4", "|i1", "|u1", "|b1")}
MAGIC = b"\x93NUMPY\x01\x00"
ALIGNMENT = 64
MOST_DIMENSIONS = 4
MOST_BYTES = 1 << 30  # of an array, were each of its sides at least 1
HEADER = re.compile(
    rb"\{'descr': '([<|][a-z][0-9])', 'fortran_order': False, 'shape': \(([0-9, ]{0,80})\), \} *\n"
)


def array_chunks(array: NDArray[Any]) -> tuple[bytes, memoryview]:
    """An array as a header and its values, which are copied only if they are in another order.

    Raises: TypeError if its type is none of TYPES.
    """
    kind = array.dtype.newbyteorder("<")
    if kind.str not in TYPES:
        raise TypeError(f"arrays of {array.dtype} are not stored")
    values = np.ascontiguousarray(array, kind).reshape(-1)
    return _header(kind.str, array.shape), values.view(np.uint8).data


def parse_array(data: memoryview) -> NDArray[Any]:
    """Give the array of an .npy member, read-only and without a copy where the processor allows it.

    Raises: ValueError for anything that `array_chunks` would not have written.
    """
    start = len(MAGIC) + 2
    end = start + int.from_bytes(data[len(MAGIC) : start], "little")
    found = HEADER.fullmatch(bytes(data[start:end]))
    kind = found.group(1).decode() if found else ""
    if found is None or kind not in TYPES:
        raise ValueError("it is no array of a type and form that a file of the lab has")
    shape = tuple(int(side) for side in re.findall(rb"[0-9]{1,12}", found.group(2)))
    if data[:end] != _header(kind, shape):
        raise ValueError("the description of its array is written in another way")
    room = math.prod(max(side, 1) for side in shape) * TYPES[kind].itemsize
    if len(shape) > MOST_DIMENSIONS or room > MOST_BYTES:
        raise ValueError("its array is larger than any of the lab")
    if math.prod(shape) * TYPES[kind].itemsize != len(data) - end:
        raise ValueError(f"its array of shape {shape} has another size")
    return _values(data[end:], kind).reshape(shape)


def _values(data: memoryview, kind: str) -> NDArray[Any]:
    if kind == "|b1" and np.frombuffer(data, np.uint8).max(initial=0) > 1:
        raise ValueError("its array has values other than true and false")
    values = np.frombuffer(data, TYPES[kind])
    if not values.flags.aligned:
        values = values.copy()
    values.setflags(write=False)
    return values


def _header(kind: str, shape: tuple[int, ...]) -> bytes:
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    length = len(MAGIC) + 2 + len(text) + 1
    text += b" " * (-length % ALIGNMENT) + b"\n"
    return MAGIC + len(text).to_bytes(2, "little") + text
