"""An experiment as JSON data and back, strictly: nothing unknown, nothing out of bounds."""

import json
from collections.abc import Mapping
from dataclasses import Field, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from bplab.errors import UserError
from bplab.experiment.rules import nearest

T = TypeVar("T")
MAX_SPEC_BYTES = 4 << 20


@dataclass(frozen=True)
class Part:
    """What a field holds that is not a plain value: another spec, or a tuple of them."""

    kind: type
    many: bool = False

    @property
    def metadata(self) -> Mapping[str, "Part"]:
        """How the field carries it."""
        return {"part": self}


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


def _read_field(declared: Field[Any], value: Any) -> Any:
    part, name = declared.metadata.get("part"), declared.name
    if part is None:
        return value
    if not part.many:
        return read(part.kind, value, name)
    if not isinstance(value, list | tuple):
        raise UserError(f"The {name} of an experiment must be a list.")
    return tuple(_read_item(part.kind, item, f"{name}.{index}") for index, item in enumerate(value))


def _read_item(kind: type[T], value: Any, what: str) -> T:
    """Read one of several, so that an error says which one."""
    try:
        return read(kind, value, "this part")
    except UserError as error:
        raise UserError(f"In {what}: {error}") from None


def load_json(path: Path) -> Any:
    """Read strict JSON from a file. Raises UserError when it cannot be read or understood."""
    try:
        if path.stat().st_size > MAX_SPEC_BYTES:
            raise UserError(
                f"{path.name} is larger than any experiment ({MAX_SPEC_BYTES >> 20} MiB); is it another file?"
            )
        text = path.read_text(encoding="utf-8")
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_repeats)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path.name} is not a JSON experiment: {error}.") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read_pairs = dict(pairs)
    if len(read_pairs) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} is given twice")
    return read_pairs
