"""Strict JSON: read within limits, and written in exactly one way."""

import json
import re
from typing import Any

from bplab.errors import quoted

MOST_BYTES = 16 << 20
MOST_PARTS = 400_000  # commas and brackets; each value, which costs a Python object, has one or two
MOST_STRING = 1 << 20  # bytes between two quotation marks
MOST_DEPTH = 100
ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True)


def parse_json(data: bytes | memoryview) -> Any:
    """Parse UTF-8 without repeated keys, NaN and Infinity, and within limits.

    Raises: ValueError or RecursionError for anything else.
    """
    if len(data) > MOST_BYTES:
        raise ValueError("it is longer than any experiment")
    data = bytes(data)
    _check_bounds(data)
    return json.loads(
        data.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_without_repeats
    )


def dump_json(value: Any) -> bytes:
    """Write a value in its one form: keys in order, each of the outermost ones on a line of its own.

    Raises: ValueError for NaN and Infinity.
    """
    if not isinstance(value, dict) or not value:
        return (ENCODER.encode(value) + "\n").encode("utf-8")
    lines = (f"{ENCODER.encode(key)}: {ENCODER.encode(value[key])}" for key in sorted(value))
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8")


def parse_canonical(data: bytes | memoryview) -> Any:
    """Parse strict JSON that is written exactly as `dump_json` writes it.

    Raises: ValueError or RecursionError for anything else.
    """
    found = parse_json(data)
    if dump_json(found) != data:
        raise ValueError("it was written by another program")
    return found


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
