"""`bplab check-gradients`: compares gradients of your own code with the lab's; exit code 1 if they differ."""

import argparse
import sys
from pathlib import Path

from bplab.cli.going_on import experiment_for
from bplab.cli.json_text import json_text
from bplab.homework.assuming import checked_as
from bplab.homework.check import check
from bplab.homework.reading import read_homework
from bplab.homework.text import as_text, facts_of
from bplab.training.machine import use_blas_threads

ASCII = str.maketrans({
    "·": "*", "∂": "d", "ℓ": "l", "δ": "delta", "′": "'", "λ": "lambda", "÷": "/", "×": "x", "≈": "~",
    "✓": "ok", "−": "-", "½": "1/2", "Σ": "sum ", "²": "^2", "ᵀ": "^T",
})  # fmt: skip


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    parser.add_argument(
        "file",
        metavar="FILE.npz",
        help="X, T, W1, b1, W2, b2, ... and your gradients dW1, db1, dW2, db2, ...",
    )
    parser.add_argument(
        "--like",
        metavar="WHAT",
        help="activations, loss and reduction are those of this experiment (a preset's name, for example)",
    )
    parser.add_argument(
        "--set", metavar="FIELD=VALUE", action="append", default=[], dest="settings",
        help="change a setting of it, such as layers.*.activation=relu or reduction=sum; may be repeated",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")


def run(given: argparse.Namespace) -> int:
    """Check, and print the result."""
    use_blas_threads(1)
    homework = read_homework(Path(given.file))
    spec = None
    if given.like or given.settings:
        given.what = given.like or "circle"
        spec = experiment_for(given)
    assumed = checked_as(homework, spec, f"as in {given.like or 'circle'}")
    found = check(homework, assumed.checked)
    print(json_text(facts_of(found, assumed)) if given.json else _encodable(as_text(found, assumed)))
    return 0 if found.right else 1


def _encodable(text: str) -> str:
    """The text in characters that the output can encode."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate(ASCII)
    return text
