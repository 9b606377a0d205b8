"""Archives that other programs made or somebody bent: each has the right members, but not the right bytes."""

import io
import zipfile
from collections.abc import Iterator

from bplab.storage.container import MIMETYPE
from bplab.storage.layout import CENTRAL, Entry, archive, directory, entry, local_header
from bplab.storage.manifest import MANIFEST
from hostile import Hostile, Members, manifest_of, placed, sealed, with_kind

CONTENT = b"application/x-bplab+zip"


def archives(members: Members) -> Iterator[Hostile]:
    """All files of this file's kinds."""
    yield from with_kind("packed again", packed_again(members))
    yield from with_kind("compressed", compressed(members))
    yield from with_kind("bent header", bent(sealed(members), b"PK\3\4", LOCAL_FIELDS))
    yield from with_kind("bent list", bent(sealed(members), b"PK\1\2", CENTRAL_FIELDS))
    yield from with_kind("bent end", bent(sealed(members), b"PK\5\6", END_FIELDS))
    yield from with_kind("members twice", twice(members))
    yield from with_kind("overlapping", overlapping(members))
    yield from with_kind("names that lead out", leading_out(members))
    yield from with_kind("order", orders(members))


def zipped(members: Members, mode: int = zipfile.ZIP_STORED, **first: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", mode) as made:
        for name, data in {"mimetype": CONTENT, MANIFEST: manifest_of(members), **first, **members}.items():
            made.writestr(name, data)
    return file.getvalue()


def packed_again(members: Members) -> dict[str, bytes]:
    ordered = dict(sorted(members.items(), key=placed))
    stream = io.BytesIO()
    with zipfile.ZipFile(Unseekable(stream), "w") as made:  # sizes follow their contents
        for name, data in {"mimetype": CONTENT, MANIFEST: manifest_of(members), **ordered}.items():
            made.writestr(name, data)
    comment = io.BytesIO(zipped(ordered))
    with zipfile.ZipFile(comment, "a") as made:
        made.comment = b"hello"
    return {
        "by zipfile": zipped(ordered),
        "in another order": zipped(dict(reversed(ordered.items()))),
        "with a folder": zipped({"runs/": b"", **ordered}),
        "as a stream": stream.getvalue(),
        "with a comment": comment.getvalue(),
    }


class Unseekable(io.RawIOBase):
    """A stream that only grows."""

    def __init__(self, file):
        self._file = file

    def writable(self):
        return True

    def write(self, data):
        return self._file.write(data)


def compressed(members: Members) -> dict[str, bytes]:
    bomb = {**members, "document.json": b" " * (50 << 20)}
    return {
        "deflate": zipped(members, zipfile.ZIP_DEFLATED),
        "bzip2": zipped(members, zipfile.ZIP_BZIP2),
        "lzma": zipped(members, zipfile.ZIP_LZMA),
        "bomb": zipped(bomb, zipfile.ZIP_DEFLATED),
        "bomb after a good head": sealed(members)[:61] + zipped(bomb, zipfile.ZIP_DEFLATED)[61:],
    }


# Name, place, and another value, of two bytes each.
LOCAL_FIELDS = [
    ("version", 4, 45), ("encrypted", 6, 1), ("streamed", 6, 8), ("utf-8", 6, 2048), ("deflate", 8, 8),
    ("time", 10, 1), ("date", 12, 0), ("checksum", 14, 0), ("name", 26, 0), ("extra", 28, 4),
]  # fmt: skip
CENTRAL_FIELDS = [
    ("system", 4, 0x314), ("version", 6, 45), ("flags", 8, 1), ("method", 10, 8), ("size", 20, 0),
    ("name", 28, 9000), ("extra", 30, 8), ("comment", 32, 8), ("disk", 34, 1), ("rights", 40, 0xFFFF),
    ("place", 42, 0),
]  # fmt: skip
END_FIELDS = [
    ("disk", 4, 1), ("disk of the list", 6, 1), ("count here", 8, 0), ("count", 10, 0xFFFF),
    ("size", 12, 0), ("place", 16, 0), ("comment", 20, 65535),
]  # fmt: skip
WAYS_OUT = [
    "../../x.json", "/etc/x.json", "c:/x.json", "a\\..\\x.json", "con", "a/../../x.json", "a//x.json",
    "A.json", "x" * 60_000, " .json", "a.json/", "x\0.json", "..", "~/x.json", "file:x.json",
]  # fmt: skip


def bent(good: bytes, signature: bytes, fields: list[tuple[str, int, int]]) -> dict[str, bytes]:
    """The last header of a kind with one other field."""
    found = {}
    for name, place, value in fields:
        data, at = bytearray(good), good.rindex(signature) + place
        assert data[at : at + 2] != value.to_bytes(2, "little")
        data[at : at + 2] = value.to_bytes(2, "little")
        found[name] = bytes(data)
    return found


def entries_of(members: Members) -> list[Entry]:
    found = [entry(name, (data,)) for name, data in sorted(members.items(), key=placed)]
    return [MIMETYPE, entry(MANIFEST, (manifest_of(members),)), *found]


def twice(members: Members) -> dict[str, bytes]:
    entries = entries_of(members)
    other = entry("document.json", (b"{}\n",))
    return {
        "another document at the end": b"".join(archive([*entries, other])),
        "another document before": b"".join(archive([*entries[:2], other, *entries[2:]])),
        "all": b"".join(archive([*entries, *entries])),
        "manifest": b"".join(archive([*entries[:2], *entries[1:]])),
        "only in the list": b"".join([*archive(entries)[:-1], directory([*entries, entries[-1]])]),
        "not in the list": b"".join([*archive(entries)[:-1], directory(entries[:-1])]),
    }


def overlapping(members: Members) -> dict[str, bytes]:
    """The list gives one content to many members, or the end of the list lies within a member."""
    entries = entries_of(members)
    good = b"".join(archive(entries))
    first = good.index(b"PK\1\2")
    same = bytearray(good)
    for each in range(len(entries)):
        at = first + sum(CENTRAL.size + len(one.name) for one in entries[:each])
        same[at + 42 : at + 46] = bytes(4)
    kernel = b"a" * 1000
    quoted = b"".join(local_header(f"a{number}.bin", 0, 1000) for number in range(5000))
    return {
        "all at one place": bytes(same),
        "a list in a member": sealed({**members, "data/x.bin": good[first:]})[: -len(good[first:])]
        + good[first:],
        "quoted heads": good[:first] + quoted + kernel + good[first:],
        "a file in the file": good[:61] + good + good[61:],
        "gap": good[:first] + bytes(1000) + good[first:],
    }


def leading_out(members: Members) -> dict[str, bytes]:
    found = {}
    for name in WAYS_OUT:
        listed = manifest_of({**members, name: b""})
        entries = [MIMETYPE, entry(MANIFEST, (listed,)), *entries_of(members)[2:], entry(name, (b"{}\n",))]
        found[f"{name:.20}"] = b"".join(archive(entries))
    return found


def orders(members: Members) -> dict[str, bytes]:
    first, second, *rest = entries_of(members)
    return {
        "manifest last": b"".join(archive([first, *rest, second])),
        "type last": b"".join(archive([second, *rest, first])),
        "members reversed": b"".join(archive([first, second, *rest[::-1]])),
        "no manifest": b"".join(archive([first, *rest])),
        "nothing else": b"".join(archive([first])),
    }
