"""The gradients tab switches between over time and by layer, and makes a page when it is first shown."""

import pytest

from bplab.training.snapshot import Needs
from bplab.ui.controls.within import stops_in
from bplab.ui.views.gradients.by_layer import ByLayerView
from bplab.ui.views.gradients.view import GradientsView


@pytest.fixture
def view(theme, qtbot):
    made = GradientsView(theme, lambda left, parent: ByLayerView(theme, left, parent))
    qtbot.addWidget(made)
    made.resize(840, 208)
    made.show()
    return made


def test_by_layer_is_made_when_it_is_first_shown_with_what_is_shown(view, start):
    view.show_snapshot(start("ten").snapshot(steps=2))
    assert not view.findChildren(ByLayerView)
    assert view.needs == Needs()
    view.switch.segment("by_layer").click()
    (page,) = view.findChildren(ByLayerView)
    assert page.isVisible()
    assert page.size() == view.size()
    assert page._fall.snapshot.step == 2
    assert not view.over_time.isVisible()
    assert view.needs == Needs(signals=True)


def test_keys_come_to_the_switch_before_the_page(view):
    view.show_by_layer()
    stops = stops_in(view)
    assert stops.index(view.switch.segment("by_layer")) < stops.index(view.over_time)
    assert stops.index(view.over_time) < stops.index(view.current)


def test_the_page_is_remembered_with_the_choices_of_the_others_and_nonsense_is_not(view):
    view.over_time.switch.segment("delta").click()
    view.show_by_layer()
    assert view.choices == {"gradients.quantity": "delta", "gradients.page": "by_layer"}
    view.restore({"gradients.quantity": "gradient", "gradients.page": "sideways"})
    assert view.choices == {"gradients.quantity": "gradient", "gradients.page": "by_layer"}


def test_a_new_run_is_shown_by_the_hidden_page_too_and_the_next_step_is_not(view, start):
    first, second = start("ten"), start("circle", 2)
    view.show_snapshot(first.snapshot(steps=2))
    view.show_by_layer()
    view.show_snapshot(first.snapshot(steps=2))
    assert view.over_time._snapshot.step == 2
    view.show_snapshot(second.snapshot())
    assert view.over_time._snapshot.run == 2
    view.switch.segment("over_time").click()
    assert view.over_time._snapshot.run == 2


def test_in_the_window_it_stands_under_the_columns_and_keys_reach_it(driver):
    lab = driver.lab
    lab.commands.view.set_essentials(False)
    lab.window.show_lab()
    place = lab.workspace.places["gradients"]
    lab.commands.view.show_view(place)
    place.fill().show_by_layer()
    driver.until_shown()
    page = place.view.current
    driver.until(lambda: page.plan().xs == tuple(lab.workspace.context.columns[0][1:]))
    assert page.hasFocus() or not lab.window.isActiveWindow()
    lab.workspace.canvas.edits.set_sizes("4-3")
    driver.until_shown()
    assert len(page.plan().xs) == 3
    assert page.plan().xs == tuple(lab.workspace.canvas.columns()[1:])
