"""The manifest of a .bplab file: its version, and the names of its members."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeGuard

from bplab.errors import FileError, cut
from bplab.storage.layout import Chunk
from bplab.storage.strict_json import dump_json, parse_json

FORMAT, MAJOR, MINOR = "bplab", 1, 0
MOST_MEMBERS = 10_000
MOST_BYTES = 8 << 20  # of a manifest with so many
NAME = re.compile(r"([a-z0-9_-]{1,80}/){0,6}[a-z0-9_-]{1,80}\.[a-z0-9]{1,8}")
MANIFEST = "manifest.json"  # the name of its own member


@dataclass(frozen=True)
class Manifest:
    """The members of a file in order; readers may pass over the optional ones."""

    names: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    minor: int = MINOR

    @staticmethod
    def of(names: Collection[str], optional: Collection[str], minor: int = MINOR) -> "Manifest":
        """The manifest of a new file."""
        ordered = tuple(sorted(names, key=_place))
        if not _are_names(list(ordered)) or not set(optional) <= set(names):
            raise ValueError(f"names that no member can have: {names}, {optional}")
        return Manifest(ordered, frozenset(optional), minor)

    def dump(self) -> bytes:
        """Its one form."""
        return dump_json({
            "format": FORMAT, "major": MAJOR, "minor": self.minor,
            "members": list(self.names), "optional": sorted(self.optional, key=_place),
        })  # fmt: skip


def parse_manifest(data: Chunk, title: str) -> Manifest:
    """Read a manifest.

    Raises: ValueError or RecursionError if it is none, FileError if another version of the lab wrote it.
    """
    found = parse_json(data)
    if not isinstance(found, dict) or found.get("format") != FORMAT or type(found.get("major")) is not int:
        raise ValueError("it is no manifest")
    if found["major"] != MAJOR:
        raise FileError(
            f"{title} has version {cut(str(found['major']), 12)} of the file format, and this Backprop Lab "
            f"reads version {MAJOR}. Open it with the Backprop Lab that saved it, or a newer one."
        )
    minor, names, optional = (found.get(key) for key in ("minor", "members", "optional"))
    if type(minor) is not int or minor < 0 or not _are_names(names) or not _are_names(optional):
        raise ValueError("its entries are not those of a manifest")
    manifest = Manifest(tuple(names), frozenset(optional), minor)
    if not manifest.optional <= set(names) or manifest.dump() != data:
        raise ValueError("it is written in another way")
    return manifest


def _are_names(found: Any) -> TypeGuard[list[str]]:
    """Whether something is a list of different names of members in order."""
    return (
        isinstance(found, list)
        and len(found) <= MOST_MEMBERS
        and all(isinstance(name, str) and NAME.fullmatch(name) and name != MANIFEST for name in found)
        and all(_place(one) < _place(two) for one, two in pairwise(found))
    )


def _place(name: str) -> tuple[bool, str]:
    """Where a member stands: by name, after the one that describes the document."""
    return name != "document.json", name
