"""The small window of a layer goes when its layer does."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.experiment import edits
from bplab.experiment.edits import with_dataset
from bplab.ui.controls.button import Button

# Popups come to the front and take the keys, which the offscreen platform cannot do.
pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support grabbing the keyboard", extend=True
)


def settings_of(table, column):
    table.canvas._open(column)
    return QApplication.activePopupWidget()


@pytest.mark.parametrize(("hidden", "column", "left"), [("4", 1, ""), ("4-3", 1, "3"), ("2-2-2", 3, "2-2")])
def test_remove_in_the_settings_of_a_layer_removes_it(bench, hidden, column, left):
    table = bench(hidden)
    popover = settings_of(table, column)
    (remove,) = [button for button in popover.findChildren(Button) if button.text() == "Remove"]
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert table.session.spec.hidden == left
    assert QApplication.activePopupWidget() is None


@pytest.mark.parametrize("hidden", ["", "4-3-2", "4"])
def test_the_settings_of_a_layer_close_when_another_kind_is_in_its_place(bench, hidden):
    table = bench("4-3")
    popover = settings_of(table, 3)  # the output
    table.session.edit("Other layers", edits.with_hidden(table.session.spec, hidden))
    assert not popover.isVisible()


def test_the_list_of_features_closes_when_the_data_have_none(bench):
    table = bench("4")
    popover = settings_of(table, 0)
    assert popover.isVisible()
    table.session.edit("Other data", with_dataset(table.session.spec, "digits"))
    assert not popover.isVisible()
