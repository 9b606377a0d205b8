"""The changes of a run as rows of JSON; the weights of a whole layer, set by hand, as an array each."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from bplab.arrays import Floats
from bplab.errors import FileError, UserError, quoted
from bplab.experiment.parameters import parse_block
from bplab.experiment.serial import plain
from bplab.experiment.settings import setting_of, settings_of
from bplab.experiment.shape import frame_of
from bplab.experiment.spec import Experiment
from bplab.storage.source import Facts, Source
from bplab.training.changes import GO_ON, Change, value_at, with_value
from bplab.training.kernel.layout import ParameterLayout
from bplab.training.parameter_edits import is_parameter, places_of, plain_value

MOST_CHANGES = 50_000


def change_rows(changes: Iterable[Change], spec: Experiment) -> list[list[Any]]:
    """Rows [step, field, value]; null for a value that has an array of its own."""
    return [[one.step, one.field, _plain_value(one, spec)] for one in changes]


def _plain_value(change: Change, spec: Experiment) -> Any:
    """The value as reading gives it back: scripts may write 1 for 1.0."""
    if _is_block(change):
        return None
    if change.field == GO_ON:
        return True
    if is_parameter(change.field):
        return float(change.value)
    where, _, name = change.field.rpartition(".")
    part = value_at(spec, where) if where else spec
    return plain(setting_of(part, name).rule.check(change.value))


def change_arrays(changes: Iterable[Change]) -> dict[str, Floats]:
    """The weights or biases of whole layers, by the number of the change, from 0."""
    return {str(number): np.array(one.value, float) for number, one in enumerate(changes) if _is_block(one)}


def read_changes(source: Source, facts: Facts, spec: Experiment, layout: ParameterLayout) -> list[Change]:
    """Read the changes of a run, in order.

    Raises: FileError for one that the run could not have.
    """
    found: list[Change] = []
    for number, row in enumerate(facts.items("changes", MOST_CHANGES)):
        if not isinstance(row, list) or len(row) != 3 or type(row[0]) is not int or type(row[1]) is not str:
            facts.fail(f"change {number} is {quoted(row)}")
        change = Change(*row)
        if not (found[-1].step if found else 0) <= change.step <= 1 << 53:
            facts.fail(f"change {number} is not in order")
        try:
            change, spec = _checked(source, number, change, spec, layout)
        except FileError:
            raise
        except UserError as error:
            facts.fail(f"change {number}: {error}")
        found.append(change)
    return found


def _checked(
    source: Source, number: int, change: Change, spec: Experiment, layout: ParameterLayout
) -> tuple[Change, Experiment]:
    """A change with its value as the trainer keeps it, and the experiment after it."""
    field = change.field
    if field == GO_ON and change.value is True:
        return change, spec
    if is_parameter(field):
        value = change.value
        if _is_block(change):
            value = source.array(f"{number}.npy", np.float64, places_of(layout, field).shape)
        return replace(change, value=plain_value(layout, field, value)), spec
    if field not in _live_settings(spec):
        raise UserError(f"{quoted(field)} does not change during a run.")
    spec = with_value(spec, field, change.value)
    if field == "frozen" and not all(map(frame_of(spec).has, spec.frozen)):
        raise UserError("There is no such parameter.")
    return replace(change, value=value_at(spec, field)), spec


def _is_block(change: Change) -> bool:
    return parse_block(change.field) is not None


def _live_settings(spec: Experiment) -> set[str]:
    found = {name for name, declared in settings_of(spec) if declared.acts == "live"}
    for index, layer in enumerate(spec.layers):
        found |= {
            f"layers.{index}.{name}" for name, declared in settings_of(layer) if declared.acts == "live"
        }
    return found
