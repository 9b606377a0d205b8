"""`bplab export`: writes an experiment, trained or not, as a file for other tools.

The run of a .bplab file is written as it was saved, unless --epochs or --steps train it further.
"""

import argparse
from pathlib import Path

from bplab.cli.going_on import A_FILE, ENDING, trainer_for
from bplab.cli.length import add_length, further, has_length
from bplab.cli.what import add_what
from bplab.errors import UserError, quoted
from bplab.experiment.rules import nearest
from bplab.export.source import Source
from bplab.export.table import EXPORTS
from bplab.storage.writing import check_writable, write_file
from bplab.training.machine import use_blas_threads


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    parser.add_argument("kind", metavar="KIND", help=", ".join(EXPORTS))
    add_what(parser, more=A_FILE)
    add_length(parser)
    parser.add_argument("--out", metavar="FILE", required=True, help="the file to write")


def run(given: argparse.Namespace) -> int:
    """Train, then write the file."""
    row = EXPORTS.get(given.kind)
    if row is None:
        raise UserError(f"There is no export {quoted(given.kind)}.{nearest(given.kind, EXPORTS)}")
    path = Path(given.out)
    check_writable(path)
    use_blas_threads(1)
    trainer = trainer_for(given)
    if has_length(given) or not given.what.endswith(ENDING):
        trainer.run(steps=further(trainer, given))
    data = row.make(Source.of(trainer))
    write_file(path, lambda file: file.write(data))
    return 0
