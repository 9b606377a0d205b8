"""Strict conversion of an experiment to JSON data and back: no unknown names, nothing out of bounds."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields, is_dataclass
from typing import Any, TypeVar

from bplab.errors import UserError, quoted
from bplab.experiment.rules import nearest

T = TypeVar("T")


@dataclass(frozen=True)
class Nested:
    """What a field holds that is not a plain value: another spec, or a tuple of specs."""

    kind: type
    most: int = 0  # the most in the tuple; 0: a single one

    @property
    def metadata(self) -> Mapping[str, "Nested"]:
        """The field's metadata."""
        return {"part": self}


def plain(value: Any) -> Any:
    """Convert a spec, or a value in one, to plain JSON data; parts that there are not are left out."""
    if is_dataclass(value):
        parts = {item.name: getattr(value, item.name) for item in fields(value) if item.compare}
        return {name: plain(part) for name, part in parts.items() if part is not None}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


def read(kind: type[T], data: Any, what: str) -> T:
    """Read a spec from JSON data.

    Raises: UserError naming the part that is wrong and what would help.
    """
    if not isinstance(data, Mapping):
        raise UserError(
            f"The settings of {what} must be an object of names and values, not {type(data).__name__}."
        )
    known = {item.name: item for item in fields(kind) if item.compare}  # type: ignore[arg-type]
    for name in data:
        if name not in known:
            raise UserError(f"There is no setting {quoted(name)} in {what}.{nearest(name, known)}")
    return kind(**{name: _read_field(known[name], value) for name, value in data.items()})


def _read_field(declared: Field[Any], value: Any) -> Any:
    part, name = declared.metadata.get("part"), declared.name
    if part is None:
        return value
    if not part.most:
        return read(part.kind, value, name)
    if not isinstance(value, list | tuple):
        raise UserError(f"The {name} of an experiment must be a list.")
    if len(value) > part.most:
        raise UserError(f"{len(value):,} {name} are too many; an experiment has at most {part.most}.")
    return tuple(_read_item(part.kind, item, f"{name}.{index}") for index, item in enumerate(value))


def _read_item(kind: type[T], value: Any, what: str) -> T:
    """Read one item of a list, so that an error says which one."""
    try:
        return read(kind, value, "this part")
    except UserError as error:
        raise UserError(f"In {what}: {error}") from None
