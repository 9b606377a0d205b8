"""Files in the window: saved, opened, asked about; nothing is lost without a question."""

import os
from functools import partial

import pytest
from PySide6.QtWidgets import QFileDialog

from bplab.storage.document import Document
from bplab.training.snapshot import RunState
from bplab.ui.controls.button import Button
from bplab.ui.dialogs.choices import Choices
from bplab.ui.files import locks
from bplab.ui.files.locks import FileLock
from bplab.ui.files.opening import beside


@pytest.fixture(autouse=True)
def own_locks(monkeypatch, tmp_path):
    monkeypatch.setattr(locks, "lock_folder", lambda: tmp_path / "locks")


@pytest.fixture
def lab(driver):
    driver.until_shown()
    return driver.lab


def dialog_of(driver, kind):
    def shown():
        return [each for each in driver.lab.window.findChildren(kind) if each.isVisible()]

    driver.until(lambda: bool(shown()))
    return shown()[-1]


def answer(driver, title):
    """Press a button of the question."""
    question = dialog_of(driver, Choices)
    next(button for button in question.buttons.buttons() if button.text() == title).click()


def choose(driver, path):
    """Choose a file in the dialog."""
    dialog = dialog_of(driver, QFileDialog)
    dialog.selectFile(str(path))
    dialog.fileSelected.emit(str(path))
    dialog.close()


def save_as(driver, path):
    driver.lab.actions["save_as"].trigger()
    choose(driver, path)
    driver.until(lambda: not driver.lab.files.saving.is_busy)


def open_file(driver, path):
    """Open a file that nothing stands in the way of."""
    before = driver.lab.session.run
    driver.lab.files.opens.open(path)
    driver.until(lambda: driver.lab.session.run != before)
    driver.until(lambda: driver.snapshot.run == driver.lab.session.run)
    driver.until_shown()


@pytest.fixture
def saved(driver, lab, tmp_path):
    """A trained run with a note, saved."""
    driver.play(2)
    lab.document.set_note("Task for Tuesday")
    path = tmp_path / "class" / "circle-task.bplab"
    path.parent.mkdir()
    save_as(driver, path)
    return path


def test_the_title_names_the_file_and_says_whether_it_is_modified(driver, lab, saved):
    title = lab.window.title
    assert title.text == "circle-task.bplab"
    lab.actions["step_batch"].trigger()
    driver.until(lambda: title.text == "circle-task.bplab · modified")
    driver.until_shown()
    lab.actions["save"].trigger()
    driver.until(lambda: title.text == "circle-task.bplab")
    assert lab.window.windowTitle() == "circle-task.bplab[*]"


def test_what_was_saved_is_opened_again(driver, lab, saved):
    step = driver.snapshot.step
    lab.actions["new"].trigger()
    driver.until(lambda: driver.snapshot.step == 0)
    assert lab.document.path is None
    open_file(driver, saved)
    assert (driver.snapshot.step, driver.state) == (step, RunState.PAUSED)
    assert (lab.document.path, lab.document.note) == (saved, "Task for Tuesday")


def test_an_unmodified_file_is_saved_to_the_same_bytes(driver, lab, saved):
    before = saved.read_bytes()
    open_file(driver, saved)
    lab.actions["save"].trigger()
    driver.until(lambda: not lab.files.saving.is_busy)
    copy = saved.with_name("copy.bplab")
    lab.actions["save_copy"].trigger()
    choose(driver, copy)
    driver.until(lambda: not lab.files.saving.is_busy)
    assert saved.read_bytes() == copy.read_bytes() == before
    assert lab.document.path == saved


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


def test_closing_asks_only_if_something_would_be_lost(driver, lab, saved):
    closed = []
    close = partial(closed.append, True)
    assert lab.files.saves.may_close(close)
    lab.document.set_note("Another task")
    assert not lab.files.saves.may_close(close)
    answer(driver, "Cancel")
    assert not closed
    assert not lab.files.saves.may_close(close)
    answer(driver, "Save")
    driver.until(lambda: bool(closed))
    assert Document.open(saved).note == "Another task"


def test_opening_another_file_asks_and_cancel_changes_nothing(driver, lab, saved):
    other = saved.with_name("other.bplab")
    other.write_bytes(saved.read_bytes())
    lab.document.set_note("Another task")
    lab.files.opens.open(other)
    answer(driver, "Cancel")
    assert (lab.document.path, lab.document.note) == (saved, "Another task")
    lab.files.opens.open(other)
    answer(driver, "Don't save")
    driver.until(lambda: lab.document.path == other)
    assert lab.document.note == "Task for Tuesday"
    assert FileLock(saved).take()


def test_a_preset_takes_the_place_of_a_file_which_is_asked_about(driver, lab, saved):
    lab.document.set_note("Another task")
    lab.commands.file.open_preset("spiral")
    answer(driver, "Save")
    driver.until(lambda: lab.document.path is None)
    assert lab.session.spec.data.name == "spiral"
    assert not lab.session.undo_stack.canUndo()
    assert lab.document.note == ""
    assert Document.open(saved).note == "Another task"


def test_a_file_changed_on_disk_is_asked_about(driver, lab, saved):
    mine, theirs = "Mine", Document.open(saved)
    lab.document.set_note(mine)
    theirs.save(saved)
    os.utime(saved, ns=(1, 1))
    before = saved.read_bytes()
    lab.actions["save"].trigger()
    question = dialog_of(driver, Choices)
    assert "circle-task.bplab has changed on disk." in [label.text() for label in question.labels]
    assert saved.read_bytes() == before
    answer(driver, "Overwrite")
    driver.until(lambda: not lab.document.is_modified)
    assert Document.open(saved).note == mine
    lab.document.set_note("Mine again")
    os.utime(saved, ns=(2, 2))
    lab.actions["save"].trigger()
    answer(driver, "Reload")
    driver.until(lambda: lab.document.note == mine)


def test_a_file_of_another_window_is_opened_as_a_copy(driver, lab, saved):
    other = saved.with_name("other.bplab")
    other.write_bytes(saved.read_bytes())
    elsewhere = FileLock(other)
    assert elsewhere.take()
    lab.files.opens.open(other)
    answer(driver, "Open a copy")
    driver.until(lambda: lab.document.path is None)
    assert lab.window.title.text == "other copy.bplab"
    elsewhere.release()


def test_revert_asks_and_shows_what_was_saved(driver, lab, saved):
    assert not lab.actions["revert"].isEnabled()
    lab.document.set_note("Another task")
    lab.actions["revert"].trigger()
    answer(driver, "Revert to saved")
    driver.until(lambda: lab.document.note == "Task for Tuesday")
    assert not lab.document.is_modified


def test_a_copy_for_handing_out_is_opened_without_history(driver, lab, saved):
    task = saved.with_name("task.bplab")
    lab.actions["hand_out"].trigger()
    choose(driver, task)
    driver.until(lambda: not lab.files.saving.is_busy)
    step = driver.snapshot.step
    open_file(driver, task)
    assert (driver.snapshot.step, lab.document.note) == (step, "Task for Tuesday")
    assert len(driver.snapshot.history["train_loss"]) == 0
    assert task.stat().st_size < saved.stat().st_size


def test_the_files_of_a_folder_follow_each_other_by_name(driver, lab, saved):
    for name in ("anna.bplab", "Berta.bplab", "kim.txt"):
        saved.with_name(name).write_bytes(saved.read_bytes())
    assert beside(saved, 1) is None
    assert [beside(saved, -by).name for by in (1, 2)] == ["Berta.bplab", "anna.bplab"]
    lab.actions["next_file"].trigger()
    driver.until(lambda: "last file" in lab.window.notice.text)
    lab.commands.view.toggle_present()
    lab.actions["previous_file"].trigger()
    driver.until(lambda: lab.document.name == "Berta.bplab")
    driver.until_shown()
    assert lab.commands.view.present.view is lab.workspace.canvas
    lab.commands.view.toggle_present()


def test_a_file_that_is_none_changes_nothing(driver, lab, saved, tmp_path):
    run = lab.session.run
    for content in (b"", b"milk, bread"):
        broken = tmp_path / "broken.bplab"
        broken.write_bytes(content)
        lab.files.opens.open(broken)
        driver.until(lambda: "broken.bplab cannot be opened." in lab.window.notice.text)
        lab.window.notice.dismiss()
    lab.files.opens.open(tmp_path / "missing.bplab")
    driver.until(lambda: "missing.bplab cannot be opened." in lab.window.notice.text)
    assert (lab.session.run, lab.document.path) == (run, saved)
    assert FileLock(broken).take()


def test_nothing_is_written_beside_a_file(driver, lab, saved):
    open_file(driver, saved)
    assert [each.name for each in saved.parent.iterdir()] == [saved.name]


def test_of_a_damaged_file_the_intact_parts_are_opened_without_the_file(driver, lab, saved):
    damaged = saved.with_name("damaged.bplab")
    content = bytearray(saved.read_bytes())
    content[content.index(b"history") + 400] ^= 1
    damaged.write_bytes(content)
    lab.files.opens.open(damaged)
    driver.until(lambda: "damaged.bplab cannot be opened." in lab.window.notice.text)
    button = next(each for each in lab.window.notice.findChildren(Button) if each.text())
    assert button.text() == "Open the intact parts"
    button.click()
    driver.until(lambda: lab.document.name == "damaged.bplab")
    assert (lab.document.path, lab.document.is_modified) == (None, True)
    assert "Lost: " in lab.window.notice.text
    assert damaged.read_bytes() == content
