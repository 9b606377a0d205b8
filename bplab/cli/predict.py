"""`bplab predict`: what a trained network in a file says about the rows of a table."""

import argparse
from pathlib import Path

from bplab.cli.ending import tell
from bplab.cli.report import ProgressLine
from bplab.export.predicted import encoding_of, predict
from bplab.export.source import Source
from bplab.storage.rows import load_rows
from bplab.storage.trainers import load
from bplab.storage.writing import check_writable, write_file


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = (
        f"{__doc__} The columns are found by their names and encoded as in training. Rows that cannot be "
        "used have no prediction but a note; an unknown category is noted too."
    )
    parser.add_argument("file", metavar="FILE.bplab", help="a file with a trained network; its current run")
    parser.add_argument("--data", metavar="NEW.csv", required=True, help="the rows, with names above them")
    parser.add_argument("--out", metavar="OUT.csv", required=True, help="the predictions, one line per row")


def run(given: argparse.Namespace) -> int:
    """Predict and write the file."""
    out = Path(given.out)
    check_writable(out)
    source, line = Source.of(load(given.file)), ProgressLine()
    table = load_rows(Path(given.data), encoding_of(source.build))
    found = predict(source, table, lambda share: line.show(lambda: f"{100 * share:.0f} % of the rows"))
    line.clear()
    data = found.csv()
    write_file(out, lambda file: file.write(data))
    tell(f"{found.summary}.")
    for text in found.told:
        tell(text)
    return 0
