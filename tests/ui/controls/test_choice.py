import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.ui.controls.choice import MIXED, ChoiceBox
from bplab.ui.controls.options import Option, options_of, wrapped

OPTIONS = (
    Option("a", "Apple", "Round."),
    Option("b", "Banana", "Bent."),
    Option("c", "Cherry", "Red.", why="Sold out."),
)


@pytest.fixture
def choice(theme, shown):
    choice = ChoiceBox(theme, OPTIONS, tip="A fruit.")
    choice.heard = shown(choice, choice.edited)
    return choice


def test_showing_a_value_tells_nobody(choice):
    choice.set_value("b")
    assert choice.value == "b"
    assert choice.heard == []


def test_a_key_takes_the_next_one_and_skips_what_cannot_be_taken(choice):
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.heard == ["b"]


def test_each_row_says_what_it_means_or_why_not(choice):
    tips = [choice.itemData(row, Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert tips == ["Round.", "Bent.", "Sold out."]
    assert not choice.model().item(2).isEnabled()


def test_its_own_tooltip_explains_the_setting_and_the_value(choice):
    choice.set_value("b")
    assert choice.toolTip() == "A fruit.\nBent."


def test_where_values_differ_none_of_them_is_shown(choice):
    choice.set_value("b")
    choice.set_value(None)
    assert choice.value == ""
    assert choice.currentIndex() == -1
    assert choice.words == MIXED
    choice.grab()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.heard == ["a"]


def test_other_options_keep_the_value(choice):
    choice.set_value("b")
    choice.set_options((*OPTIONS[1:], Option("d", "Date")))
    assert choice.value == "b"
    assert choice.heard == []


def test_the_wheel_passes_by_without_the_focus(choice):
    choice.clearFocus()
    at = QPointF(choice.rect().center())
    event = QWheelEvent(
        at, choice.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, event)
    assert choice.value == "a"
    assert choice.heard == []


def test_rows_of_a_table_become_options_with_formula_and_help():
    from bplab.nn.activations import ACTIVATIONS

    options = options_of(ACTIVATIONS, without=("softmax",), short={"tanh": "th"})
    tanh = next(option for option in options if option.value == "tanh")
    assert ACTIVATIONS["tanh"].formula in tanh.help
    assert ACTIVATIONS["tanh"].help in tanh.help
    assert tanh.short == "th"
    assert len(options) == len(ACTIVATIONS) - 1


def test_tooltips_are_broken_into_readable_lines():
    assert max(map(len, wrapped("word " * 60).splitlines())) <= 56
    assert wrapped("one\ntwo") == "one\ntwo"
