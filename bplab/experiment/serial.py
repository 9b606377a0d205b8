"""An experiment as JSON data and back, strictly: nothing unknown, nothing out of bounds."""

import json
from collections.abc import Mapping
from dataclasses import field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from bplab.errors import UserError
from bplab.experiment.rules import nearest

T = TypeVar("T")
MAX_SPEC_BYTES = 4 << 20


def part(kind: type, many: bool = False) -> Any:
    """Declare a field that holds another spec, or a tuple of them (one by default)."""
    default = (lambda: (kind(),)) if many else kind
    return field(default_factory=default, metadata={"part": kind, "many": many})


def plain(value: Any) -> Any:
    """Return a spec, or a value in one, as plain JSON data."""
    if is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def read(kind: type[T], data: Any, what: str) -> T:
    """Read a spec from JSON data. Raises UserError naming the part that is wrong and what would help."""
    if not isinstance(data, Mapping):
        raise UserError(f"The settings of {what} must be given by name, not as {type(data).__name__}.")
    known = {item.name: item for item in fields(kind)}  # type: ignore[arg-type]
    for name in data:
        if name not in known:
            raise UserError(f"There is no setting {name!r} in {what}.{nearest(str(name), list(known))}")
    return kind(**{name: _read_field(known[name], value) for name, value in data.items()})


def _read_field(declared: Any, value: Any) -> Any:
    kind, name = declared.metadata.get("part"), declared.name
    if kind is None:
        return value
    if not declared.metadata["many"]:
        return read(kind, value, name)
    if not isinstance(value, list | tuple):
        raise UserError(f"The {name} of an experiment must be a list.")
    return tuple(read(kind, item, f"{name}.{index}") for index, item in enumerate(value))


def load_json(path: Path) -> Any:
    """Read strict JSON from a file. Raises UserError when it cannot be read or understood."""
    try:
        if path.stat().st_size > MAX_SPEC_BYTES:
            raise UserError(
                f"{path.name} is larger than any experiment ({MAX_SPEC_BYTES >> 20} MiB); is it another file?"
            )
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path.name} is not a JSON experiment: {error}.") from None
