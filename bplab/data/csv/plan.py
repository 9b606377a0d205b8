"""What each column of a table is for: guessed from the table, and changed by whoever knows better."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from bplab.data.csv.column import NO, YES, Column
from bplab.data.csv.kinds import Kind
from bplab.data.csv.table import Table
from bplab.errors import UserError, quoted

Role = Literal["input", "target", "ignore"]
Task = Literal["classification", "regression"]
Gaps = Literal["leave_out", "fill"]
ROLES: Mapping[str, str] = {"input": "Input", "target": "Target", "ignore": "Ignore"}
TASKS: Mapping[str, str] = {"classification": "Classification", "regression": "Regression"}
GAPS: Mapping[str, str] = {"leave_out": "Leave out row", "fill": "Fill with the mean"}
TARGETS = frozenset({"target", "class", "label", "output", "outcome", "species", "variety", "ziel", "klasse"})
MOSTLY = 0.8  # of its cells make the kind of a column
FEW = 20  # whole numbers that name classes
ALL_DIFFERENT = 0.5  # share of the rows from which on texts are names of single rows


@dataclass(frozen=True)
class Use:
    """What a column is for, how its cells are read, and why that was guessed."""

    role: Role = "input"
    kind: Kind = "number"
    why: str = ""


@dataclass(frozen=True)
class Plan:
    """A use of each column, the task, and what happens to cells that cannot be used."""

    uses: tuple[Use, ...]
    task: Task = "classification"
    gaps: Gaps = "leave_out"
    is_guessed: bool = False  # the task, from the target

    def places(self, role: Role) -> tuple[int, ...]:
        """The columns with a role."""
        return tuple(place for place, use in enumerate(self.uses) if use.role == role)


def guess(table: Table, target: str = "") -> Plan:
    """Guess the use of each column; the target may be named.

    Raises: UserError if there is no such column.
    """
    uses = [_guess_use(table, column) for column in table.columns]
    places = [place for place, use in enumerate(uses) if use.role != "ignore"]
    if len(places) < 2:  # the numbers of the rows may be all that there is
        uses = [Use("input", use.kind) if use.why == COUNTS else use for use in uses]
        places = [place for place, use in enumerate(uses) if use.role != "ignore"]
    chosen = find(table, target) if target else _guess_target(table, places)
    plan = Plan(tuple(uses))
    return plan if chosen is None else with_target(table, plan, chosen)


def find(table: Table, name: str) -> int:
    """Find a column by its name.

    Raises: UserError if there is none.
    """
    names = [column.name for column in table.columns]
    if name not in names:
        listed = ", ".join(map(quoted, names[:12])) + (" ..." if len(names) > 12 else "")
        raise UserError(f"There is no column {quoted(name)}. There are {listed}.")
    return names.index(name)


def with_target(table: Table, plan: Plan, place: int) -> Plan:
    """Make a column the only target, and guess the task anew."""
    uses = [replace(use, role="input") if use.role == "target" else use for use in plan.uses]
    column, kind = table.columns[place], uses[place].kind
    if kind == "number" and _names_classes(column):
        kind = "category"
    uses[place] = Use("target", kind)
    task: Task = "regression" if kind == "number" else "classification"
    return replace(plan, uses=tuple(uses), task=task, is_guessed=True)


def with_role(table: Table, plan: Plan, place: int, role: Role) -> Plan:
    """Give a column another role; a new target replaces the old one."""
    if role == "target":
        return with_target(table, plan, place)
    uses = list(plan.uses)
    uses[place] = replace(uses[place], role=role)
    return replace(plan, uses=tuple(uses))


def with_task(table: Table, plan: Plan, task: Task) -> Plan:
    """Choose the task; the targets are read as it needs them."""
    uses = list(plan.uses)
    for place in plan.places("target"):
        kind = uses[place].kind
        if task == "regression":
            kind = "number"
        elif kind == "number":
            kind = "category"
        uses[place] = replace(uses[place], kind=kind)
    return replace(plan, uses=tuple(uses), task=task, is_guessed=False)


COUNTS = "it only counts the rows"


def _guess_use(table: Table, column: Column) -> Use:
    filled = int(column.is_number.sum())
    if not filled + column.texts:
        return Use("ignore", "number", "it is empty")
    if column.dates >= (1 - MOSTLY) * (filled + column.texts):
        why = "it has dates, which are no numbers: add a column such as days since the first"
        return Use("ignore", "category", why)
    if filled >= MOSTLY * (filled + column.texts):
        return _guess_number(table, column)
    known = {word.casefold() for word in column.words if word}
    if known and known <= YES | NO and known & YES and known & NO and not filled:
        return Use("input", "yes_no")
    different = len(column.words) + len(column.different)
    if column.has_too_many_words or different > max(FEW, ALL_DIFFERENT * len(table.numbers)):
        return Use("ignore", "category", f"it has {different:,} different texts")
    return Use("input", "category")


def _guess_number(table: Table, column: Column) -> Use:
    if column.different[:3].tolist() == [0.0, 1.0] and not column.texts:
        return Use("input", "yes_no")
    steps = column.values - table.numbers
    if len(steps) > 2 and np.ptp(steps) == 0 and steps[0] == np.round(steps[0]):  # NaN where there is a gap
        return Use("ignore", "number", COUNTS)
    return Use("input", "number")


def _guess_target(table: Table, places: list[int]) -> int | None:
    """A column with a telling name, else the last one."""
    telling = (place for place in reversed(places) if table.columns[place].name.casefold() in TARGETS)
    return next(telling, places[-1] if places else None)


def _names_classes(column: Column) -> bool:
    """Whether numbers are probably the names of classes: few, whole, and each often."""
    different = column.different
    few = 2 <= len(different) <= min(FEW, int(column.is_number.sum()) / 5)
    return few and bool((different == np.round(different)).all())
