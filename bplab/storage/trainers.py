"""Trainers of scripts in files: `save` writes one, `load` gives back one that goes on to the bit."""

from dataclasses import replace
from pathlib import Path

from bplab.errors import UserError, named
from bplab.storage.document import Document
from bplab.training.arguments import check_kind
from bplab.training.machine import use_blas_threads
from bplab.training.record import Record, ReducedRecord
from bplab.training.run import Run
from bplab.training.scripting import MOST_BYTES, Trainer
from bplab.training.timeline import Timeline

EMPTY = Document()


def save(path: Path | str, trainer: Trainer) -> None:
    """Write a trainer's run into a file, in place of what was there.

    Raises: UserError if it cannot be written.
    """
    check_kind(trainer, Trainer, "save takes a file's name and a Trainer")
    document_with(trainer).save(path)


def load(path: Path | str) -> Trainer:
    """Read the current run of a file; its trainer goes on as if it had never stopped, to the bit.

    Raises: FileError if the file is not in order, UserError if it cannot be read or has no run.
    """
    use_blas_threads(1)
    return trainer_of(Document.open(path), named(Path(path).name))


def trainer_of(document: Document, title: str = "The file") -> Trainer:
    """The trainer of the current run.

    Raises: UserError if there is none, or it cannot be trained again.
    """
    record = current_record(document, title)
    whole = record if isinstance(record, Record) else _trained_again(record)
    found = whole.trainer(Trainer)
    found.timeline = Timeline(whole.checkpoints, MOST_BYTES)
    return found


def current_record(document: Document, title: str) -> Record | ReducedRecord:
    """The current run.

    Raises: UserError if there is none.
    """
    record = document.run(document.current)
    if record is None:
        raise UserError(f"There is no run in {title}.")
    return record


def _trained_again(record: ReducedRecord) -> Record:
    run = record.resume()
    if run is None:
        raise UserError("Little is kept of this run, and on this machine it diverges before its last step.")
    return Record.of(run)


def document_with(trainer: Trainer, document: Document = EMPTY) -> Document:
    """The document with a trainer's run in place of the current one."""
    old = document.run(document.current)
    run = Run(document.current or 1, trainer, timeline=trainer.timeline)
    if old is not None:
        run.title, run.parent = old.title, old.parent
    run.rest()
    record = Record.of(run).frozen()
    runs = [record if each is old else each for each in document.runs] or [record]
    return replace(document, runs=tuple(runs), current=run.number)
