"""Layouts are added before they are filled: PySide then keeps no wrapper of their items.

It makes one of each item of a layout that is added filled, and does not hear when Qt deletes the item: the
next Qt object at the same address, an event or a window, is then given to Python as a QWidgetItem.
"""

import pytest
from shiboken6 import Shiboken


def wrapped_items():
    return {id(found) for found in Shiboken.getAllValidWrappers() if type(found).__name__ == "QWidgetItem"}


@pytest.fixture
def before():
    return wrapped_items()


@pytest.mark.qt_log_ignore("does not support", extend=True)  # the offscreen platform, of popups
def test_no_item_of_a_layout_has_a_wrapper(before, driver):
    lab = driver.lab
    lab.workspace.dock.call(lab.workspace.places["microscope"])
    lab.actions["about"].trigger()
    lab.workspace.canvas.graph.card_wanted.emit(1)
    lab.actions["start"].trigger()
    assert wrapped_items() <= before
