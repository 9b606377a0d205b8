"""Files that are something else, damaged, or whose manifest lies."""

import gzip
import io
import pickle
import struct
import zipfile
from collections.abc import Iterator

import numpy as np

from bplab.storage.container import START
from bplab.storage.strict_json import dump_json
from hostile import Hostile, Members, manifest_of, sealed, with_kind


def containers(members: Members) -> Iterator[Hostile]:
    """All files of this file's kinds."""
    good = sealed(members)
    yield from with_kind("something else", others())
    yield from with_kind("cut off", {f"after {size}": good[:size] for size in ends(good)})
    yield from with_kind(
        "changed bit", {f"{at}": flipped(good, at) for at in range(0, 8 * len(good), len(good))}
    )
    yield from with_kind("more at the end", after(good))
    yield from with_kind("more at the beginning", before(good))
    yield from with_kind("wrong type", types(members, good))
    yield from with_kind("manifest lies", manifests(members))
    yield from with_kind("manifest is none", broken_manifests(members))
    yield from with_kind("another version", versions(members))
    yield from with_kind("lying size", sizes(good))


def others() -> dict[str, bytes]:
    npz, plain = io.BytesIO(), io.BytesIO()
    np.savez(npz, W1=np.zeros(3))
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("a.txt", "a")
    return {
        "empty": b"",
        "a byte": b"x",
        "text": b"spiral\n" * 100,
        "html": b"<!DOCTYPE html><script>alert(1)</script>",
        "json": b'{"layers": [{"units": 3}]}',
        "npz": npz.getvalue(),
        "zip": plain.getvalue(),
        "empty zip": b"PK\5\6" + bytes(18),
        "pickle": pickle.dumps({"a": 1}),
        "gzip bomb": gzip.compress(bytes(10 << 20)),
        "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "pdf": b"%PDF-1.7\n" + bytes(100),
        "program": b"\x7fELF" + bytes(100),
        "zeros": bytes(1 << 20),
        "utf-16": "spiral".encode("utf-16"),
    }


def ends(good: bytes) -> list[int]:
    return [
        1,
        30,
        len(START),
        100,
        len(good) // 3,
        len(good) // 2,
        good.rindex(b"PK\1\2"),
        len(good) - 22,
        len(good) - 1,
    ]


def flipped(good: bytes, bit: int) -> bytes:
    data = bytearray(good)
    data[bit // 8] ^= 1 << bit % 8
    return bytes(data)


def after(good: bytes) -> dict[str, bytes]:
    comment = bytearray(good + b"hello")
    comment[-7:-5] = (5).to_bytes(2, "little")
    return {
        "a byte": good + b"\0",
        "a line": good + b"\n",
        "itself": good + good,
        "a program": good + b"#!/bin/sh\nrm -r ~\n",
        "a comment": bytes(comment),
        "an empty archive": good + b"PK\5\6" + bytes(18),
        "a megabyte": good + bytes(1 << 20),
    }


def before(good: bytes) -> dict[str, bytes]:
    return {
        "a byte": b"\0" + good,
        "a mark": b"\xef\xbb\xbf" + good,
        "a program": b"#!/bin/sh\nexit\n" + good,
        "pdf": b"%PDF-1.7\n" + good,
        "an archive's head": good[: len(START)] + good,
    }


def types(members: Members, good: bytes) -> dict[str, bytes]:
    return {
        "another": sealed(members, mimetype=b"application/epub+zip"),
        "newline": sealed(members, mimetype=b"application/x-bplab+zip\n"),
        "none": sealed(members, mimetype=b""),
        "long": sealed(members, mimetype=b"application/x-bplab+zip" * 50_000),
        "left out": good[len(START) :],
        "html": sealed(members, mimetype=b"text/html"),
    }


def manifests(members: Members) -> dict[str, bytes]:
    names = ["document.json", *sorted(set(members) - {"document.json"})]
    changed = {
        "no members": {"members": []},
        "one fewer": {"members": names[:-1]},
        "one more": {"members": [*names, "zzz.json"]},
        "reversed": {"members": names[::-1]},
        "twice": {"members": [*names, names[-1]]},
        "up": {"members": [*names, "../../etc/passwd.txt"]},
        "absolute": {"members": ["/etc/passwd.txt", *names]},
        "drive": {"members": ["c:\\autoexec.bat", *names]},
        "long name": {"members": [*names, "z" * 100_000 + ".json"]},
        "many names": {"members": [f"a{number:06}.json" for number in range(50_000)]},
        "itself": {"members": [*names, "manifest.json"]},
        "numbers": {"members": [1, 2, 3]},
        "text": {"members": "document.json"},
        "null": {"members": None},
        "optional that is none": {"optional": ["nowhere.json"]},
        "optional object": {"optional": {}},
        "more keys": {"run": "rm -r ~"},
    }
    return {name: sealed(members, manifest_of(members, **change)) for name, change in changed.items()}


def broken_manifests(members: Members) -> dict[str, bytes]:
    good = manifest_of(members)
    texts = {
        "empty": b"",
        "list": b"[]\n",
        "null": b"null\n",
        "cut off": good[:-3],
        "compact": good.replace(b"\n", b""),
        "nan": good.replace(b'"minor": 0', b'"minor": NaN'),
        "key twice": good.replace(b'"minor": 0', b'"minor": 0,\n"minor": 0'),
        "deep": b"[" * 100_000 + b"]" * 100_000,
        "many values": b"[" + b"1," * 3_000_000 + b"1]",
        "long text": b'{"format": "' + b"b" * (10 << 20) + b'"}',
        "17 MB": b" " * (17 << 20),
        "latin": good.replace(b"bplab", b"bpl\xe4b"),
        "pickle": pickle.dumps({"format": "bplab"}),
    }
    return {name: sealed(members, text) for name, text in texts.items()}


def versions(members: Members) -> dict[str, bytes]:
    found = [2, 0, -1, 10**30, 1.0, True, "1", None, [1], 10**4000]
    changed = {f"{value!r:.20}": sealed(members, manifest_of(members, major=value)) for value in found}
    minor = [-1, 1.0, True, None, "0"]
    changed |= {f"minor {value!r}": sealed(members, manifest_of(members, minor=value)) for value in minor}
    digits = dump_json({"format": "bplab"}).replace(b'"bplab"', b'"bplab",\n"major": ' + b"9" * 100_000)
    return changed | {"a long number": sealed(members, digits)}


def sizes(good: bytes) -> dict[str, bytes]:
    """The size of the first or last member is another one than that of its content."""
    found = {}
    for where, at in (("first", good.index(b"PK\3\4", 4)), ("last", good.rindex(b"PK\3\4"))):
        (size,) = struct.unpack_from("<I", good, at + 18)
        for change in (0, size - 1, size + 1, 1 << 30, 0x7FFFFFFF, 0xFFFFFFFF):
            data = bytearray(good)
            data[at + 18 : at + 26] = struct.pack("<II", change, change)
            found[f"{where} is {change}"] = bytes(data)
    return found
