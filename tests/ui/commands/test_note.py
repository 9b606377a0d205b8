"""File > Note... writes into the document; the note comes first when a file with one is opened."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.experiment.presets import PRESETS
from bplab.storage.document import Document
from bplab.storage.resumed import resumed
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer


def place(driver):
    return driver.lab.workspace.view("loss")


def test_a_note_is_written_by_keys_and_taken_back_in_one_step(driver):
    document = driver.lab.document
    driver.lab.actions["note"].trigger()
    view = place(driver)
    driver.until(view.note.text.hasFocus)
    QTest.keyClicks(view.note.text, "Task")
    assert document.note == "Task"
    assert document.is_modified
    QTest.keyClick(view.note.text, Qt.Key.Key_Escape)
    driver.until(view.note.button.hasFocus)
    driver.lab.session.undo_stack.undo()
    assert (document.note, view.currentWidget()) == ("", view.curves)
    driver.lab.session.undo_stack.redo()
    assert (document.note, view.note.text.toPlainText()) == ("Task", "Task")


def another(note=""):
    run = Run(1, Trainer(PRESETS["circle"].spec))
    run.rest()
    return resumed(Document(runs=(Record.of(run),), current=1, note=note))


@pytest.mark.parametrize("how", ["begun", "begun in place of a file", "opened"])
def test_no_note_is_being_written_in_another_document(driver, how):
    driver.until_shown()
    document = driver.lab.document
    if how == "begun in place of a file":
        document.adopt(another(), Path("a.bplab"))
    driver.lab.actions["note"].trigger()
    view, before = place(driver), driver.lab.session.run
    driver.until(view.note.text.hasFocus)
    if how == "opened":
        document.adopt(another(), Path("b.bplab"))
    else:
        driver.lab.actions["new"].trigger()
    driver.until(lambda: driver.lab.session.run != before)
    assert not view.note.is_editing
    assert view.currentWidget() is view.curves


def test_the_note_of_another_document_is_shown_and_not_being_written(driver):
    driver.until_shown()
    driver.lab.actions["note"].trigger()
    view = place(driver)
    driver.until(view.note.text.hasFocus)
    QTest.keyClicks(view.note.text, "Mine")
    driver.lab.document.adopt(another("Task"), Path("b.bplab"))
    assert view.currentWidget() is view.note
    assert not view.note.is_editing
    assert (view.note.text.toPlainText(), driver.lab.document.note) == ("Task", "Task")


def test_a_note_is_written_on_while_the_same_experiment_is_changed(driver):
    driver.lab.actions["note"].trigger()
    view = place(driver)
    driver.until(view.note.text.hasFocus)
    driver.lab.session.edit("More units", driver.lab.session.spec.but(seed=7))
    assert view.note.is_editing


def test_typing_a_note_trains_nothing(driver):
    driver.lab.actions["note"].trigger()
    view = place(driver)
    driver.until(view.note.text.hasFocus)
    QTest.keyClicks(view.note.text, "Be last, N P L 1 2 ")
    driver.settle()
    assert driver.snapshot.step == 0
    assert not driver.lab.stepper.is_on


def test_a_note_can_be_written_in_a_narrow_window(driver, qtbot):
    driver.lab.window.resize(1120, 700)
    parts = driver.lab.workspace
    driver.until(lambda: parts.dock.isAncestorOf(place(driver)))
    parts.dock.set_open(False)
    driver.lab.actions["note"].trigger()
    driver.until(place(driver).note.text.hasFocus)


def test_a_note_that_comes_with_a_document_is_shown_first(driver):
    context = driver.lab.workspace.context
    context.set_note("Task")
    assert place(driver).currentWidget() is place(driver).curves
    context.call_note()
    assert place(driver).currentWidget() is place(driver).note
    assert not place(driver).note.is_editing


def test_a_note_can_be_presented(driver):
    driver.lab.actions["note"].trigger()
    view = place(driver)
    driver.until(view.note.text.hasFocus)
    QTest.keyClicks(view.note.text, "Task")
    view.note.end()
    view.note.button.setFocus()
    driver.lab.actions["present"].trigger()
    assert driver.lab.commands.view.present.view is view
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    driver.until(lambda: driver.lab.commands.view.present.view is None)
    assert view.note.text.toPlainText() == "Task"
