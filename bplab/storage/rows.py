"""Reads a table of rows to predict, which has the names that were learned from above its rows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bplab.data.csv.builder import Watch
from bplab.data.csv.further import missing_columns
from bplab.data.csv.table import Table
from bplab.storage.csv import load_table


def load_rows(path: Path, encoding: Mapping[str, Any], watch: Watch = lambda share: None) -> Table:
    """Read a table with its first row as names, or without if those that were learned from had none.

    Raises: UserError saying what is wrong; what `watch` raises.
    """
    found = load_table(path, {}, watch)
    if not missing_columns(found, encoding):
        return found
    other = load_table(path, {"header": not found.dialect.header}, watch)
    return found if missing_columns(other, encoding) else other
