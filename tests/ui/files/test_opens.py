"""Files are opened in place of what is open; one that cannot be read changes nothing."""

import re
from threading import Event

import numpy as np

from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.experiment.own import experiment_for
from bplab.storage.document import Document
from bplab.storage.resumed import resumed
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer
from bplab.ui.controls.button import Button
from bplab.ui.files import opens
from bplab.ui.files.locks import FileLock
from bplab.ui.files.opening import beside


def test_what_was_saved_is_opened_again(driver, lab, hand, saved):
    step = driver.snapshot.step
    lab.actions["new"].trigger()
    driver.until(lambda: driver.snapshot.step == 0)
    assert lab.document.path is None
    hand.open(saved)
    assert (driver.snapshot.step, driver.state) == (step, RunState.PAUSED)
    assert (lab.document.path, lab.document.note) == (saved, "Task for Tuesday")


def test_opening_another_file_asks_and_cancel_changes_nothing(driver, lab, hand, saved):
    other = saved.with_name("other.bplab")
    other.write_bytes(saved.read_bytes())
    lab.document.set_note("Another task")
    lab.files.opens.open(other)
    hand.answer("Cancel")
    assert (lab.document.path, lab.document.note) == (saved, "Another task")
    lab.files.opens.open(other)
    hand.answer("Don't save")
    driver.until(lambda: lab.document.path == other)
    assert lab.document.note == "Task for Tuesday"
    assert FileLock(saved).take()


def test_a_preset_takes_the_place_of_a_file_which_is_asked_about(driver, lab, hand, saved):
    lab.document.set_note("Another task")
    lab.commands.file.open_preset("spiral")
    hand.answer("Save")
    driver.until(lambda: lab.document.path is None)
    assert lab.session.spec.data.name == "spiral"
    assert not lab.session.undo_stack.canUndo()
    assert lab.document.note == ""
    assert Document.open(saved).note == "Another task"


def test_a_file_of_another_window_is_opened_as_a_copy(driver, lab, hand, saved):
    other = saved.with_name("other.bplab")
    other.write_bytes(saved.read_bytes())
    elsewhere = FileLock(other)
    assert elsewhere.take()
    lab.files.opens.open(other)
    hand.answer("Open a copy")
    driver.until(lambda: lab.document.path is None)
    assert lab.window.title.text == "other-copy.bplab"
    elsewhere.release()


def test_revert_asks_and_shows_what_was_saved(driver, lab, hand, saved):
    assert not lab.actions["revert"].isEnabled()
    lab.document.set_note("Another task")
    lab.actions["revert"].trigger()
    hand.answer("Revert to saved")
    driver.until(lambda: lab.document.note == "Task for Tuesday")
    assert not lab.document.is_modified


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


def test_of_a_damaged_file_the_intact_parts_are_opened_without_the_file(driver, lab, saved):
    damaged = saved.with_name("damaged.bplab")
    content = bytearray(saved.read_bytes())
    member = re.search(rb"PK\x03\x04.{26}runs/\d+/history/\w+\.npy", content, re.DOTALL)
    content[member.end() + 20] ^= 1  # in the head of an array
    damaged.write_bytes(content)
    lab.files.opens.open(damaged)
    driver.until(lambda: "damaged.bplab cannot be opened." in lab.window.notice.text)
    button = next(each for each in lab.window.notice.findChildren(Button) if each.text())
    assert button.text() == "Open the intact parts"
    button.click()
    driver.until(lambda: lab.document.name == "damaged.bplab")
    assert (lab.document.path, lab.document.is_modified) == (None, True)
    assert "Lost: parts of 1 run." in lab.window.notice.text
    assert damaged.read_bytes() == content


def test_of_a_file_that_is_damaged_beside_its_parts_nothing_is_lost(driver, lab, saved):
    damaged = saved.with_name("damaged.bplab")
    content = bytearray(saved.read_bytes())
    content[content.rindex(b"PK\x03\x04") + 10] ^= 1  # the time of a part, in the head before it
    damaged.write_bytes(content)
    lab.files.opens._open_rest(damaged)
    driver.until(lambda: lab.document.name == "damaged.bplab")
    assert "Nothing is lost." in lab.window.notice.text


def test_own_data_come_with_the_file_and_an_edit_trains_on_them_again(driver, lab, hand, tmp_path):
    values = np.linspace(-1, 1, 40).reshape(-1, 1)
    own = OwnData("line", Dataset(values, values, (), ("x",)))
    lab.session.bring(own)
    lab.session.open("Import line", experiment_for(own))
    driver.play(2)
    path = tmp_path / "line.bplab"
    hand.save_as(path)
    lab.commands.file.new()
    driver.until(lambda: lab.document.path is None)
    hand.open(path)
    lab.session.edit("Change seed", lab.session.spec.but(seed=5))
    driver.until(lambda: driver.snapshot.run == lab.session.run)
    assert lab.session.own_of(lab.session.spec).digest == own.digest
    assert driver.snapshot.spec.data.own is not None


def test_training_goes_on_from_a_file_as_if_it_had_never_been_left(driver, lab, hand, saved):
    lab.actions["step_batch"].trigger()
    driver.until(lambda: lab.document.is_modified)
    driver.until_shown()
    lab.actions["save"].trigger()
    driver.until(lambda: not lab.document.is_modified)
    lab.commands.file.new()
    driver.until(lambda: lab.document.path is None)
    hand.open(saved)
    step = driver.snapshot.step
    lab.actions["step_epoch"].trigger()
    driver.until(lambda: driver.snapshot.step > step and driver.state is RunState.PAUSED)
    driver.until_shown()
    fresh = Trainer(lab.session.spec)
    fresh.run(steps=driver.snapshot.step)
    found = []
    lab.session.look(lambda trainer: found.append(trainer.parameters))
    driver.until(lambda: bool(found))
    assert np.array_equal(found[0], fresh.parameters)


def test_what_takes_long_to_open_is_told_and_what_is_wanted_last_is_shown(
    driver, lab, hand, saved, monkeypatch
):
    go_on = Event()

    def slow(document):
        assert go_on.wait(60)
        return resumed(document)

    monkeypatch.setattr(opens, "resumed", slow)
    lab.files.opening._timer.setInterval(0)
    other = saved.with_name("other.bplab")
    other.write_bytes(saved.read_bytes())
    lab.files.opens.open(other)
    driver.until(lambda: lab.window.title.text == "circle-task.bplab · opening other.bplab")
    step = driver.snapshot.step
    lab.actions["step_batch"].trigger()
    driver.until(lambda: driver.snapshot.step == step + 1)
    lab.files.opens.open(saved)
    go_on.set()
    hand.answer("Don't save")
    driver.until(lambda: not lab.document.is_modified)
    assert (lab.document.path, lab.window.title.text) == (saved, "circle-task.bplab")
    driver.until(lambda: driver.snapshot.step == step)
    theirs = FileLock(other)
    assert theirs.take()
    theirs.release()


def test_a_damaged_file_does_not_hold_up_the_way_through_a_folder(driver, lab, hand, saved):
    last, cut = saved.with_name("z.bplab"), saved.with_name("y.bplab")
    last.write_bytes(saved.read_bytes())
    cut.write_bytes(saved.read_bytes()[:-100])
    lab.actions["next_file"].trigger()
    driver.until(lambda: "y.bplab" in lab.window.notice.text)
    assert lab.document.path == saved
    lab.actions["next_file"].trigger()
    driver.until(lambda: lab.document.path == last)
    lab.actions["previous_file"].trigger()
    driver.until(lambda: "y.bplab cannot be opened" in lab.window.notice.text)
    next(button for button in lab.window.notice.findChildren(Button) if "intact" in button.text()).click()
    driver.until(lambda: lab.document.path is None)
    assert lab.actions["next_file"].isEnabled()
    lab.files.opens.go_beside(-1)
    hand.answer("Don't save")
    driver.until(lambda: lab.document.path == saved)
