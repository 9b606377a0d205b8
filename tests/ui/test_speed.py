"""How fast the window trains, and who chose it."""

import math

from PySide6.QtCore import Qt

Key = Qt.Key


def test_a_chosen_speed_is_kept(driver):
    lab = driver.lab
    lab.workspace.toolbar.speed_edited.emit(20.0)
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.step >= 3)
    assert lab.runner._pace.speed == 20


def test_a_speed_of_the_menu_is_chosen_where_the_toolbar_shows_none(driver):
    lab = driver.lab
    lab.commands.view.set_essentials(True)
    assert not lab.workspace.toolbar.speed.isVisible()
    train = next(menu.menu() for menu in lab.window.menus.actions() if menu.text() == "Train")
    speeds = next(action.menu() for action in train.actions() if action.text() == "Speed")
    speeds.aboutToShow.emit()
    assert [action.text() for action in speeds.actions() if action.isChecked()] == ["Flat out"]
    speeds.actions()[1].trigger()
    assert lab.workspace.toolbar.chosen_speed == lab.preferences.speed == 10.0
    lab.workspace.toolbar.choose_speed(50.0)  # between two of the menu
    speeds.aboutToShow.emit()
    assert not any(action.isChecked() for action in speeds.actions())


def test_the_first_network_is_slow_enough_to_watch_until_somebody_chooses_a_speed(driver):
    lab = driver.lab
    assert math.isinf(lab.workspace.toolbar.chosen_speed)
    lab.commands.file.show_start()
    lab.commands.file.start.first.open.click()
    assert lab.workspace.toolbar.chosen_speed == 200.0
    lab.workspace.toolbar.choose_speed(math.inf)
    lab.commands.file.show_start()
    lab.commands.file.start.first.open.click()
    assert math.isinf(lab.workspace.toolbar.chosen_speed)
