"""`bplab list`: the available choices, from the tables."""

import argparse
from typing import Any

from bplab.cli.json_text import json_text
from bplab.data.datasets import DATASETS
from bplab.experiment.presets import PRESETS
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.initializers import INITIALIZERS
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS

TABLES: dict[str, dict[str, Any]] = {
    "activations": ACTIVATIONS,
    "initializers": INITIALIZERS,
    "losses": LOSSES,
    "optimizers": OPTIMIZERS,
    "datasets": DATASETS,
    "presets": PRESETS,
}


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    parser.add_argument("table", choices=TABLES, help="the table to list")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object by name; presets with their specs"
    )


def run(given: argparse.Namespace) -> int:
    """Print a table."""
    rows = TABLES[given.table]
    if given.json:
        print(json_text({name: _facts(row) for name, row in rows.items()}, indent=1))
        return 0
    width = max(len(name) for name in rows)
    for name, row in rows.items():
        formula = f"  {row.formula}" if hasattr(row, "formula") else ""
        print(f"{name:<{width}}  {row.title}{formula}\n{'':<{width}}  {row.help}")
    return 0


def _facts(row: Any) -> Any:
    if hasattr(row, "spec"):
        return row.spec.to_dict()
    return {
        fact: getattr(row, fact)
        for fact in ("title", "formula", "help", "source", "license")
        if hasattr(row, fact)
    }
