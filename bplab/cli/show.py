"""`bplab show`: what a .bplab file holds, or what is intact of a damaged one."""

import argparse
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from bplab.cli.ending import tell
from bplab.cli.json_text import json_text
from bplab.cli.report import accuracy_text, loss_text
from bplab.errors import UserError, named
from bplab.storage.checkpoints import PARTS
from bplab.storage.document import Document
from bplab.storage.lost import lost_in_words
from bplab.storage.records import SPEC, STATE, record_facts
from bplab.storage.writing import check_writable
from bplab.training.metrics import PartScore
from bplab.training.run_summary import summaries_of
from bplab.training.runs import AnyRecord

ROW = "{:<4}{:<34}{:>10}{:>9}{:>12}{:>12}{:>22}"


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    parser.add_argument("file", metavar="FILE.bplab", help="the file")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--salvage", metavar="OUT", help="write what is intact of FILE into another file")


def run(given: argparse.Namespace) -> int:
    """Print what is in the file."""
    document = _salvage(given) if given.salvage else Document.open(given.file)
    if given.json:
        print(json_text(facts_of(document)))
    else:
        print(*lines_of(document), sep="\n")
    return 0


def _salvage(given: argparse.Namespace) -> Document:
    out = Path(given.salvage)
    check_writable(out)  # first: a name that no file can have is no question to ask the system
    if out.exists():
        raise UserError(f"{named(out)} exists already; choose another name, so that nothing is lost.")
    document = Document.salvage(given.file)
    document.save(out)
    lost = lost_in_words(document.lost, [run.number for run in document.runs])
    tell(f"lost: {lost}" if lost else "nothing is lost")
    return document


def lines_of(document: Document) -> Iterator[str]:
    """The runs as a table, the current one marked, then what stands beside them."""
    yield ROW.format("run", "", "step", "epoch", "train loss", "test loss", "test accuracy")
    for one in summaries_of(document.runs, current=document.current):
        star, found = "*" if one.number == document.current else "", one.evaluation
        yield ROW.format(
            f"{one.number}{star}", one.title[:32], f"{one.step:,}", f"{one.epoch:,}",
            loss_text(found.train), loss_text(found.test), accuracy_text(found.test),
        )  # fmt: skip
    for mark in document.bookmarks:
        yield f"bookmark: {mark.name} (run {mark.run}, step {mark.step:,})"
    for own in document.data.values():
        yield f"data: {own.name} ({own.dataset.count:,} examples)"
    if document.note:
        yield f"note: {document.note}"
    if elsewhere := document.made_elsewhere():
        yield elsewhere


def facts_of(document: Document) -> dict[str, Any]:
    """The same as JSON data; losses that are missing or not finite are null."""
    return {
        "current": document.current,
        "runs": [_run_facts(record) for record in document.runs],
        "bookmarks": [vars(one) for one in document.bookmarks],
        "data": [
            {"name": own.name, "digest": digest, "examples": own.dataset.count}
            for digest, own in document.data.items()
        ],
        "note": document.note,
        "lost": list(document.lost),
    }


def _run_facts(record: AnyRecord) -> dict[str, Any]:
    members = record_facts(record)
    settings, state = members[SPEC], members[STATE]
    known = "title", "parent", "changes", "computed", "divergence", "stopped"
    return {
        "number": record.number,
        "step": record.now.step,
        "epoch": record.now.epoch,
        **{name: state[name] for name in known},
        **{part: _score(getattr(record.evaluation, part)) for part in PARTS},
        "experiment": settings,
    }


def _score(part: PartScore) -> dict[str, Any]:
    loss = part.loss if part.loss is not None and isfinite(part.loss) else None
    return {"loss": loss, "correct": part.correct, "count": part.count, "accuracy": part.accuracy}
