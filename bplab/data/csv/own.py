"""From one table, or one for training and one for testing, to data of one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bplab.data.csv.examples import Examples, make_examples
from bplab.data.csv.plan import Plan, Use
from bplab.data.csv.table import Table
from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.errors import UserError, quoted


@dataclass(frozen=True, eq=False)
class Import:
    """The examples of a table, and those of a second one for testing."""

    table: Table
    plan: Plan
    examples: Examples
    second: Table | None = None
    tests: Examples | None = None

    def own_data(self, name: str) -> OwnData:
        """Put both parts together.

        Raises: UserError if nothing can be learned from them.
        """
        data, tests = self.examples.dataset, self.tests
        if data.count + (tests.dataset.count if tests else 0) < 2:
            raise UserError("Only one row can be used: learning needs at least two.")
        if tests is None:
            return OwnData(name, data, encoding=self.examples.encoding)
        joined = Dataset(
            np.concatenate([data.inputs, tests.dataset.inputs]),
            np.concatenate([data.targets, tests.dataset.targets]),
            data.classes,
            data.input_names,
            target_names=data.target_names,
        )
        return OwnData(name, joined, tests.dataset.count, self.examples.encoding)


def make_import(table: Table, plan: Plan, second: Table | None = None) -> Import:
    """Encode a table, and a second one like it.

    Raises: UserError saying why it cannot be done.
    """
    examples = make_examples(table, plan)
    if second is None:
        return Import(table, plan, examples)
    alike = plan_like(second, examples.encoding)
    try:
        tests = make_examples(second, alike, examples.encoding)
    except UserError as error:
        raise UserError(f"The second file: {error}") from None
    return Import(table, plan, examples, second, tests)


def plan_like(table: Table, encoding: Mapping[str, Any]) -> Plan:
    """Give the columns of another table the uses that those of the same names have.

    Raises: UserError if one is missing.
    """
    known = {column["name"]: Use(column["role"], column["kind"]) for column in encoding["columns"]}
    names = [column.name for column in table.columns]
    for name in known:
        if name not in names:
            raise UserError(f"The second file has no column {quoted(name)}, which the training part has.")
    uses = tuple(known.get(name, Use("ignore")) for name in names)
    return Plan(uses, encoding["task"], encoding["gaps"])
