"""The dock within the whole window: its room, its keys, its cost when closed, and what is remembered."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.experiment.parameters import Parameter
from bplab.experiment.presets import PRESETS
from bplab.training.snapshot import Needs


@pytest.fixture
def lab(driver):
    driver.lab.commands.view.set_essentials(False)
    driver.lab.workspace.dock.set_open(True)
    return driver.lab


def resize(driver, width, height):
    driver.lab.window.resize(width, height)
    driver.until(lambda: driver.lab.window.size().toTuple() == (width, height))
    driver.settle()


@pytest.mark.parametrize(
    ("width", "height"), [(1120, 700), (1120, 790), (1440, 700), (1440, 900), (1920, 1080)]
)
def test_the_network_keeps_its_room(driver, lab, width, height):
    resize(driver, width, height)
    assert lab.workspace.canvas.height() >= 260
    assert lab.workspace.dock.height() <= (0.4 * height if height < 800 else 244)


def test_number_keys_open_tabs_and_the_command_closes_and_opens(driver, lab):
    parts = lab.workspace
    parts.canvas.graph.setFocus()
    QTest.keyClick(parts.canvas.graph, Qt.Key.Key_2)
    assert parts.view("histograms").isVisible()
    lab.actions["dock"].trigger()
    assert not parts.dock.isVisible()
    QTest.keyClick(parts.canvas.graph, Qt.Key.Key_3)
    assert parts.view("weights").isVisible()
    QTest.keyClick(parts.canvas.graph, Qt.Key.Key_0 + len(parts.dock.shown) + 1)
    assert parts.view("weights").isVisible()


def test_closed_or_behind_another_tab_a_view_asks_for_nothing(driver, lab):
    parts = lab.workspace
    parts.dock.select(1)
    assert parts.view("histograms") in parts.visible_views()
    assert parts.view("gradients") not in parts.visible_views()
    parts.dock.close_button.click()
    lower = (parts.view("gradients"), parts.view("histograms"), parts.view("weights"))
    assert not [view for view in parts.visible_views() if view in lower]
    asked = []
    original = driver.lab.runner.ask
    driver.lab.runner.ask = lambda needs: (asked.append(needs), original(needs))
    driver.play(epochs=3)
    assert asked
    assert not any(needs.histograms for needs in asked)


def test_every_tab_shows_the_run_it_finds_when_it_is_opened(driver, lab):
    lab.workspace.dock.close_button.click()
    driver.play(epochs=5)
    for number, name in enumerate(("gradients", "histograms", "weights")):
        lab.workspace.dock.select(number)
        driver.until_shown()
        assert lab.workspace.view(name)._snapshot.step == driver.snapshot.step
    assert lab.workspace.view("histograms")._cells
    assert lab.workspace.view("gradients").over_time._lines[0][0].x[-1] == pytest.approx(
        driver.snapshot.step / driver.snapshot.steps_per_epoch, rel=0.02
    )


def test_weights_follow_what_is_selected(driver, lab):
    parts = lab.workspace
    parts.dock.select(2)
    driver.until(lambda: parts.view("weights")._snapshot is not None)
    parts.canvas.selected.emit(Parameter(1, 0, 0))
    assert parts.view("weights").values.layer == 1
    parts.canvas.selected.emit(None)
    assert parts.view("weights").values.layer == 1


def test_a_new_preset_with_other_layers_is_shown_in_every_tab(driver, lab):
    for number, name in ((0, "digits"), (1, "circle"), (2, "digits")):
        lab.workspace.dock.select(number)
        lab.commands.train.open_preset(name)
        driver.until(lambda name=name: driver.snapshot.spec == PRESETS[name].spec)
        driver.until_shown()
    assert lab.workspace.view("weights").values.switch.isVisible()


def test_tab_and_state_are_remembered(driver, lab):
    lab.workspace.dock.select(1)
    lab.workspace.dock.set_open(False)
    choices = lab.workspace.choosing["dock"].choices
    assert choices == {"dock.open": False, "dock.tab": "Histograms"}
    assert lab.workspace.view("gradients").needs == Needs()


@pytest.mark.parametrize("mode", ["all", "essentials"])
def test_a_narrow_window_shows_map_and_loss_together_and_the_first_network_its_numbers(driver, lab, mode):
    parts = lab.workspace
    lab.commands.view.set_essentials(mode == "essentials")
    lab.commands.train.new()
    for width, height in ((1120, 700), (1440, 900), (1279, 720), (1120, 700)):
        resize(driver, width, height)
        driver.until_shown()
        assert parts.view("output").isVisible()
        assert parts.view("loss").isVisible()
        assert parts.dock.isAncestorOf(parts.view("loss")) == (width < 1280)
        values = parts.canvas.graph.values
        assert values.picker.isVisible() == bool(values.layer.pills) == (mode == "essentials")
        boxes = [pill.box for pill in values.layer.pills]
        assert not [pair for pair in combinations(boxes, 2) if pair[0].intersects(pair[1])]
    parts.dock.select(0)
    assert parts.dock.tabs.tabText(0) == "Output"


def test_closed_with_its_own_button_the_focus_goes_to_the_network_where_keys_act(driver, lab):
    lab.workspace.dock.close_button.setFocus()
    lab.workspace.dock.close_button.click()
    assert lab.window.focusWidget() is lab.workspace.canvas.graph
