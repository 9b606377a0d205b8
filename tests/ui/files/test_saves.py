"""Files are saved without holding up window or training; nothing is lost without a question."""

import os
from functools import partial
from threading import Event

import pytest
from PySide6.QtWidgets import QFileDialog

from bplab.storage.document import Document
from bplab.training.snapshot import RunState
from bplab.ui.dialogs.choices import Choices
from bplab.ui.files.locks import FileLock


def test_the_title_names_the_file_and_says_whether_it_is_modified(driver, lab, saved):
    title = lab.window.title
    assert title.text == "circle-task.bplab"
    lab.actions["step_batch"].trigger()
    driver.until(lambda: title.text == "circle-task.bplab · modified")
    driver.until_shown()
    lab.actions["save"].trigger()
    driver.until(lambda: title.text == "circle-task.bplab")
    assert lab.window.windowTitle() == "circle-task.bplab[*]"


def test_an_unmodified_file_is_saved_to_the_same_bytes(driver, lab, hand, saved):
    before = saved.read_bytes()
    hand.open(saved)
    lab.actions["save"].trigger()
    driver.until(lambda: not lab.files.saving.is_busy)
    copy = saved.with_name("copy.bplab")
    lab.actions["save_copy"].trigger()
    hand.choose(copy)
    driver.until(lambda: not lab.files.saving.is_busy)
    assert saved.read_bytes() == copy.read_bytes() == before
    assert lab.document.path == saved


def test_what_has_a_name_but_no_file_says_why_save_asks_for_one(driver, lab, hand, saved):
    document = Document.open(saved)
    lab.files.opens.adopt(document, name="recovered.bplab", modified=True)
    driver.until(lambda: lab.document.path is None)
    for command, title in (
        ("save", "Save as: this has no file of its own yet"),
        ("save_as", "Save as"),
    ):
        lab.actions[command].trigger()
        dialog = hand.dialog(QFileDialog)
        assert dialog.windowTitle() == title
        dialog.hide()


def test_training_goes_on_during_a_save_and_keeps_the_mark(driver, lab, saved):
    lab.actions["play"].trigger()
    driver.until(lambda: driver.state is RunState.RUNNING)
    step = driver.snapshot.step
    lab.actions["save"].trigger()
    driver.until(lambda: not lab.files.saving.is_busy)
    assert driver.state is RunState.RUNNING
    assert lab.document.is_modified
    lab.runner.pause()
    driver.until(lambda: driver.state is RunState.PAUSED)
    assert lab.document.is_modified
    assert Document.open(saved).runs[0].now.step >= step


def test_an_edit_during_a_save_keeps_the_mark(driver, lab, saved):
    lab.document.set_note("Another task")
    lab.actions["save"].trigger()
    lab.timeline.set_bookmark(1, "late")
    driver.until(lambda: not lab.files.saving.is_busy)
    assert lab.document.is_modified
    lab.actions["save"].trigger()
    driver.until(lambda: not lab.files.saving.is_busy)
    assert not lab.document.is_modified
    assert Document.open(saved).note == "Another task"


def test_a_save_that_fails_says_why_and_the_document_stays_modified(driver, lab, saved):
    lab.document.set_note("Another task")
    before = saved.read_bytes()
    saved.chmod(0o400)
    if os.access(saved, os.W_OK):
        pytest.skip("this user may write everything")
    lab.actions["save"].trigger()
    driver.until(lambda: not lab.files.saving.is_busy)
    assert "circle-task.bplab was not saved. " in lab.window.notice.text
    assert "write-protected" in lab.window.notice.text
    assert lab.document.is_modified
    assert saved.read_bytes() == before


def test_closing_asks_only_if_something_would_be_lost(driver, lab, hand, saved):
    closed = []
    close = partial(closed.append, True)
    assert lab.files.saves.may_close(close)
    lab.document.set_note("Another task")
    assert not lab.files.saves.may_close(close)
    hand.answer("Cancel")
    assert not closed
    assert not lab.files.saves.may_close(close)
    hand.answer("Save")
    driver.until(lambda: bool(closed))
    assert Document.open(saved).note == "Another task"


def test_a_file_changed_on_disk_is_asked_about(driver, lab, hand, saved):
    mine, theirs = "Mine", Document.open(saved)
    lab.document.set_note(mine)
    theirs.save(saved)
    os.utime(saved, ns=(1, 1))
    before = saved.read_bytes()
    lab.actions["save"].trigger()
    question = hand.dialog(Choices)
    assert "circle-task.bplab has changed on disk." in [label.text() for label in question.labels]
    assert saved.read_bytes() == before
    hand.answer("Overwrite")
    driver.until(lambda: not lab.document.is_modified)
    assert Document.open(saved).note == mine
    lab.document.set_note("Mine again")
    os.utime(saved, ns=(2, 2))
    lab.actions["save"].trigger()
    hand.answer("Reload")
    driver.until(lambda: lab.document.note == mine)


def test_a_copy_for_handing_out_is_opened_without_history(driver, lab, hand, saved):
    task = saved.with_name("task.bplab")
    lab.actions["hand_out"].trigger()
    hand.choose(task)
    driver.until(lambda: not lab.files.saving.is_busy)
    step = driver.snapshot.step
    hand.open(task)
    assert (driver.snapshot.step, lab.document.note) == (step, "Task for Tuesday")
    assert len(driver.snapshot.history["train_loss"]) == 0
    assert task.stat().st_size < saved.stat().st_size


def test_nothing_is_written_beside_a_file(driver, lab, hand, saved):
    hand.open(saved)
    assert [each.name for each in saved.parent.iterdir()] == [saved.name]


def test_a_name_that_is_not_given_after_all_leaves_everything_as_it_is(driver, lab, hand, saved):
    lab.commands.file.new()
    driver.until(lambda: lab.document.path is None)
    lab.document.set_note("Mine")
    lab.files.opens.open(saved)
    hand.answer("Save")
    asking = hand.dialog(QFileDialog)
    assert not asking.testOption(asking.Option.ReadOnly)  # a folder may be made for it
    asking.reject()
    assert (lab.document.path, lab.document.note) == (None, "Mine")
    theirs = FileLock(saved)
    assert theirs.take()
    theirs.release()


def test_what_takes_long_is_told_and_the_window_goes_on(driver, lab, saved, monkeypatch):
    go_on, written = Event(), Document.save

    def slow(document, path):
        assert go_on.wait(60)
        written(document, path)

    monkeypatch.setattr(Document, "save", slow)
    lab.files.saving._timer.setInterval(0)
    lab.document.set_note("Another task")
    lab.actions["save"].trigger()
    driver.until(lambda: lab.window.title.text == "circle-task.bplab · saving")
    lab.actions["step_batch"].trigger()
    step = driver.snapshot.step
    driver.until(lambda: driver.snapshot.step == step + 1)
    closed = []
    assert not lab.files.saves.may_close(lambda: closed.append(True))
    go_on.set()
    driver.until(lambda: not lab.files.saving.is_busy)
    assert lab.window.title.text == "circle-task.bplab · modified"
    assert Document.open(saved).note == "Another task"
    assert not closed
