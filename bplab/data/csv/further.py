"""Further rows of a table, encoded like those that were learned from: for predictions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.arrays import Floats, Indices
from bplab.data.csv.column import Column
from bplab.data.csv.kinds import KINDS, Coded, coded, fault
from bplab.data.csv.table import Table
from bplab.errors import UserError, quoted

MOST_TOLD = 3  # cells of a row
TYPED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


@dataclass(frozen=True, eq=False)
class FurtherRows:
    """All rows of a table in order, as inputs; `notes` say by row number what is wrong with some.

    Shapes: numbers (n,) as a spreadsheet counts; inputs (n, d); good (n,), false where there is no input.
    """

    numbers: Indices
    inputs: Floats
    good: NDArray[np.bool_]
    notes: Mapping[int, str]


def plain_encoding(names: Sequence[str]) -> dict[str, Any]:
    """The encoding of data that did not come from a table: every input is a column of numbers."""
    return {"columns": [{"name": name, "role": "input", "kind": "number"} for name in names]}


def check_encoding(encoding: Mapping[str, Any], inputs: int) -> None:
    """Check an encoding from a file, which need not come from the lab.

    Raises: UserError if it does not make so many inputs.
    """
    try:
        made = sum(_width(described) for described in _inputs(encoding))
    except (TypeError, KeyError, ValueError, AttributeError):
        made = 0
    if made != inputs:
        raise UserError(
            "How the columns of a table become inputs is damaged in this file: import the data again."
        )


def _width(described: Mapping[str, Any]) -> int:
    """How many inputs a column makes."""
    levels, kind = described.get("levels"), described["kind"]
    named = isinstance(described["name"], str) and kind in KINDS
    if not named or (kind == "category") != isinstance(levels, list):
        raise ValueError
    if levels is not None and not (
        all(isinstance(level, str) for level in levels) and len(set(levels)) == len(levels)
    ):
        raise ValueError
    width = 1 if levels is None else len(levels)
    fill = described.get("fill", [0.0] * width)
    if len(fill) != width or not all(type(value) in (int, float) for value in fill):
        raise ValueError
    return width


def missing_columns(table: Table, encoding: Mapping[str, Any]) -> list[str]:
    """Name the input columns that a table lacks."""
    there = _by_name(table)
    return [described["name"] for described in _inputs(encoding) if _typed(described["name"]) not in there]


def _by_name(table: Table) -> dict[str, Column]:
    return {_typed(column.name): column for column in table.columns}


def _typed(name: str) -> str:
    """A name as it is typed: x1 for x₁."""
    return name.translate(TYPED)


def further_rows(table: Table, encoding: Mapping[str, Any]) -> FurtherRows:
    """Encode all rows; an unknown category, like any other cell that cannot be used, is noted.

    Such a cell is filled if those of the training part were; else its row has no input.

    Raises: UserError if a column is missing.
    """
    missing = missing_columns(table, encoding)
    if missing:
        raise UserError(f"The table has no column {quoted(missing[0])}: it needs all inputs of the network.")
    columns = _by_name(table)
    good, notes = np.ones(len(table.numbers), bool), defaultdict[int, list[str]](list)
    blocks = []
    for described in _inputs(encoding):
        column = columns[_typed(described["name"])]
        found = coded(column, described["kind"], described.get("levels"))
        blocks.append(_block(found, described))
        good &= found.good | ("fill" in described)
        for row in np.flatnonzero(~found.good).tolist():
            notes[int(table.numbers[row])].append(_note(column, row, described, table.dialect.decimal))
    told = {number: "; ".join(parts[:MOST_TOLD]) for number, parts in notes.items()}
    return _in_order(table, np.column_stack(blocks), good, told)


def _inputs(encoding: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [described for described in encoding["columns"] if described["role"] == "input"]


def _block(found: Coded, described: Mapping[str, Any]) -> Floats:
    """The inputs of a column: itself, or one per level, of which one is 1; gaps are filled."""
    values, levels = found.values, described.get("levels")
    block = values[:, None].copy()
    if levels is not None:
        block = (values[:, None] == np.arange(len(levels))).astype(np.float64)
    block[~found.good] = described.get("fill", 0.0)
    return block


def _note(column: Column, row: int, described: Mapping[str, Any], decimal: str) -> str:
    filled = ", filled" if "fill" in described else ""
    return f"{column.name}: {fault(column, row, described['kind'], decimal)}{filled}"


def _in_order(table: Table, inputs: Floats, good: NDArray[np.bool_], notes: dict[int, str]) -> FurtherRows:
    """Put the rows that do not have all their cells between the others."""
    wrong = np.fromiter(table.misshapen, np.int64, len(table.misshapen))
    numbers = np.concatenate([table.numbers, wrong])
    order = np.argsort(numbers, kind="stable")
    inputs = np.concatenate([inputs, np.zeros((len(wrong), inputs.shape[1]))])
    good = np.concatenate([good, np.zeros(len(wrong), bool)])
    return FurtherRows(numbers[order], inputs[order], good[order], notes | table.misshapen)
