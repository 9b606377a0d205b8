"""--data and what belongs to it: examples of one's own from a table, in place of a data set."""

import argparse
from pathlib import Path

from bplab.cli.ending import tell
from bplab.data.csv.dialect import DECIMALS, ENCODINGS
from bplab.data.csv.own import Import
from bplab.data.csv.plan import TASKS
from bplab.data.csv.words import heading, summary
from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.storage.csv import NAMED_SEPARATORS, import_csv, name_of
from bplab.storage.npz_data import dataset_from_npz

TOLD = 3  # bad rows named
NEED = ("target", "test_data", "ignore", "task", "fill", "separator", "decimal", "encoding", "no_header")


def add_data(parser: argparse.ArgumentParser) -> None:
    """Declare --data and its details."""
    group = parser.add_argument_group("data of your own")
    group.add_argument(
        "--data", metavar="FILE", help="a table to train on: CSV, TSV or text; or .npz with X and y"
    )
    group.add_argument(
        "--target", metavar="COLUMN", action="append", default=[],
        help="the column to predict; several for regression, by repeating this (default: the last column)",
    )  # fmt: skip
    group.add_argument(
        "--ignore", metavar="COLUMN", action="append", default=[], help="a column not to use; may be repeated"
    )
    group.add_argument("--test-data", metavar="FILE.csv", help="a second table for testing")
    group.add_argument("--task", choices=tuple(TASKS), help="what the target is, if not as guessed")
    group.add_argument(
        "--fill",
        action="store_true",
        help="fill empty and bad cells with the mean, instead of leaving out rows",
    )
    group.add_argument("--separator", choices=tuple(NAMED_SEPARATORS), help="if not as detected")
    group.add_argument("--decimal", choices=tuple(DECIMALS), help="the decimal mark, if not as detected")
    group.add_argument("--encoding", choices=tuple(ENCODINGS), help="if not as detected")
    group.add_argument("--no-header", action="store_true", help="the first row has values, not names")


def read_data(given: argparse.Namespace) -> OwnData | None:
    """Read the table, if there is one; what is left out is told on standard error.

    Raises: UserError if it cannot be used.
    """
    if not given.data:
        for name in NEED:
            if getattr(given, name):
                raise UserError(f"--{name.replace('_', '-')} needs --data FILE.csv.")
        return None
    if given.data.lower().endswith(".npz"):
        return _read_arrays(given)
    path, test = Path(given.data), Path(given.test_data) if given.test_data else None
    changes = {
        "separator": given.separator,
        "decimal": given.decimal,
        "encoding": given.encoding,
        "header": False if given.no_header else None,
    }
    gaps = "fill" if given.fill else "leave_out"
    found = import_csv(path, given.target, given.ignore, given.task or "", gaps, test, changes)
    _tell(found)
    return found.own_data(name_of(path))


def _read_arrays(given: argparse.Namespace) -> OwnData:
    """Read arrays, in which nothing has to be detected or chosen."""
    for name in NEED:
        if getattr(given, name):
            raise UserError(
                f"--{name.replace('_', '-')} is for tables; {given.data} holds the arrays X and y."
            )
    return dataset_from_npz(given.data)


def _tell(found: Import) -> None:
    examples = found.examples
    tell(": ".join(filter(None, summary(found.table, examples))))
    if said := heading(examples):
        tell(said)
        for row in examples.bad[:TOLD]:
            tell(f"row {row.number:,}: {row.text}")
        more = examples.left_out + examples.filled - TOLD
        if more > 0:
            tell(f"and {more:,} more")
