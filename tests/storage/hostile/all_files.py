"""All hostile files, made from the members of a small file that is right."""

from collections.abc import Callable, Iterator

import numpy as np

from bplab.storage.npy import array_chunks
from bplab.storage.strict_json import dump_json
from hostile import Hostile, Members
from hostile.archives import archives
from hostile.arrays import arrays
from hostile.containers import containers
from hostile.texts import costly_texts, texts

MAKERS: dict[str, Callable[[Members], Iterator[Hostile]]] = {
    "containers": containers,
    "archives": archives,
    "texts": texts,
    "costly texts": costly_texts,
    "arrays": arrays,
}


def right_members() -> Members:
    """The members of a right file."""
    return {
        "document.json": dump_json({"current": 1, "note": "η"}),
        "runs/1/spec.json": dump_json({"seed": 1, "loss": "mse"}),
        "runs/1/state/parameters.npy": b"".join(array_chunks(np.arange(4.0))),
    }


def hostile_files() -> Iterator[Hostile]:
    """Every file with its kind and name."""
    for make in MAKERS.values():
        yield from make(right_members())
