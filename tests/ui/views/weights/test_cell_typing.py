"""Weights are set where they stand: typed as people write numbers, or pasted as a block, in one undo step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

KEY, MOD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def values(driver):
    """The weights of the first layer, with the first cell at hand."""
    driver.until_shown()
    lab = driver.lab
    lab.commands.view.set_essentials(False)
    place = lab.workspace.places["weights"]
    lab.workspace.dock.call(place)
    view = place.fill().values
    driver.until(lambda: view.shown is not None and view.shown.weights is not None)
    driver.settle()
    view.setFocus()
    QTest.keyClick(view, KEY.Key_Right)
    assert view.probe == (0, 0)
    return view


def type_into(view, text):
    QTest.keyClicks(view, text[0])
    field = view.typing._field
    QTest.keyClicks(field, text[1:])
    QTest.keyClick(field, KEY.Key_Return)


@pytest.mark.parametrize(("text", "value"), [("0.5", 0.5), ("0,25", 0.25), ("1/3", 1 / 3), ("-2e-3", -0.002)])
def test_a_number_is_typed_as_people_write_it(driver, values, text, value):
    session = driver.lab.session
    type_into(values, text)
    assert session.spec.start == {"W1[1,1]": value}
    assert values.probe == (1, 0)
    session.undo_stack.undo()
    assert session.spec.start == {}


def test_what_is_no_number_is_told_and_can_be_corrected(driver, values):
    told = []
    values.typing.refused.connect(told.append)
    type_into(values, "1..2")
    assert "A weight must be a number" in told[0]
    assert values.typing.is_on
    values.resize(values.width() - 100, values.height() - 20)  # as where the message takes room
    assert values.typing.is_on
    cell = values.plan().place((0, 0)).center().toPoint()
    assert (values.typing._field.geometry().center() - cell).manhattanLength() <= 2
    QTest.keyClick(values.typing._field, KEY.Key_Escape)
    assert not values.typing.is_on
    assert driver.lab.session.spec.start == {}


def test_a_block_of_a_spreadsheet_is_one_step_and_goes_on_to_the_biases(driver, values):
    session = driver.lab.session
    values.step_on(1, 1)
    assert values.probe == (1, 1)
    QApplication.clipboard().setText("0,5\t1/4\n-1\t2\n")
    QTest.keyClick(values, KEY.Key_V, MOD.ControlModifier)
    assert session.spec.start == {"W1[2,2]": 0.5, "W1[2,3]": 0.25, "b1[2]": -1.0, "b1[3]": 2.0}
    assert session.undo_stack.undoText() == "Set 4 parameters"
    session.undo_stack.undo()
    assert session.spec.start == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "no numbers"), ("1\tx", "line 1"), ("1 2 3 4 5", "5 numbers"), ("1\n2\n3\n4", "4 x 1")],
)
def test_what_cannot_be_pasted_is_told_and_changes_nothing(driver, values, text, words):
    told = []
    values.typing.refused.connect(told.append)
    values.typing.paste(text)
    assert words in told[0]
    assert driver.lab.session.spec.start == {}


def test_in_a_started_run_it_is_a_change_that_undo_takes_back(driver, values):
    lab = driver.lab
    lab.actions["step_batch"].trigger()
    driver.until(lambda: values.shown.step == 1)
    old = float(values.shown.weights[0][0][0, 0])
    type_into(values, "0.5")
    driver.until(lambda: values.shown.weights[0][0][0, 0] == 0.5)
    lab.session.undo_stack.undo()
    driver.until(lambda: values.shown.weights[0][0][0, 0] == old)


def test_a_digit_without_a_cell_at_hand_still_opens_a_tab(driver, values):
    QTest.keyClick(values, KEY.Key_Escape)
    assert values.probe is None
    QTest.keyClicks(values, "1")
    assert not values.typing.is_on


def test_a_click_holds_the_cell_until_escape_wherever_the_pointer_goes(driver, values):
    place = values.plan().place((1, 2)).center().toPoint()
    QTest.mouseClick(values, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(values, values.plan().place((0, 0)).center().toPoint())
    QTest.mouseMove(values, values.rect().bottomRight())
    assert values.probe == (1, 2)
    type_into(values, "0.5")
    assert driver.lab.session.spec.start == {"W1[2,3]": 0.5}
    QTest.keyClick(values, KEY.Key_Escape)
    assert values.probe is None
