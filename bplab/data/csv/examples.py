"""From a table and its plan to examples, and what was left out of them, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats
from bplab.data.csv.column import names_of
from bplab.data.csv.kinds import Coded, coded, counted, fault
from bplab.data.csv.plan import Plan
from bplab.data.csv.table import Table
from bplab.data.dataset import Dataset
from bplab.errors import UserError, quoted

MOST_TOLD = 1_000  # bad rows explained
MOST_INPUTS = 5_000
MOST_VALUES = 40_000_000  # numbers of all inputs
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class BadRow:
    """A row with cells that cannot be used: their places among the row's cells, and why."""

    number: int
    places: tuple[int, ...]
    why: str
    left_out: bool

    @property
    def text(self) -> str:
        """The reason, and what happens to the row."""
        return f"{self.why}: {'left out' if self.left_out else 'filled'}"


@dataclass(frozen=True, eq=False)
class Examples:
    """The rows of a table that can be used, as inputs and targets, and the first bad rows.

    Shapes: used (rows,); inputs (examples, d); targets (examples,) or (examples, k).
    """

    used: Mask
    dataset: Dataset
    bad: tuple[BadRow, ...]
    left_out: int
    filled: int
    encoding: dict[str, Any]


@dataclass(frozen=True)
class _Part:
    """A column in use, with its place among the columns."""

    place: int
    coded: Coded
    is_target: bool


def make_examples(table: Table, plan: Plan, like: dict[str, Any] | None = None) -> Examples:
    """Encode the rows that can be used; `like` is the encoding of a training part, for further rows.

    Raises: UserError saying why the table cannot be learned from.
    """
    _check(table, plan)
    known = {column["name"]: column for column in like["columns"]} if like else {}
    parts = _parts(table, plan, known)
    used = _usable(table, plan, parts)
    if not used.any():
        raise UserError(f"No row of the table can be used: {_first(table, plan, parts, used)}.")
    columns = [_described(table, plan, part, used, known) for part in parts]
    bad = tuple(islice(_bad_rows(table, plan, parts, used), MOST_TOLD))
    left_out = len(table.misshapen) + int((~used).sum())
    gaps = sum(int((~part.coded.good & used).sum()) for part in parts)
    dataset = _dataset(plan, parts, columns, used)
    if dataset.classes and not like and len(np.unique(dataset.targets)) < 2:
        only = quoted(dataset.classes[int(dataset.targets[0])])
        name = table.columns[plan.places("target")[0]].name
        raise UserError(f"All rows have the same {name}, {only}: there is nothing to tell apart.")
    facts = {"columns": columns, "task": plan.task, "gaps": plan.gaps, "decimal": table.dialect.decimal}
    return Examples(used, dataset, bad, left_out, gaps, facts)


def misshapen_rows(table: Table) -> tuple[BadRow, ...]:
    """List the first rows whose cells cannot be told apart, whatever they are used for."""
    first = islice(table.misshapen.items(), MOST_TOLD)
    return tuple(BadRow(number, (), why, left_out=True) for number, why in first)


def _parts(table: Table, plan: Plan, known: dict[str, Any]) -> list[_Part]:
    """Read the columns in use, those that are known in their order."""
    places = [place for place, use in enumerate(plan.uses) if use.role != "ignore"]
    order = {name: number for number, name in enumerate(known)}
    places.sort(key=lambda place: order.get(table.columns[place].name, 0))
    parts = []
    for place in places:
        column, use = table.columns[place], plan.uses[place]
        levels = known.get(column.name, {}).get("levels")
        parts.append(_Part(place, coded(column, use.kind, levels), use.role == "target"))
    return parts


def _usable(table: Table, plan: Plan, parts: Sequence[_Part]) -> Mask:
    """Find the rows whose targets are good, and whose inputs are, unless they are filled."""
    used = np.ones(len(table.numbers), bool)
    for part in parts:
        if part.is_target or plan.gaps == "leave_out":
            used &= part.coded.good
    return used


def _check(table: Table, plan: Plan) -> None:
    targets, inputs = plan.places("target"), plan.places("input")
    if not table.count:
        raise UserError("The table has no rows below the names.")
    if len(table.columns) < 2:
        raise UserError("The table has only one column. Is the separator right?")
    if not len(table.numbers):
        raise UserError(f"No row of the table can be used: {_first(table, plan, (), np.zeros(0, bool))}.")
    if not targets:
        raise UserError("No column is the target: choose what is to be predicted.")
    if not inputs:
        raise UserError("No column is an input: choose what to predict from.")
    if len(targets) > 1 and plan.task == "classification":
        raise UserError("Classification has one target: choose a single column, or Regression.")
    for place in targets:
        kind, name = plan.uses[place].kind, table.columns[place].name
        if (kind == "number") != (plan.task == "regression"):
            wanted = "numbers" if plan.task == "regression" else "classes"
            raise UserError(f"{_titled(plan)} needs {wanted}, but {name} is read as {_read_as(kind)}.")


def _titled(plan: Plan) -> str:
    return plan.task.capitalize()


def _read_as(kind: str) -> str:
    return {"number": "numbers", "category": "a category"}.get(kind, "yes or no")


def _first(table: Table, plan: Plan, parts: Sequence[_Part], used: Mask) -> str:
    row = next(_bad_rows(table, plan, parts, used))
    return f"row {row.number:,}: {row.why}"


def _described(table: Table, plan: Plan, part: _Part, used: Mask, known: dict[str, Any]) -> dict[str, Any]:
    """Say in plain data how a column becomes inputs or targets; levels that no used row has are left out."""
    column, use = table.columns[part.place], plan.uses[part.place]
    if column.name in known:
        return dict(known[column.name])
    described: dict[str, Any] = {"name": column.name, "role": use.role, "kind": use.kind}
    values = part.coded.values[used]
    if use.kind == "category":
        counts = counted(values, len(part.coded.levels))
        described["levels"] = [
            level for level, count in zip(part.coded.levels, counts.tolist(), strict=True) if count
        ]
    if use.role == "input" and plan.gaps == "fill":
        described["fill"] = _means(values, part.coded.levels, described)
    return described


def _means(values: Floats, levels: Sequence[str], described: dict[str, Any]) -> list[float]:
    present = values[~np.isnan(values)]
    if not len(present):
        raise UserError(f"{described['name']} has no cell to take a mean of: ignore the column.")
    if not levels:
        return [float(present.mean())]
    shares = counted(present, len(levels)) / len(present)
    return [float(share) for share in shares if share]


def _bad_rows(table: Table, plan: Plan, parts: Sequence[_Part], used: Mask) -> Iterator[BadRow]:
    """Go through the bad rows in order."""
    whole = np.zeros(len(used), bool)
    for part in parts:
        whole |= ~part.coded.good
    rows = {int(table.numbers[row]): row for row in np.flatnonzero(whole)[:MOST_TOLD].tolist()}
    for number in sorted({*rows, *table.misshapen}):
        if number not in rows:
            yield BadRow(number, (), table.misshapen[number], left_out=True)
            continue
        row = rows[number]
        bad = [part for part in parts if np.isnan(part.coded.values[row])]
        places = tuple(table.columns[part.place].place for part in bad)
        why = "; ".join(_fault(table, plan, part, row) for part in bad[:3])
        yield BadRow(number, places, why, left_out=not used[row])


def _fault(table: Table, plan: Plan, part: _Part, row: int) -> str:
    column, kind = table.columns[part.place], plan.uses[part.place].kind
    return f"{column.name}: {fault(column, row, kind, table.dialect.decimal)}"


def _dataset(plan: Plan, parts: Sequence[_Part], columns: Sequence[dict[str, Any]], used: Mask) -> Dataset:
    inputs, names, targets = [], [], []
    for part, described in zip(parts, columns, strict=True):
        values = part.coded.values[used]
        if part.is_target:
            targets.append((described, _compact(values, part.coded.levels, described)))
        else:
            blocks, own = _input(_compact(values, part.coded.levels, described), described)
            inputs.append(blocks)
            names += own
            _check_size(len(names), len(values))
    X, named = np.column_stack(inputs), tuple(names_of(names))
    if plan.task == "regression":
        titles = tuple(names_of([described["name"] for described, _ in targets]))
        return Dataset(X, np.column_stack([values for _, values in targets]), (), named, target_names=titles)
    described, values = targets[0]
    classes = tuple(names_of(described["levels"])) if described["kind"] == "category" else ("no", "yes")
    return Dataset(X, values.astype(np.int64), classes, named)


def _compact(values: Floats, levels: Sequence[str], described: dict[str, Any]) -> Floats:
    """Renumber the levels, because some may be gone."""
    if not levels:
        return values
    place = {level: float(index) for index, level in enumerate(described["levels"])}
    table = np.array([*(place.get(level, np.nan) for level in levels), np.nan])
    return table[np.where(np.isnan(values), -1, values).astype(np.int64)]


def _input(values: Floats, described: dict[str, Any]) -> tuple[Floats, list[str]]:
    """Make the inputs of a column: itself, or one per level, of which one is 1; gaps get the means."""
    name, levels = described["name"], described.get("levels")
    if levels is None:
        block, names = values[:, None].copy(), [name]
    else:
        _check_size(len(levels), len(values))
        block = (values[:, None] == np.arange(len(levels))).astype(np.float64)
        names = [f"{name} = {level}" for level in levels]
    gaps = np.isnan(values)
    if gaps.any():
        block[gaps] = described["fill"]
    return block, names


def _check_size(inputs: int, rows: int) -> None:
    if inputs > MOST_INPUTS:
        raise UserError(
            f"The columns make more than {MOST_INPUTS:,} inputs, one for each value of a category. Ignore "
            "those with many values."
        )
    if inputs * rows > MOST_VALUES:
        raise UserError(
            f"{rows:,} rows of {inputs:,} inputs are too many numbers: at most {MOST_VALUES:,}. Ignore "
            "columns or leave out rows."
        )
