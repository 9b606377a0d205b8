"""All hostile files, made from the members of a small file that is right."""

from collections.abc import Callable, Iterator

from documents import document_of

from bplab.storage.container import unpack
from hostile import Hostile, Members
from hostile.archives import archives
from hostile.arrays import arrays
from hostile.containers import containers
from hostile.documents import with_other_entries, with_other_parts
from hostile.texts import costly_texts, texts

MAKERS: dict[str, Callable[[Members], Iterator[Hostile]]] = {
    "containers": containers,
    "archives": archives,
    "texts": texts,
    "costly texts": costly_texts,
    "arrays": arrays,
    "entries": with_other_entries,
    "parts": with_other_parts,
}


def right_members() -> Members:
    """The members of a right file."""
    data = b"".join(document_of().pack())
    return {name: bytes(content) for name, content in unpack(data).members.items()}


def hostile_files() -> Iterator[Hostile]:
    """Every file with its kind and name."""
    for make in MAKERS.values():
        yield from make(right_members())
