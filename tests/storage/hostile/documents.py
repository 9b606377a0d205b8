"""Files in perfect order that say what cannot be: one entry, array or member of a right file is another."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from bplab.storage.npy import array_chunks, parse_array
from bplab.storage.strict_json import dump_json
from hostile import Hostile, Members, manifest_of, sealed, with_kind
from hostile.entries import ENTRIES, GONE


def with_other_entries(members: Members) -> Iterator[Hostile]:
    """Each with one other entry of its JSON."""
    for kind, rows in ENTRIES.items():
        for member, place, values in rows:
            for value in values:
                data = with_entry(members[member], place, value)
                yield Hostile(kind, f"{member} {place}: {value!r:.30}", sealed({**members, member: data}))


def with_other_parts(members: Members) -> Iterator[Hostile]:
    """Each with other members or arrays."""
    lists = {"none": [], "all": sorted(set(members) - {"document.json"}), "one": ["thumbnail.png"]}
    lying = {name: sealed(members, manifest_of(members, optional=found)) for name, found in lists.items()}
    yield from with_kind("other parts optional", lying)
    pictures = {f"thumbnail {name}": {"thumbnail.png": data} for name, data in PICTURES.items()}
    for kind, found in {
        "member too many": {name: {name: data} for name, data in MORE.items()},
        "no picture": pictures,
        "array of another type": dict(retyped(members)),
        "array of another shape": dict(reshaped(members)),
        "array of impossible values": dict(revalued(members)),
    }.items():
        yield from with_kind(kind, {name: sealed({**members, **changed}) for name, changed in found.items()})
    yield from with_kind("member missing", {name: sealed(without(members, name)) for name in needed(members)})


def with_entry(text: bytes, place: str, value: Any) -> bytes:
    """A JSON text with another value at a place, or without it."""
    found = json.loads(text)
    if not place:
        return dump_json(value)
    *way, last = (int(key) if key.isdigit() else key for key in place.split("."))
    inner = found
    for key in way:
        inner = inner[key]
    if value == GONE:
        del inner[last]
    else:
        inner[last] = value
    return dump_json(found)


MORE = {
    "x.json": b"{}\n",
    "runs/9/spec.json": b"{}\n",
    "runs/3/state/more.npy": b"",
    "runs/3/optim/mean.npy": b"",
    "run.py": b"import os",
    "data/0/facts.json": b"{}\n",
    "runs/1/state/parameters.npy": b"",
    "runs/3/timeline/mean.npy": b"",
    "runs/03/spec.json": b"{}\n",
}
OPTIONAL = {"thumbnail.png", "runs/3/timeline/counts.npy"}
PICTURES = {
    "empty": b"",
    "text": b"hello",
    "jpeg": b"\xff\xd8\xff\xe0",
    "svg": b"<svg onload='alert(1)'/>",
    "1.1 MB": b"\x89PNG\r\n\x1a\n" + bytes(1100 << 10),
}


def needed(members: Members) -> list[str]:
    return [name for name in members if "-coarse" not in name and name not in OPTIONAL]


def without(members: Members, name: str) -> Members:
    return {other: data for other, data in members.items() if other != name}


def arrays_in(members: Members) -> Iterator[tuple[str, np.ndarray]]:
    for name, data in members.items():
        if name.endswith(".npy"):
            yield name, parse_array(memoryview(data))


def stored(array: np.ndarray) -> bytes:
    return b"".join(array_chunks(array))


def retyped(members: Members) -> Iterator[tuple[str, Members]]:
    for name, array in arrays_in(members):
        kind = "f4" if array.dtype == "f8" else "f8"
        yield f"{name} as {kind}", {name: stored(array.astype(kind))}


def reshaped(members: Members) -> Iterator[tuple[str, Members]]:
    for name, array in arrays_in(members):
        yield f"{name} shorter", {name: stored(array[:-1])}
        yield f"{name} longer", {name: stored(np.concatenate([array, array[-1:]]))}
        yield f"{name} in a row", {name: stored(array.reshape(1, -1))}
        yield f"{name} empty", {name: stored(array[:0])}


def revalued(members: Members) -> Iterator[tuple[str, Members]]:
    counts = parse_array(memoryview(members["runs/3/timeline/counts.npy"]))
    for name, row, column, value in (
        ("negative step", 0, 0, -1), ("step of another", 1, 0, counts[0, 0]),
        ("beyond the run", -1, 0, 10**6),
        ("epoch", 3, 1, 99), ("position", 3, 2, 99), ("changes", 3, 3, 99), ("huge", 2, 4, 2**62),
        ("least", 2, 5, -(2**63)), ("measured", 2, 7, -5), ("correct", 2, 9, -2),
    ):  # fmt: skip
        changed = counts.copy()
        changed[row, column] = value
        yield name, {"runs/3/timeline/counts.npy": stored(changed)}
    yield "reversed", {"runs/3/timeline/counts.npy": stored(counts[::-1])}
    yield "no weight is dead", {"runs/3/state/dead.npy": stored(np.zeros(25, bool))}
    yield "NaN set by hand", {"runs/3/changes/0.npy": stored(np.full(4, np.nan))}
