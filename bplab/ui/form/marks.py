"""What compared runs have where they differ, beside the value that the form shows."""

from typing import NamedTuple

from bplab.experiment.rules import Choice, Flag
from bplab.experiment.spec import Experiment
from bplab.ui.form.conditions import SHORT
from bplab.ui.form.fields import FormRow
from bplab.ui.form.values import declared, value_of

MIXED = "mixed"


class Sides(NamedTuple):
    """The settings of both runs at the step that is shown; the right one is in the form, or neither is."""

    left: Experiment
    right: Experiment
    both: bool = False  # whether neither is in the form

    def mark(self, row: FormRow) -> str:
        """The text beside a setting, empty where both have the same: `left: 0.03`."""
        rows = [row, *([row.beside] if row.beside is not None else [])]
        if all(value_of(self.left, one.path) == value_of(self.right, one.path) for one in rows):
            return ""
        left, right = (", ".join(_text(one, spec) for one in rows) for spec in self[:2])
        return f"left: {left}" + (f" · right: {right}" if self.both else "")


def _text(row: FormRow, spec: Experiment) -> str:
    value, rule = value_of(spec, row.path), declared(row.path).rule
    if value is None:
        return MIXED
    if isinstance(rule, Choice):
        return SHORT.get(value, str(rule.table[value].title))
    if isinstance(rule, Flag):
        return "on" if value else "off"
    return row.text(value, spec)
