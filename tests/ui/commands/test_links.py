"""Playground links in the window: pasted with Ctrl+V, dropped, copied; what is odd is told."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest

from bplab.experiment.playground import format_link, parse_link
from bplab.experiment.presets import PRESETS

LINK = (
    "https://playground.tensorflow.org/#activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane"
    "&learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.12345&showTestData=false"
    "&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false"
    "&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification"
    "&initZero=false&hideText=false"
)


@pytest.fixture
def clipboard(qapp):
    board = QGuiApplication.clipboard()
    yield board
    board.clear()


def test_ctrl_v_on_the_canvas_opens_the_link_in_the_clipboard(driver, clipboard):
    clipboard.setText(f"  {LINK}\n")
    driver.lab.window.activateWindow()
    driver.lab.workspace.canvas.graph.setFocus()
    QTest.keyClick(driver.lab.workspace.canvas.graph, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    driver.until(lambda: driver.snapshot.spec == parse_link(LINK).spec)
    assert "Opened from TensorFlow Playground" in driver.lab.window.notice.text
    driver.lab.session.undo_stack.undo()
    assert driver.lab.session.spec == PRESETS["circle"].spec


def test_notes_are_told(driver):
    odd = LINK.replace("noise=0", "noise=99")
    assert driver.lab.commands.file.links.open(odd)
    assert parse_link(odd).notes[0] in driver.lab.window.notice.text


def test_a_link_that_cannot_be_run_is_refused_and_nothing_changes(driver):
    before = driver.lab.session.spec
    assert not driver.lab.commands.file.links.open(LINK.replace("4,2", "4,0"))
    assert "networkShape" in driver.lab.window.notice.text
    assert driver.lab.session.spec == before


def test_a_clipboard_without_a_link_is_answered(driver, clipboard):
    clipboard.setText("milk, bread")
    driver.lab.actions["paste_link"].trigger()
    assert "no link" in driver.lab.window.notice.text


def test_what_was_opened_is_copied_as_the_same_experiment(driver, clipboard):
    driver.lab.commands.file.links.open(LINK)
    driver.lab.actions["copy_link"].trigger()
    assert parse_link(clipboard.text()).spec == driver.lab.session.spec
    assert clipboard.text() == format_link(driver.lab.session.spec)[0]


def test_what_a_link_hides_is_kept_through_edits(driver, clipboard):
    driver.lab.commands.file.links.open(f"{LINK}&noise_hide=true")
    driver.lab.session.edit("Faster", driver.lab.session.spec.but(learning_rate=0.1))
    driver.lab.actions["copy_link"].trigger()
    assert "noise_hide=true" in clipboard.text()
    assert "learningRate=0.1" in clipboard.text()


@pytest.mark.parametrize("word", ["true", "false"])
def test_a_link_sets_the_switch_of_decided_classes_and_takes_it_along(driver, clipboard, word):
    shown = driver.lab.workspace.view("output").map.decided
    shown.set_value(word == "false")
    driver.lab.commands.file.links.open(LINK.replace("discretize=false", f"discretize={word}"))
    assert shown.isChecked() == (word == "true")
    driver.lab.actions["copy_link"].trigger()
    assert f"discretize={word}" in clipboard.text()
    shown.click()
    driver.lab.actions["copy_link"].trigger()
    assert f"discretize={word}" not in clipboard.text()
    assert parse_link(clipboard.text()).discretize == shown.isChecked()


def test_what_a_link_cannot_express_is_said(driver, clipboard):
    clipboard.clear()
    driver.lab.commands.file.open_preset("digits")
    driver.lab.actions["copy_link"].trigger()
    assert "cannot express" in driver.lab.window.notice.text
    assert clipboard.text() == ""


@pytest.mark.parametrize("as_address", [True, False])
def test_a_dropped_link_is_opened(driver, qapp, as_address):
    data = QMimeData()
    if as_address:
        data.setUrls([QUrl(LINK)])
    else:
        data.setText(LINK)
    given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPointF(300, 300).toPoint(), *given)
    qapp.sendEvent(driver.lab.window, enter)
    assert enter.isAccepted()
    qapp.sendEvent(driver.lab.window, QDropEvent(QPointF(300, 300), *given))
    assert driver.lab.session.spec == parse_link(LINK).spec


def test_on_the_start_page_a_refusal_is_told_there(driver, clipboard):
    clipboard.setText("nothing of the kind")
    driver.lab.commands.file.show_start()
    driver.lab.commands.file.start.welcome.link.click()
    assert driver.lab.commands.file.start.notice.isVisible()
    clipboard.setText(LINK)
    driver.lab.commands.file.start.welcome.link.click()
    assert driver.lab.window.in_lab
    assert driver.lab.window.notice.isVisible()
