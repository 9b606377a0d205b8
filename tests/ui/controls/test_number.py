import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.experiment.rules import Number, Whole
from bplab.ui.controls.number import NumberField, number_text

# Tooltips come to the front, which the offscreen platform cannot do.
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)


@pytest.fixture
def field(theme, shown, qtbot):
    field = NumberField(theme, Number(0, 10), "Learning rate", "How far")
    field.heard = shown(field, field.edited)
    field.set_value(0.3)
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return field


def type_into(field, text):
    field.selectAll()
    QTest.keyClicks(field, text)


def test_enter_takes_a_number(field):
    type_into(field, "0.05")
    assert field.heard == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.heard == [0.05]
    assert field.value == 0.05


def test_leaving_takes_a_number(field):
    type_into(field, "7")
    field.clearFocus()
    assert field.heard == [7]


def test_the_same_number_again_is_no_edit(field):
    type_into(field, "0.30")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.heard == []


@pytest.mark.parametrize("text", ["11", "-1", "abc", "", "nan", "1e999"])
def test_what_it_does_not_take_is_explained_and_the_old_value_stays(field, text):
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    assert field.property("invalid")
    assert "must be a number from 0 to 10" in field.toolTip()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.heard == []
    assert field.text() == "0.3"
    assert field.toolTip() == "How far"


def test_escape_brings_the_old_value_back(field):
    type_into(field, "5")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.3"
    assert field.heard == []


def test_a_value_from_elsewhere_does_not_disturb_typing(field):
    type_into(field, "0.5")
    field.set_value(0.7)
    assert field.text() == "0.5"


def test_arrows_step_whole_numbers_within_their_bounds(theme, shown):
    field = NumberField(theme, Whole(0, 2), "Seed")
    heard = shown(field, field.edited)
    field.set_value(1)
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert heard == [2, 1]


def test_a_worded_value_is_typed_as_a_number(theme, shown, qtbot):
    field = NumberField(
        theme, Whole(1, 99), "Train", flat=True, text=lambda value: f"{value} / {100 - value}"
    )
    shown(field)
    field.set_value(70)
    assert field.text() == "70 / 30"
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert field.text() == "70"
    field.clearFocus()
    assert field.text() == "70 / 30"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_with_all_its_digits(value):
    assert float(number_text(value)) == value


def test_round_numbers_have_no_tail():
    assert [number_text(value) for value in (0.0, 3.0, 12, None)] == ["0", "3", "12", ""]


def test_the_beginning_of_a_long_number_is_seen_when_it_is_selected(field):
    field.clearFocus()
    field.set_value(0.6919210485043512)
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert field.selectedText() == field.text() == "0.6919210485043512"
    assert field.cursorPosition() == 0
    QTest.keyClicks(field, "2")
    assert field.text() == "2"


def test_undo_is_the_windows_unless_something_is_being_typed(field):
    def asked(key):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
        event.ignore()
        QApplication.sendEvent(field, event)
        return event.isAccepted()  # by the field, for itself

    assert not asked(Qt.Key.Key_Z)
    assert asked(Qt.Key.Key_C)
    type_into(field, "0.5")
    assert asked(Qt.Key.Key_Z)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not asked(Qt.Key.Key_Z)


def test_a_value_from_elsewhere_is_replaced_by_what_is_typed_next(field):
    """The numbers of a run come while someone is about to type another."""
    field.set_value(0.25)
    field.selectAll()
    field.set_value(0.5)
    QTest.keyClicks(field, "1.5")
    assert field.text() == "1.5"


def test_a_cursor_that_was_placed_stays_where_it_is(field):
    field.setCursorPosition(1)
    field.set_value(0.5)
    assert (field.text(), field.cursorPosition(), field.value) == ("0.5", 1, 0.5)


def test_a_letter_that_begins_no_number_is_left_to_the_window(field):
    field.selectAll()
    QTest.keyClicks(field, "n")
    assert (field.text(), field.isModified()) == ("0.3", False)
    QTest.keyClicks(field, "1e-3")
    assert field.text() == "1e-3"
