"""The weights tab switches between values and update, by the user's choice and with a walk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.experiment.parameters import Parameter
from bplab.explain.stages import Stop
from bplab.training.snapshot import Needs
from bplab.ui.views.weights.equal_view import EqualView
from bplab.ui.views.weights.view import WeightsView


@pytest.fixture
def view(theme, qtbot):
    view = WeightsView(theme, {"equal": lambda left, parent: EqualView(theme, left, parent)})
    qtbot.addWidget(view)
    view.resize(840, 208)
    view.show()
    return view


def test_the_switch_shows_one_page_and_asks_for_what_it_needs(view):
    assert view.values.isVisible()
    assert view.needs == Needs(parameters=True)
    view.switch.segment("update").click()
    assert view.table.isVisible()
    assert not view.values.isVisible()
    assert view.needs == Needs(step=True, outcome=True)


def test_the_choice_is_remembered_and_nonsense_is_not(view):
    view.switch.segment("update").click()
    assert view.choices == {"weights.way": "pictures", "weights.page": "update"}
    view.restore({"weights.page": "check", "weights.way": "matrix"})
    assert view.choices == {"weights.way": "matrix", "weights.page": "update"}


def test_the_last_stage_of_a_walk_shows_the_update_and_the_choice_comes_back(view):
    view.follow_stage(Stop("backward", 1))
    assert view.values.isVisible()
    view.follow_stage(Stop("update", 0))
    assert view.table.isVisible()
    assert view.choices["weights.page"] == "values"
    view.follow_stage(Stop("forward", 0))
    assert view.values.isVisible()


@pytest.mark.parametrize("after", [Stop("forward", 0), None])
def test_what_the_user_chooses_at_that_stage_stands(view, after):
    view.follow_stage(Stop("update", 0))
    view.switch.segment("values").click()
    assert view.values.isVisible()
    view.follow_stage(after)
    assert view.values.isVisible()


def test_what_is_remembered_does_not_hide_the_update_at_that_stage(view):
    view.follow_stage(Stop("update", 0))
    view.restore({"weights.page": "values"})
    assert view.table.isVisible()


def test_in_the_window_a_walk_opens_the_update_and_enter_selects_on_the_canvas(driver):
    driver.until_shown()
    lab = driver.lab
    lab.commands.view.set_essentials(False)
    lab.window.show_lab()
    dock = lab.workspace.dock
    dock.set_open(True)
    dock.select([page.title for page in dock.shown].index("Weights"))
    driver.until_shown()
    view = lab.workspace.places["weights"].fill()
    lab.stepper.next()
    driver.until(lambda: lab.stepper.stop is not None)
    lab.stepper.go_to(lab.stepper.stops[-1])
    assert view.table.isVisible()
    driver.until(lambda: view.table._table is not None)
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert lab.workspace.canvas.graph.scene.selected == Parameter(0, 0, 0) == view.table._selected
    lab.stepper.done()
    assert view.values.isVisible()
    assert lab.runner.steps_made == 0
