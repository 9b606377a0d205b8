"""One declaration per setting: title, tooltip, rule and when it acts, stored on the dataclass field."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from bplab.errors import UserError, quoted
from bplab.experiment.rules import Acts, Rule


@dataclass(frozen=True)
class Setting:
    """What the form, the command line, undo texts and help need to know about one field."""

    title: str
    tip: str
    rule: Rule
    acts: Acts = "restart"


def setting(default: Any, title: str, rule: Rule, tip: str, acts: Acts = "restart") -> Any:
    """Declare a dataclass field that carries its `Setting`."""
    return field(default=default, metadata={"setting": Setting(title, tip, rule, acts)})


def settings_of(spec: Any) -> Iterator[tuple[str, Setting]]:
    """Return (field name, Setting) of a spec class or object, in order."""
    return iter(_settings(spec if isinstance(spec, type) else type(spec)).items())


def setting_of(spec: Any, name: str) -> Setting:
    """Return the declaration of one field."""
    return _settings(spec if isinstance(spec, type) else type(spec))[name]


@cache
def _settings(kind: type[Any]) -> dict[str, Setting]:
    return {item.name: item.metadata["setting"] for item in fields(kind) if "setting" in item.metadata}


def check_settings(spec: Any) -> None:
    """Normalize every declared field of a frozen spec in place.

    Raises: UserError naming the setting.
    """
    for name, declared in settings_of(spec):
        value = getattr(spec, name)
        try:
            object.__setattr__(spec, name, declared.rule.check(value))
        except ValueError as wanted:
            raise UserError(f"{declared.title} must be {wanted}, not {quoted(value)}.") from None
