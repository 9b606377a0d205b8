"""Reads files written by others: regular files within limits of size, time and memory, and strict JSON."""

import json
import re
from pathlib import Path
from typing import Any

from bplab.errors import UserError, cut, named, quoted

MOST_BYTES = 16 << 20
MOST_PARTS = 400_000  # commas and brackets; each value, which costs a Python object, has one or two
MOST_STRING = 1 << 20  # bytes between two quotation marks
MOST_DEPTH = 100


def load_json(path: Path) -> Any:
    """Read strict JSON from a file.

    Raises: UserError if it cannot be read or parsed.
    """
    data = read_bytes(path)
    try:
        _check_bounds(data)
        return json.loads(
            data.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_without_repeats
        )
    except (ValueError, RecursionError) as error:
        raise UserError(f"{named(path.name)} is not a JSON experiment: {cut(str(error), 120)}.") from None


def read_bytes(path: Path) -> bytes:
    """Read a regular file, or the one that a link leads to.

    Raises: UserError for a folder, a pipe or a device, for more than MOST_BYTES, and if it cannot be read.
    """
    try:
        if path.exists() and not path.is_file():  # checked before opening, which might block forever
            raise UserError(f"{named(path)} cannot be read: it is {_kind(path)}, not a file.")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UserError(f"{named(path)} cannot be read: {reason}.") from None
    if len(data) > MOST_BYTES:
        raise UserError(
            f"{named(path.name)} is larger than any experiment ({MOST_BYTES >> 20} MiB). Is it the right one?"
        )
    return data


def _kind(path: Path) -> str:
    return "a folder" if path.is_dir() else "a pipe" if path.is_fifo() else "a device"


def _check_bounds(data: bytes) -> None:
    """Refuse text that would create far more objects than an experiment has, before any is created."""
    parts = sum(data.count(sign) for sign in (b",", b"[", b"]", b"{", b"}"))
    marks = data.count(b'"')
    if parts > MOST_PARTS or marks > 2 * MOST_PARTS:
        raise ValueError("it has more values than any experiment")
    if max(map(len, data.split(b'"'))) > MOST_STRING:
        raise ValueError("it has a longer text than any experiment")
    depth = 0
    for bracket in re.finditer(rb"[\[\]{}]", data):
        depth += 1 if bracket.group() in b"[{" else -1
        if depth > MOST_DEPTH:
            raise ValueError("its lists are nested deeper than in any experiment")


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{quoted(name)} appears twice")
        found[name] = value
    return found
