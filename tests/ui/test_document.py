"""The open document knows whether there is work in it, gives all of it as frozen data, and takes another."""

from pathlib import Path

import numpy as np
import pytest

from bplab.experiment.parameters import Parameter
from bplab.storage.document import Bookmark, Document
from bplab.storage.resumed import resumed
from bplab.storage.selection import handed_out
from bplab.training.record import Record
from bplab.ui import document as module


def frozen(driver):
    heard = []
    driver.lab.document.freeze(heard.append)
    driver.until(lambda: bool(heard))
    return heard[0]


def adopt(driver, document, path=None, **how):
    """Open a document as if it had been read."""
    driver.lab.document.adopt(resumed(document), path, **how)
    driver.until(lambda: driver.snapshot.run == driver.lab.session.run)
    driver.until_shown()


def weights(driver):
    found = []
    driver.lab.session.look(lambda trainer: found.append(trainer.parameters))
    driver.until(lambda: bool(found))
    return found[0]


@pytest.fixture
def two_runs(driver):
    """A run of three epochs with a bookmark, and a branch of it."""
    driver.until_shown()
    driver.play(3)
    lab = driver.lab
    lab.timeline.set_bookmark(1, "early")
    lab.document.set_note("Task for Tuesday")
    lab.actions["branch"].trigger()
    driver.until(lambda: driver.snapshot.run == 2)
    lab.actions["step_batch"].trigger()
    driver.until(lambda: driver.snapshot.step > lab.session.origin.step)
    driver.until_shown()
    return frozen(driver)


def test_it_is_modified_by_an_edit_and_by_a_step(driver):
    driver.until_shown()
    document = driver.lab.document
    assert not document.is_modified
    driver.lab.commands.train.step_batch()
    driver.until(lambda: document.is_modified)


def test_an_edit_that_is_undone_is_work_too(driver):
    driver.until_shown()
    session = driver.lab.session
    session.edit("Change seed", session.spec.but(seed=5))
    session.undo_stack.undo()
    assert driver.lab.document.is_modified


def test_bookmarks_notes_and_names_modify_and_looking_does_not(driver, two_runs):
    document, lab = driver.lab.document, driver.lab
    path = Path("task.bplab")
    for change in (
        lambda: lab.timeline.set_bookmark(2, "later"),
        lambda: document.set_note("Another task"),
        lambda: lab.commands.runs.rename(lab.session.run, "Best"),
    ):
        document.saved_as(path, document.moment, two_runs)
        lab.timeline.go_to(1)
        driver.until_shown()
        lab.timeline.latest()
        driver.until_shown()
        assert not document.is_modified
        change()
        assert document.is_modified


def test_a_preset_that_was_trained_briefly_is_not_worth_a_question_but_an_edit_is(driver, monkeypatch):
    document, lab = driver.lab.document, driver.lab
    lab.commands.file.open_preset("spiral")
    driver.play(2)
    assert document.is_modified
    assert not document.is_worth_saving
    monkeypatch.setattr(module, "REPEATABLE", 0.0)
    assert document.is_worth_saving
    monkeypatch.setattr(module, "REPEATABLE", 60.0)
    lab.session.edit("Change seed", lab.session.spec.but(seed=5))
    assert document.is_worth_saving


def test_frozen_it_has_every_run_that_was_trained(driver):
    driver.until_shown()
    session = driver.lab.session
    driver.play(3)
    epoch = driver.snapshot.epoch
    for seed in (4, 5):
        session.edit("Change seed", session.spec.but(seed=seed))
    driver.until_shown()
    document = frozen(driver)
    assert [record.number for record in document.runs] == [1, 3]
    assert document.current == session.run == 3
    assert document.run(1).now.epoch == epoch
    assert document.run(3).build.spec == session.spec


def test_a_deleted_run_is_left_out_and_its_branch_is_one_of_the_run_before(driver, two_runs):
    driver.lab.commands.runs.delete((1,))
    document = frozen(driver)
    assert [record.number for record in document.runs] == [2]
    assert document.run(2).parent is None
    assert document.bookmarks == ()
    driver.lab.session.undo_stack.undo()
    assert frozen(driver).run(2).parent == two_runs.run(2).parent


def test_a_document_that_is_opened_has_its_runs_bookmarks_and_note(driver, two_runs):
    lab, before = driver.lab, weights(driver)
    titles = [run.title for run in lab.workspace.context.runs]
    lab.commands.file.new()
    driver.until_shown()
    adopt(driver, two_runs, Path("task.bplab"))
    assert (lab.document.name, lab.document.is_modified) == ("task.bplab", False)
    assert np.array_equal(weights(driver), before)
    assert driver.snapshot.step == two_runs.run(2).now.step
    assert lab.document.note == "Task for Tuesday"
    assert [run.title for run in lab.workspace.context.runs] == titles
    assert [(mark.step, mark.name) for mark in lab.timeline.all_bookmarks] == [(1, "early")]
    assert not lab.session.undo_stack.canUndo()


def test_its_runs_go_on_under_their_numbers_however_often_it_is_opened(driver, two_runs):
    for _ in range(2):
        adopt(driver, two_runs, Path("task.bplab"))
    lab = driver.lab
    first = next(run for run in lab.workspace.context.runs if run.parent is None)
    lab.commands.runs.go_to(first.number)
    driver.until(lambda: driver.snapshot.run == first.number)
    driver.until_shown()
    lab.actions["step_batch"].trigger()
    driver.until(lambda: driver.snapshot.step == two_runs.run(1).now.step + 1)
    document = frozen(driver)
    assert [record.number for record in document.runs] == [1, 2]
    assert (document.current, document.run(2).parent.run) == (1, 1)
    assert document.bookmarks == (Bookmark(1, 1, "early"),)


def test_what_was_opened_and_not_modified_is_frozen_as_it_was(driver, two_runs):
    adopt(driver, two_runs, Path("task.bplab"))
    document = frozen(driver)
    assert document is driver.lab.document.as_read
    assert [one.now for one in document.runs] == [one.now for one in two_runs.runs]


def test_a_document_can_be_opened_while_another_is_trained_walked_and_shown_in_the_past(driver, two_runs):
    lab = driver.lab
    lab.actions["play"].trigger()
    adopt(driver, two_runs)
    assert driver.state.value == "Paused"
    lab.timeline.go_to(1)
    driver.until(lambda: driver.snapshot.is_past)
    adopt(driver, two_runs)
    assert not lab.timeline.is_past
    lab.actions["next_stage"].trigger()
    driver.until(lambda: lab.stepper.stop is not None)
    adopt(driver, two_runs)
    assert not lab.stepper.is_walking
    lab.session.edit("Change seed", lab.session.spec.but(seed=5))
    driver.until_shown()
    lab.session.undo_stack.undo()
    driver.until(lambda: driver.snapshot.step == two_runs.run(2).now.step)


def test_a_recovered_document_has_no_file_and_is_worth_saving(driver, two_runs):
    adopt(driver, two_runs, name="spiral-8-8-6", modified=True)
    document = driver.lab.document
    assert (document.path, document.name) == (None, "spiral-8-8-6")
    assert document.is_modified
    assert document.is_worth_saving


def test_a_copy_for_handing_out_has_the_weights_and_the_note_without_history_and_other_runs(driver, two_runs):
    document = handed_out(two_runs)
    (run,) = document.runs
    assert isinstance(run, Record)
    assert (run.number, run.parent, run.checkpoints) == (2, None, ())
    assert len(run.history["batch_loss"]) == len(run.history["train_loss"]) == 0
    assert document.note == "Task for Tuesday"
    assert np.array_equal(run.now.parameters, two_runs.run(2).now.parameters)
    adopt(driver, document)
    driver.lab.actions["step_batch"].trigger()
    driver.until(lambda: driver.snapshot.step == run.now.step + 1)
    assert frozen(driver).run(2).changes == run.changes


def test_an_empty_document_has_no_runs():
    assert handed_out(Document()).runs == ()


def test_a_document_can_be_opened_while_two_runs_are_compared_and_while_it_is_presented(driver, two_runs):
    lab = driver.lab
    lab.workspace.context.comparison_wanted.emit(1, 2)
    driver.until(lambda: lab.comparison.at is not None)
    adopt(driver, two_runs)
    assert not lab.comparison.is_on
    lab.workspace.canvas.graph.select(Parameter(0, 0, 0))
    lab.commands.view.toggle_present()
    driver.until_shown()
    present = lab.commands.view.present
    adopt(driver, two_runs)
    assert present.view is lab.workspace.canvas
    driver.until_shown()
    lab.commands.view.toggle_present()
    driver.until_shown()
    assert lab.window.in_lab
    lab.actions["step_batch"].trigger()
    driver.until(lambda: driver.snapshot.step == two_runs.run(2).now.step + 1)
