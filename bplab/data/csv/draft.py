"""An import in the making: what was read, and what would become of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from bplab.data.csv.builder import Watch
from bplab.data.csv.detect import detect, detect_encoding
from bplab.data.csv.dialect import Dialect
from bplab.data.csv.examples import Mask
from bplab.data.csv.own import Import, make_import
from bplab.data.csv.plan import Plan, guess
from bplab.data.csv.table import Table, read_table
from bplab.data.csv.words import ranges, reason
from bplab.data.own import OwnData
from bplab.errors import UserError

Load = Callable[[], bytes]


@dataclass(frozen=True, eq=False)
class Reading:
    """A table as it was read, and a first plan; or why it cannot be read so."""

    raw: bytes
    dialect: Dialect
    table: Table | None = None
    plan: Plan | None = None
    refusal: str = ""


@dataclass(frozen=True, eq=False)
class Outcome:
    """The data that would be imported, with a line on each column; or why there is none."""

    ranges: tuple[str, ...]
    found: Import | None = None
    own: OwnData | None = None
    refusal: str = ""
    why: str = ""  # the task was guessed


def read(raw: bytes, watch: Watch, dialect: Dialect | None = None) -> Reading:
    """Read a table, as it is detected to be written or as it is given."""
    try:
        dialect = dialect or detect(raw)
        table = read_table(raw, dialect, watch)
        return Reading(raw, dialect, table, guess(table))
    except UserError as error:
        return Reading(raw, dialect or Dialect(), refusal=str(error))


def read_from(load: Load, watch: Watch, like: Dialect | None = None) -> Reading:
    """Read a file as a table, perhaps written like another; a file that cannot be read is no table."""
    try:
        raw = load()
    except UserError as error:
        return Reading(b"", Dialect(), refusal=str(error))
    return read(raw, watch, replace(like, encoding=detect_encoding(raw)) if like else None)


def evaluate(name: str, table: Table, plan: Plan, second: Reading | None = None) -> Outcome:
    """Find out what a plan makes of a table, and of a second one for testing."""
    everything = np.ones(len(table.numbers), bool)
    if second is not None and second.table is None:
        return _told(table, plan, everything, refusal=f"The second file: {second.refusal}")
    try:
        found = make_import(table, plan, second.table if second else None)
        told = _told(table, plan, found.examples.used, found)
    except UserError as error:
        return _told(table, plan, everything, refusal=str(error))
    try:
        own = found.own_data(name)
        own.digest  # noqa: B018 - computed here, where it delays nothing
        return replace(told, own=own)
    except UserError as error:
        return replace(told, refusal=str(error))


def _told(table: Table, plan: Plan, used: Mask, found: Import | None = None, *, refusal: str = "") -> Outcome:
    described = tuple(ranges(table, plan, used))
    return Outcome(described, found, refusal=refusal, why=reason(table, plan, described))
