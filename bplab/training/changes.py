"""The changes made during a run: together with its spec, they determine the run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from bplab.experiment.settings import settings_of
from bplab.experiment.spec import Experiment
from bplab.training.parameter_edits import is_parameter

GO_ON = "go_on"


@dataclass(frozen=True)
class Change:
    """From step `step` on, `field` has another value: a setting (a dotted path), or a parameter `W1[2,3]`.

    With `field` GO_ON, training continues although a rule has ended it.
    """

    step: int
    field: str
    value: Any


def acts_between(old: Experiment, new: Experiment) -> str:
    """When the difference between two specs takes effect: "" (no difference), "live", "restart" or "data"."""
    acts = {declared_acts for path, declared_acts in _differences(old, new)}
    return next((word for word in ("data", "restart", "live") if word in acts), "")


def live_changes(old: Experiment, new: Experiment, step: int) -> list[Change]:
    """The individual live changes that lead from one spec to the other."""
    return [
        Change(step, path, value_at(new, path)) for path, acts in _differences(old, new) if acts == "live"
    ]


def spec_after(spec: Experiment, changes: Sequence[Change]) -> Experiment:
    """The experiment with the live settings after the changes; of each setting only the last one counts."""
    last = {change.field: change.value for change in changes}
    settings = {path: value for path, value in last.items() if path != GO_ON and not is_parameter(path)}
    after: Experiment = with_values(spec, settings)
    return after


def value_at(spec: Any, path: str) -> Any:
    """The value at a dotted path such as `learning_rate` or `layers.0.dropout`."""
    for part in path.split("."):
        spec = spec[int(part)] if part.isdigit() else getattr(spec, part)
    return spec


def with_value(spec: Any, path: str, value: Any) -> Any:
    """Return the spec with another value at a dotted path."""
    return with_values(spec, {path: value})


def with_values(spec: Any, values: Mapping[str, Any]) -> Any:
    """Return the spec with other values at dotted paths; it is checked once, with all of them."""
    own: dict[str, Any] = {}
    of_parts: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        head, _, rest = path.partition(".")
        if rest:
            of_parts.setdefault(head, {})[rest] = value
        else:
            own[head] = value
    if isinstance(spec, tuple):
        parts = list(spec)
        for index, within in of_parts.items():
            parts[int(index)] = with_values(parts[int(index)], within)
        return tuple(parts)
    own |= {head: with_values(getattr(spec, head), within) for head, within in of_parts.items()}
    return replace(spec, **own) if own else spec


def _differences(old: Experiment, new: Experiment) -> list[tuple[str, str]]:
    found = _differing_settings(old, new, "")
    if old.data != new.data:
        found.append(("data", "data"))
    if old.start != new.start or len(old.layers) != len(new.layers):
        found.append(("layers", "restart"))
    else:
        for index, (before, after) in enumerate(zip(old.layers, new.layers, strict=True)):
            found += _differing_settings(before, after, f"layers.{index}.")
            found += [("layers", "restart")] if before.groups != after.groups else []
    if old.output != new.output:
        found.append(("output", "restart"))
    return found


def _differing_settings(old: Any, new: Any, prefix: str) -> list[tuple[str, str]]:
    known = dict(settings_of(old))
    return [
        (prefix + item.name, known[item.name].acts)
        for item in fields(old)
        if item.name in known and getattr(old, item.name) != getattr(new, item.name)
    ]
