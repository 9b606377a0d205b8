"""Files that somebody made to do harm, or that something damaged: each must be refused in words.

By hand: PYTHONPATH=tests/storage python -m hostile FOLDER writes them all.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bplab.storage.container import MIMETYPE
from bplab.storage.layout import archive, entry
from bplab.storage.manifest import MANIFEST
from bplab.storage.strict_json import dump_json

Members = Mapping[str, bytes]


class Hostile(NamedTuple):
    """A file, what kind of harm is in it, and what in particular."""

    kind: str
    name: str
    data: bytes


def sealed(members: Members, manifest: bytes | None = None, mimetype: bytes | None = None) -> bytes:
    """A file with right checksums, whatever its members are."""
    first = MIMETYPE if mimetype is None else entry("mimetype", (mimetype,))
    listed = manifest_of(members) if manifest is None else manifest
    entries = [entry(name, (data,)) for name, data in sorted(members.items(), key=placed)]
    return b"".join(archive([first, entry(MANIFEST, (listed,)), *entries]))


def placed(item: tuple[str, bytes]) -> tuple[bool, str]:
    """The document's own member comes first, the others by name."""
    return item[0] != "document.json", item[0]


def manifest_of(content: Members, /, **changes: object) -> bytes:
    """A manifest in its right form with other entries."""
    names = [name for name, _ in sorted(content.items(), key=placed)]
    optional = [name for name in names if name == "thumbnail.png" or "/timeline/" in name]
    found = {"format": "bplab", "major": 1, "minor": 0, "members": names, "optional": optional}
    return dump_json(found | changes)


def with_kind(kind: str, files: Mapping[str, bytes]) -> Iterator[Hostile]:
    """Files of one kind."""
    yield from (Hostile(kind, name, data) for name, data in files.items())
