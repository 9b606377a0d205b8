"""Predictions of a trained network for the rows of a table, as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array
from bplab.data.csv.builder import Watch
from bplab.data.csv.further import FurtherRows, check_encoding, further_rows, plain_encoding
from bplab.data.csv.table import Table
from bplab.errors import UserError
from bplab.export.csv_text import csv_bytes
from bplab.export.source import Source
from bplab.training.build import Build
from bplab.training.forward import outputs_of
from bplab.training.metrics import classes

BLOCK = 10_000  # rows that pass through the network at once
MOST_TOLD = 5


@dataclass(frozen=True, eq=False)
class Predictions:
    """The answers to the rows of a table, in the data's own units; NaN where a row cannot be used.

    Shapes: outputs (n, outputs).
    """

    build: Build
    table: Table
    rows: FurtherRows
    outputs: Array

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return ["row", *output_names(self.build), *(["predicted"] if self._classes else []), "note"]

    @property
    def _classes(self) -> tuple[str, ...]:
        return self.build.prepared.dataset.classes

    def lines(self, first: int = 0, last: int | None = None) -> Iterator[list[object]]:
        """The cells of some rows."""
        said = classes(self.outputs, self.build.shape.coding) if self._classes else None
        for place in range(*slice(first, last).indices(len(self.outputs))):
            number, is_good = int(self.rows.numbers[place]), bool(self.rows.good[place])
            cells: list[object] = self.outputs[place].tolist() if is_good else [None] * self.outputs.shape[1]
            if said is not None:
                cells.append(self._classes[said[place]] if is_good else None)
            yield [number, *cells, self.rows.notes.get(number)]

    @property
    def summary(self) -> str:
        """How many rows have a prediction."""
        count, good = len(self.outputs), int(self.rows.good.sum())
        rows = "1 row" if count == 1 else f"{count:,} rows"
        return f"{rows}, {'all' if good == count else f'{good:,}'} predicted"

    @property
    def first_notes(self) -> list[tuple[int, str]]:
        """The notes on the first rows that have any, with their numbers."""
        return sorted(self.rows.notes.items())[:MOST_TOLD]

    @property
    def told(self) -> list[str]:
        """What is wrong with the first bad rows."""
        lines = [f"row {number:,}: {text}" for number, text in self.first_notes]
        more = len(self.rows.notes) - len(lines)
        return [*lines, *([f"and {more:,} more rows"] if more else [])]

    def csv(self) -> bytes:
        """All of it as a file."""
        return csv_bytes(self.header, self.lines())


def encoding_of(build: Build) -> dict[str, object]:
    """How the columns of a table become the inputs of a data set.

    Raises: UserError if the file in which this stood is damaged.
    """
    own, names = build.own, build.prepared.dataset.input_names
    encoding = dict(own.encoding) if own and own.encoding else plain_encoding(names)
    check_encoding(encoding, len(names))
    return encoding


def predict(source: Source, table: Table, watch: Watch = lambda share: None) -> Predictions:
    """Send the rows of a table through the network, encoded and scaled as in training.

    Raises: UserError if a column is missing; what `watch` raises.
    """
    build, rows = source.build, further_rows(table, encoding_of(source.build))
    outputs = np.full((len(rows.inputs), build.shape.sizes[-1]), np.nan)
    for start in range(0, len(outputs), BLOCK):
        chosen = slice(start, start + BLOCK)
        with np.errstate(all="ignore"):
            X = build.prepared.inputs_of(rows.inputs[chosen])
            _, y = outputs_of(build.layout, source.spec.skip, source.now.parameters, X)
            outputs[chosen] = build.prepared.outputs_of(y)
        watch(min(1.0, (start + BLOCK) / len(outputs)))
    outputs[~rows.good] = np.nan
    if not np.isfinite(outputs[rows.good]).all():
        raise UserError(
            "The outputs are not finite numbers, because this run diverged; go back to an earlier step."
        )
    return Predictions(build, table, rows, outputs)


def output_names(build: Build) -> list[str]:
    """Name what the network puts out: the targets, or an output for each class."""
    dataset, outputs = build.prepared.dataset, build.shape.sizes[-1]
    if dataset.target_names:
        return [f"predicted {name}" for name in dataset.target_names]
    if outputs == 1:
        return ["output" if dataset.classes else "predicted"]
    return [f"output {name}" for name in dataset.classes or range(1, outputs + 1)]
