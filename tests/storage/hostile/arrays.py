"""Arrays whose headers lie or ask for more than an array: a member of each form in place of a right one."""

import io
import pickle
from collections.abc import Iterator

import numpy as np

from bplab.storage.npy import array_chunks
from hostile import Hostile, Members, sealed, with_kind


def arrays(members: Members) -> Iterator[Hostile]:
    """All files of this file's kinds."""
    name = min(name for name in members if name.endswith(".npy"))
    kinds = {"array header": headers, "array type": array_types, "array size": shapes, "no array": none}
    for kind, make in kinds.items():
        yield from with_kind(kind, {each: sealed({**members, name: data}) for each, data in make().items()})


def saved(array: np.ndarray, **options: bool) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **options)
    return file.getvalue()


def described(text: str, content: bytes = b"", version: bytes = b"\1\0") -> bytes:
    """An array with a header of that text."""
    head = text.encode() + b" " * (-(len(text) + 11) % 64) + b"\n"
    return (
        b"\x93NUMPY" + version + len(head).to_bytes(2 if version == b"\1\0" else 4, "little") + head + content
    )


def header(kind: str = "'<f8'", shape: str = "(1,)", order: str = "False") -> str:
    return f"{{'descr': {kind}, 'fortran_order': {order}, 'shape': {shape}, }}"


def headers() -> dict[str, bytes]:
    one = np.zeros(1).tobytes()
    return {
        "eval": described("__import__('os').system('true')", one),
        "eval in the shape": described(header(shape="(int(1),)"), one),
        "product": described(header(shape="(1*1,)"), one),
        "deep": described(header(shape="(" * 9000 + "1," + ")" * 9000), one),
        "Fortran": described(header(order="True"), one),
        "order as a number": described(header(order="0"), one),
        "double quotes": described(header().replace("'", '"'), one),
        "more keys": described(header()[:-1] + "'x': 1}", one),
        "keys in another order": described("{'fortran_order': False, 'descr': '<f8', 'shape': (1,), }", one),
        "no space at the end": described(header()[:-2] + "}", one),
        "version 2": described(header(), one, b"\2\0"),
        "version 3": described(header(), one, b"\3\0"),
        "version 9": described(header(), one, b"\x09\0"),
        "more room": described(header() + " " * 64, one),
        "header beyond the end": b"\x93NUMPY\1\0\xff\xff" + header().encode(),
        "no newline": described(header(), one).replace(b"\n", b" "),
        "zero in the header": described(header() + "\0", one),
    }


def array_types() -> dict[str, bytes]:
    return {
        "objects": saved(np.array([{"a": 1}], object), allow_pickle=True),
        "objects by hand": described(header("'|O'"), pickle.dumps([1])),
        "texts": saved(np.array(["a" * 1000])),
        "bytes": saved(np.array([b"abc"])),
        "records": saved(np.zeros(1, [("a", "f8"), ("b", "i4")])),
        "complex": saved(np.zeros(1, complex)),
        "half": saved(np.zeros(1, "f2")),
        "long": saved(np.zeros(1, np.longdouble)),
        "big-endian": saved(np.zeros(1, ">f8")),
        "dates": saved(np.zeros(1, "M8[s]")),
        "void": saved(np.zeros(1, "V8")),
        "unsigned": saved(np.zeros(1, "u8")),
        "a name": described(header("'float64'"), bytes(8)),
        "native": described(header("'=f8'"), bytes(8)),
    }


def shapes() -> dict[str, bytes]:
    found = {
        "negative": "(-1,)",
        "exabytes": "(1000000000000000000,)",
        "a terabyte": "(137438953472,)",
        "overflow": "(4294967296, 4294967296)",
        "overflow to nothing": "(4294967296, 4294967296, 0)",
        "many sides": "(" + "1, " * 60 + ")",
        "long number": "(" + "9" * 70 + ",)",
        "a fraction": "(1.0,)",
        "truth": "(True,)",
        "text": "('1',)",
        "list": "[1]",
        "number": "1",
        "zero before": "(01,)",
        "one too many": "(2,)",
        "one too few": "(0,)",
        "hexadecimal": "(0x1,)",
        "underscore": "(1_0,)",
    }
    return {name: described(header(shape=shape), bytes(8)) for name, shape in found.items()}


def none() -> dict[str, bytes]:
    good = b"".join(array_chunks(np.zeros(1)))
    return {
        "empty": b"",
        "pickle": pickle.dumps(np.zeros(1)),
        "text": b"1.5 2.5",
        "only the header": good[:-8],
        "a byte more": good + b"\0",
        "a byte less": good[:-1],
        "two": good + good,
        "truth is two": b"".join(array_chunks(np.array([True]))[:1]) + b"\2",
        "half a header": good[:20],
    }
