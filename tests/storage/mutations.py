"""Changes a right file at random places of its structure, reads it, and goes on with what could be read.

Run by hand: python tests/storage/mutations.py 100000 (a second number draws other changes)
"""

import json
import random
import struct
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from documents import SPECS, trained
from hostile import Members, manifest_of, placed, sealed

from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.errors import FileError
from bplab.experiment.own import experiment_for
from bplab.storage.container import unpack
from bplab.storage.document import Bookmark, Document
from bplab.storage.npy import array_chunks, parse_array
from bplab.storage.parts import PNG
from bplab.storage.salvage import salvage
from bplab.storage.strict_json import dump_json
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.runs import Runs
from bplab.training.trainer import Trainer

ODD = [
    None, True, False, 0, -1, 1, 2, 3, 7, 80, 1.5, -0.0, 1e300, 2**31, 2**53, 2**63, 10**30, "", "x", "relu",
    "sgd", "W1[1,1]", "../x", "x" * 300, [], [1], [[]], {}, {"run": 1, "step": 1},
]  # fmt: skip
ODD_NUMBERS = [0, 1, -1, 2, 1e300, -1e-300, np.nan, np.inf, -np.inf, 2**31, -(2**62)]
SIGNATURES = [b"PK\3\4", b"PK\1\2", b"PK\5\6"]


class Mutator:
    """Draws changed files of one right file."""

    def __init__(self, members: Members, seed: int) -> None:
        self._members, self._drawn = dict(members), random.Random(seed)
        self._right = sealed(members)
        self._texts = [name for name in members if name.endswith(".json")]
        self._arrays = [name for name in members if name.endswith(".npy")]

    def files(self, count: int) -> Iterator[tuple[str, bytes]]:
        """So many files, each with the name of its change."""
        changes: list[Callable[[], bytes]] = [
            self.text, self.text, self.text, self.text, self.array, self.array, self.array, self.member,
            self.manifest, self.header, self.raw, self.letters,
        ]  # fmt: skip
        for _ in range(count):
            change = self._drawn.choice(changes)
            yield change.__name__, change()

    def text(self) -> bytes:
        """Another value, entry or order at a place of JSON."""
        name = self._drawn.choice(self._texts)
        found = json.loads(self._members[name])
        for _ in range(self._drawn.choice([1, 1, 1, 2, 3])):
            self._change_within(found)
        return self._with(name, dump_json(found))

    def _change_within(self, found: Any) -> None:
        inner = found
        while isinstance(inner, dict | list) and inner:
            key = self._drawn.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
            below = inner[key]
            if not isinstance(below, dict | list) or not below or self._drawn.random() < 0.2:
                self._change_at(inner, key)
                return
            inner = below

    def _change_at(self, inner: Any, key: Any) -> None:
        value, how = inner[key], self._drawn.random()
        if how < 0.1:
            del inner[key]
        elif how < 0.2 and isinstance(inner, list):
            inner.insert(key, deepcopy(value))
        elif how < 0.5 and isinstance(value, int | float) and not isinstance(value, bool):
            inner[key] = value + self._drawn.choice([-1, 1, 2, -2, 0.5, 10, value])
        elif how < 0.6 and isinstance(inner, dict):
            inner[self._drawn.choice(["a", "zzz", key + "_"])] = deepcopy(value)
        else:
            inner[key] = deepcopy(self._drawn.choice(ODD))

    def array(self) -> bytes:
        """Another value, shape or type of an array."""
        name = self._drawn.choice(self._arrays)
        array = parse_array(memoryview(self._members[name])).copy()
        how = self._drawn.random()
        if how < 0.6 and array.size:
            with np.errstate(all="ignore"):
                odd = np.asarray(self._drawn.choice(ODD_NUMBERS)).astype(array.dtype)
            for _ in range(self._drawn.choice([1, 1, 3])):
                array.reshape(-1)[self._drawn.randrange(array.size)] = odd
        elif how < 0.7:
            array = array[: self._drawn.randrange(len(array) + 1)]
        elif how < 0.8:
            array = np.concatenate([array, array])
        elif how < 0.9:
            array = array.reshape(array.shape[::-1])
        else:
            with np.errstate(all="ignore"):
                array = array.astype(self._drawn.choice(["f8", "f4", "i8", "u1", "?"]))
        return self._with(name, b"".join(array_chunks(array)))

    def member(self) -> bytes:
        """A member left out, doubled under another name, or in place of another."""
        one, other = self._drawn.sample(sorted(self._members), 2)
        members, how = dict(self._members), self._drawn.random()
        if how < 0.3:
            del members[one]
        elif how < 0.6:
            members[one.replace("1", "2").replace("3", "1")] = members[one]
        else:
            members[one] = members[other]
        return sealed(members)

    def manifest(self) -> bytes:
        """Another manifest."""
        key = self._drawn.choice(["major", "minor", "members", "optional", "format", "more"])
        names = [name for name, _ in sorted(self._members.items(), key=placed)]
        value = self._drawn.choice([*ODD, self._drawn.sample(names, 3), names[::-1], names[1:], names])
        return sealed(self._members, manifest_of(self._members, **{key: value}))

    def header(self) -> bytes:
        """Another number in a header of the archive."""
        data, signature = bytearray(self._right), self._drawn.choice(SIGNATURES)
        at = self._drawn.choice(self._places(signature)) + self._drawn.randrange(4, 46)
        if at + 4 <= len(data):
            struct.pack_into("<I", data, at, self._drawn.choice([0, 1, 2, 8, 255, 65535, 2**31, 2**32 - 1]))
        return bytes(data)

    def _places(self, signature: bytes) -> list[int]:
        found, at = [], self._right.find(signature)
        while at >= 0:
            found.append(at)
            at = self._right.find(signature, at + 1)
        return found

    def raw(self) -> bytes:
        """Bytes changed, left out, repeated or moved."""
        data, how = bytearray(self._right), self._drawn.random()
        begin = self._drawn.randrange(len(data))
        end = min(len(data), begin + self._drawn.choice([1, 2, 8, 64, 4096]))
        if how < 0.4:
            data[begin] ^= 1 << self._drawn.randrange(8)
        elif how < 0.6:
            del data[begin:end]
        elif how < 0.8:
            data[begin:begin] = data[begin:end]
        else:
            data[begin:end] = self._drawn.randbytes(end - begin)
        return bytes(data)

    def letters(self) -> bytes:
        """Letters of JSON changed, so that it may be JSON no more."""
        name = self._drawn.choice(self._texts)
        text = bytearray(self._members[name])
        for _ in range(self._drawn.choice([1, 1, 2, 5])):
            text[self._drawn.randrange(len(text))] = self._drawn.choice(
                b'0129-+.eE"{}[],: \n\\NIutrfalse\xff\x00'
            )
        return self._with(name, bytes(text))

    def _with(self, name: str, data: bytes) -> bytes:
        return sealed({**self._members, name: data})


def small_document() -> Document:
    """A reduced run, a branch of it, and a run with own data."""
    rng, runs = np.random.default_rng(7), Runs()
    own = OwnData(
        "mine", Dataset(rng.normal(size=(20, 2)), rng.integers(0, 2, 20), ("no", "yes"), ("a", "b"))
    )
    runs.begin(trained(1, SPECS[0]))
    runs.begin(trained(2, SPECS[2]))
    run = Run(3, Trainer(experiment_for(own).but(optimizer="adam", batch_size=4), data=own))
    run.trainer.run(steps=5)
    run.rest()
    runs.begin(run)
    runs.records[1] = runs.records[1].reduced()
    marks = Bookmark(1, 7, "early"), Bookmark(2, 20, "δ ≈ 0")
    return Document.of(runs.collected, 2, bookmarks=marks, note="why?", view={"tab": "output"}, thumbnail=PNG)


def outcome(data: bytes) -> str:
    """What becomes of a file: "refused", or "read", and then it is written as it was and can go on."""
    try:
        document = Document.read(data)
    except FileError:
        return "refused"
    again = b"".join(document.pack())
    assert again == data, "it is written otherwise than it was read"
    for record in document.runs:
        if isinstance(record, Record):
            record.resume().trainer.run(steps=1)
    return "read"


def main(count: int, seed: int) -> None:
    """Print how many of the files were refused, or fail at the first that is neither refused nor right."""
    members = {name: bytes(data) for name, data in unpack(b"".join(small_document().pack())).members.items()}
    found: Counter[tuple[str, str]] = Counter()
    for number, (change, data) in enumerate(Mutator(members, seed).files(count)):
        try:
            found[change, outcome(data)] += 1
            if number % 20 == 0:
                try_to_salvage(data)
        except Exception:
            Path(f"found-{seed}-{number}-{change}.bplab").write_bytes(data)
            raise
    print(count, *(f"{change} {what}: {times}" for (change, what), times in sorted(found.items())), sep="\n")


def try_to_salvage(data: bytes) -> None:
    """What is damaged is salvaged or refused."""
    try:
        salvage(data)
    except FileError:
        return


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
