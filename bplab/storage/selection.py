"""Which runs a document holds: those that are wanted, under other numbers, or the current one alone."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from bplab.storage.document import Document
from bplab.training.history import History
from bplab.training.record import Record
from bplab.training.run import Origin
from bplab.training.runs import AnyRecord


def renumbered(document: Document, by: int) -> Document:
    """The same document with the numbers of its runs raised by so much."""
    return replace(
        document,
        runs=tuple(
            replace(record, number=record.number + by, parent=moved(record.parent, by))
            for record in document.runs
        ),
        current=document.current + by,
        bookmarks=tuple(replace(mark, run=mark.run + by) for mark in document.bookmarks),
    )


def moved(origin: Origin | None, by: int) -> Origin | None:
    """An origin in a run whose number is raised by so much."""
    return None if origin is None else Origin(origin.run + by, origin.step)


def without_runs(document: Document, left_out: Collection[int]) -> Document:
    """Leave out some runs and those that have not made a step, with their bookmarks; not the current one."""
    return _with_runs(document, tuple(_left(document.runs, document.current, left_out)))


def _with_runs(document: Document, runs: tuple[AnyRecord, ...]) -> Document:
    """The document with these runs, and what belongs to them."""
    numbers = {record.number for record in runs}
    marks = tuple(mark for mark in document.bookmarks if mark.run in numbers)
    return replace(document, runs=runs, bookmarks=marks, kept=document.kept.of_runs(numbers))


def _left(records: Iterable[AnyRecord], current: int, left_out: Collection[int]) -> Iterator[AnyRecord]:
    """The runs that stay, each as a branch of the nearest ancestor that stays too."""
    origins: dict[int, Origin | None] = {}  # of runs that are left out
    for record in records:
        parent = record.parent
        if parent is not None and parent.run in origins:
            before = origins[parent.run]
            parent = None if before is None else Origin(before.run, min(before.step, parent.step))
        if record.number == current or (record.now.step and record.number not in left_out):
            yield replace(record, parent=parent)
        else:
            origins[record.number] = parent


def handed_out(document: Document) -> Document:
    """Settings, weights, data and note as they are; without history and without other runs."""
    run = document.run(document.current)
    if isinstance(run, Record):
        layers, every = len(run.build.shape.layers), run.spec.evaluate_every
        history = History.after(layers, every, run.now.step, run.now.epoch)
        run = replace(run, parent=None, checkpoints=(), history=history)
    return _with_runs(document, () if run is None else (run,))
