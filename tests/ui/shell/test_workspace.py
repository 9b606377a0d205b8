"""The workspace joins the views with what stands around them."""

from PySide6.QtCore import QSignalBlocker


def test_the_controls_of_a_remembered_tab_stand_beside_the_tabs_once_its_view_is_made(driver):
    driver.until_shown()
    dock, place = driver.lab.workspace.dock, driver.lab.workspace.places["microscope"]
    with QSignalBlocker(dock.tabs):  # as at the start, when the view is made after the first paint
        dock.tabs.setCurrentIndex(dock.shown.index(place))
    view = place.fill()
    assert dock.isAncestorOf(view.tools)
    assert not view.isAncestorOf(view.tools)
