"""Views and canvas agree on what is selected, and on the example that is picked."""

import pytest

from bplab.experiment.parameters import Parameter
from bplab.training.trace import MEAN
from bplab.ui.canvas.base.picks import LayerCard, Neuron


@pytest.fixture
def context(driver):
    driver.until_shown()
    return driver.lab.workspace.places["weights"]._context


def heard(signal):
    told = []
    signal.connect(told.append)
    return told


def test_what_is_selected_on_the_canvas_is_told_with_its_layer(driver, context):
    graph, told = driver.lab.workspace.canvas.graph, heard(context.selection_changed)
    graph.select(Parameter(1, 0, 0))
    graph.select(Neuron(1, 2))
    graph.select(LayerCard(1))
    assert told == [Parameter(1, 0, 0), Neuron(1, 2), None]
    assert (context.layer, context.selected) == (0, None)


def test_what_a_view_wants_selected_is_selected_on_the_canvas(driver, context):
    context.selection_wanted.emit(Parameter(0, 1, 2))
    assert driver.lab.workspace.canvas.graph.scene.selected == Parameter(0, 1, 2)
    assert context.selected == Parameter(0, 1, 2)


def test_canvas_and_views_follow_one_example(driver, context):
    graph, told = driver.lab.workspace.canvas.graph, heard(context.stop_changed)
    graph.values.picker.edited.emit(3)
    context.stop_wanted.emit(MEAN)
    assert told == [3, MEAN]
    assert graph.numbers.stop == context.stop == MEAN
