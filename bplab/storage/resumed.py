"""A document whose runs can go on, while what was read stays as it is."""

from dataclasses import replace
from typing import NamedTuple

from bplab.errors import UserError
from bplab.storage.document import Document
from bplab.storage.selection import moved, renumbered
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.runs import AnyRecord


class Resumed(NamedTuple):
    """What was read, its current run as it stood, and the others."""

    document: Document
    run: Run
    others: tuple[AnyRecord, ...]

    def renumbered(self, by: int) -> "Resumed":
        """The same with the numbers of all runs raised by so much; call it once."""
        others = renumbered(Document(self.others), by).runs
        self.run.number, self.run.parent = self.run.number + by, moved(self.run.parent, by)
        return Resumed(renumbered(self.document, by), self.run, others)


def resumed(document: Document) -> Resumed:
    """Build the current run of a document.

    Raises: UserError if there is none, or its settings are impossible.
    """
    record = document.run(document.current)
    run = None if record is None else _growing(record).resume()
    if run is None:
        raise UserError("There is no run in it to go on with.")
    others = (each for each in document.runs if each is not record)
    return Resumed(document, run, tuple(map(_growing, others)))


def _growing(record: AnyRecord) -> AnyRecord:
    """The same run with a history of its own."""
    if not isinstance(record, Record):
        return record
    return replace(record, history=record.history.fork(record.now.step, record.now.epoch))
