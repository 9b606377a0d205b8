"""Runs that are left out take their bookmarks along; their branches go to the run before."""

from dataclasses import replace

import pytest

from bplab.errors import UserError
from bplab.experiment.spec import Experiment, Layer
from bplab.storage.document import Bookmark, Document, Kept
from bplab.storage.resumed import resumed
from bplab.storage.selection import handed_out, renumbered, without_runs
from bplab.training.record import Record
from bplab.training.run import Origin, Run
from bplab.training.trainer import Trainer


@pytest.fixture(scope="module")
def document():
    """Runs 1, 2 from 1 at step 4, and 3 from 2 at step 2; run 4 has not begun."""
    trainer = Trainer(Experiment(layers=(Layer(3),)))
    trainer.run(steps=6)
    run = Record.of(Run(1, trainer))
    unbegun = Record.of(Run(4, Trainer(trainer.spec), parent=Origin(3, 0)))
    parents = {1: None, 2: Origin(1, 4), 3: Origin(2, 2)}
    runs = tuple(replace(run, number=number, parent=parent) for number, parent in parents.items())
    marks = tuple(Bookmark(number, 1, "here") for number in (1, 2, 3))
    return Document((*runs, unbegun), 3, marks, "note")


def test_branches_of_a_run_that_is_left_out_are_branches_of_the_run_before_it(document):
    found = without_runs(document, {2})
    assert [(run.number, run.parent) for run in found.runs] == [(1, None), (3, Origin(1, 2))]
    assert [mark.run for mark in found.bookmarks] == [1, 3]


def test_the_current_run_is_never_left_out(document):
    assert [run.number for run in without_runs(document, {1, 2, 3}).runs] == [3]
    unbegun = replace(document, current=4)
    assert [run.number for run in without_runs(unbegun, {1, 2, 3}).runs] == [4]


def test_other_numbers_and_back_are_the_same_document(document):
    there = renumbered(document, 40)
    assert there.run(43).parent == Origin(42, 2)
    back = renumbered(there, -40)
    assert [(run.number, run.parent) for run in back.runs] == [
        (run.number, run.parent) for run in document.runs
    ]
    assert (back.current, back.bookmarks) == (document.current, document.bookmarks)


def test_what_is_handed_out_is_the_current_run_alone(document):
    found = handed_out(document)
    (run,) = found.runs
    assert (run.number, run.parent, run.now.step) == (3, None, 6)
    assert (found.note, [mark.run for mark in found.bookmarks]) == ("note", [3])


def test_what_a_newer_version_wrote_about_a_run_goes_with_it(document):
    names = ("runs/1/hats.npy", "runs/3/hats.npy", "runs/31/hats.npy", "hats.json")
    kept = Kept(
        members=dict.fromkeys(names, b""), entries={"document.json": b"{}", "runs/2/spec.json": b"{}"}
    )
    found = handed_out(replace(document, kept=kept)).kept
    assert sorted(found.members) == ["hats.json", "runs/3/hats.npy"]
    assert sorted(found.entries) == ["document.json"]


def test_a_run_that_goes_on_leaves_what_was_read_as_it_is(document):
    opened = resumed(document)
    opened.run.trainer.run(steps=5)
    assert opened.run.trainer.step == 11
    record = document.run(3)
    assert (record.now.step, record.history.steps.count) == (6, 6)


def test_a_document_without_a_run_cannot_go_on():
    with pytest.raises(UserError, match="no run"):
        resumed(Document())
