"""The note is plain text beside the curves, within its limit, and reported as it is typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.ui.views.loss.note_page import MOST
from bplab.ui.views.loss.with_note import LossWithNote
from bplab.ui.views.output_map.view import OutputMap

TASK = "Task for Tuesday\n\n1. Why does <b>δ</b> vanish?"


@pytest.fixture
def view(theme, qtbot, start):
    view = LossWithNote(theme)
    qtbot.addWidget(view)
    view.resize(336, 405)
    view.show_snapshot(start("circle").snapshot(epochs=2))
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    return view


def test_a_document_without_a_note_has_only_loss_and_accuracy(view):
    assert not view.curves.tabs.offers("note")
    assert view.currentWidget() is view.curves


def test_headings_lead_to_the_note_and_back(view):
    view.set_note(TASK)
    assert view.currentWidget() is view.curves
    view.curves.tabs.tab("note").click()
    assert view.currentWidget() is view.note
    assert (view.curves.tabs.value, view.note.tabs.value) == ("loss", "note")
    view.note.tabs.tab("accuracy").click()
    assert view.currentWidget() is view.curves
    assert view.curves.what == "accuracy"


@pytest.mark.parametrize("essentials", [True, False])
def test_the_heading_is_as_far_down_as_that_of_a_map_beside_it(view, theme, essentials):
    output = OutputMap(theme)
    output.resize(336, 387)
    view.curves.set_essentials(essentials)
    view.set_note(TASK)
    places = []
    for page in (view.note, view.curves):
        view.setCurrentWidget(page)
        page.layout().activate()
        places.append(page.tabs.y() + page.tabs.height() / 2)
    assert places == 2 * [output.plan().header.center().y()]


def test_arrows_lead_through_all_headings(view, qtbot):
    view.set_note(TASK)
    loss, note = (view.curves.tabs.tab(name) for name in ("loss", "note"))
    qtbot.waitUntil(lambda: note.x() < loss.x())
    loss.setFocus()
    QTest.keyClick(view.curves.tabs.tab("loss"), Qt.Key.Key_Left)
    assert view.currentWidget() is view.note
    qtbot.waitUntil(view.note.tabs.tab("note").hasFocus)
    QTest.keyClick(view.note.tabs.tab("note"), Qt.Key.Key_Right)
    assert view.currentWidget() is view.curves
    qtbot.waitUntil(view.curves.tabs.tab("loss").hasFocus)


def test_a_note_is_shown_as_it_was_written(view):
    view.set_note(TASK)
    assert view.note.text.toPlainText() == TASK
    assert view.note.text.isReadOnly()


def test_what_is_typed_is_reported_at_once(view):
    heard = []
    view.note_edited.connect(heard.append)
    view.show_note(edit=True)
    QTest.keyClicks(view.note.text, "Hi")
    assert heard == ["H", "Hi"]
    QTest.keyClick(view.note.text, Qt.Key.Key_Escape)
    assert not view.note.is_editing
    QTest.keyClicks(view.note.text, "not this")
    assert heard == ["H", "Hi"]


def test_a_note_from_elsewhere_is_not_reported(view):
    heard = []
    view.note_edited.connect(heard.append)
    view.set_note(TASK)
    view.show_note(edit=True)
    view.set_note("another")
    assert heard == []


def test_what_is_too_long_is_cut_and_said(view):
    heard = []
    view.note_edited.connect(heard.append)
    view.set_note("x" * (MOST - 1))
    view.show_note(edit=True)
    view.note.text.insertPlainText("yyy")
    assert heard[-1] == "x" * (MOST - 1) + "y"
    assert view.note._count.isVisible()
    assert "2,000 of 2,000" in view.note._count.text()
    QTest.keyClick(view.note.text, Qt.Key.Key_Backspace)
    assert heard[-1] == "x" * (MOST - 1)


def test_a_note_that_is_emptied_keeps_its_place_while_it_is_written(view):
    view.note_edited.connect(view.set_note)
    view.set_note("x")
    view.show_note(edit=True)
    QTest.keyClick(view.note.text, Qt.Key.Key_Backspace)
    assert view.currentWidget() is view.note
    view.note.button.click()
    assert view.currentWidget() is view.curves
    assert not view.curves.tabs.offers("note")


def test_a_regression_offers_no_accuracy_beside_its_note(view, start):
    view.set_note(TASK)
    view.show_note()
    view.show_snapshot(start("plane", 2).snapshot())
    assert not view.note.tabs.offers("accuracy")


def test_all_headings_fit_into_the_right_column(view, qtbot):
    view.set_note(TASK)
    view.curves.set_essentials(False)
    qtbot.waitUntil(lambda: view.minimumSizeHint().width() <= 336)
