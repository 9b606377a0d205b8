"""`bplab export`: writes an experiment, trained or not, as a file for other tools."""

import argparse
from pathlib import Path

from bplab.cli.length import add_length, goal, without_limit
from bplab.cli.what import add_what, read_what
from bplab.errors import UserError, quoted
from bplab.experiment.rules import nearest
from bplab.export.source import Source
from bplab.export.table import EXPORTS
from bplab.storage.writing import check_writable, write_file
from bplab.training.machine import use_blas_threads
from bplab.training.trainer import Trainer


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    parser.add_argument("kind", metavar="KIND", help=", ".join(EXPORTS))
    add_what(parser)
    add_length(parser)
    parser.add_argument("--out", metavar="FILE", required=True, help="the file to write")


def run(given: argparse.Namespace) -> int:
    """Train, then write the file."""
    row = EXPORTS.get(given.kind)
    if row is None:
        raise UserError(f"There is no export {quoted(given.kind)}.{nearest(given.kind, EXPORTS)}")
    path = Path(given.out)
    check_writable(path)
    spec = without_limit(read_what(given), given)
    use_blas_threads(1)
    trainer = Trainer(spec)
    trainer.run(steps=goal(spec, given, trainer.steps_per_epoch))
    data = row.make(Source.of(trainer))
    write_file(path, lambda file: file.write(data))
    return 0
