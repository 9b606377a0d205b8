"""What the canvas changes, and how Undo calls it."""

import pytest

from bplab.experiment.parameters import Parameter
from bplab.experiment.spec import Experiment, Layer
from bplab.ui.canvas.base.editing import with_frozen
from bplab.ui.canvas.labels.values import is_frozen


@pytest.mark.parametrize(
    ("act", "hidden", "name"),
    [
        (lambda edits: edits.add(1, 1), "9-8-6", "Add a neuron to Hidden 1"),
        (lambda edits: edits.add(3, -1), "8-8-5", "Remove a neuron from Hidden 3"),
        (lambda edits: edits.resize(2, 12), "8-12-6", "Resize Hidden 2 to 12"),
        (lambda edits: edits.resize(2, 9000), "8-512-6", "Resize Hidden 2 to 512"),
        (lambda edits: edits.insert_after(3), "8-8-6-6", "Insert a layer after Hidden 3"),
        (lambda edits: edits.insert_after(0), "8-8-8-6", "Insert a layer after Input"),
        (lambda edits: edits.remove(3), "8-8", "Remove Hidden 3"),
        (lambda edits: edits.move(3, 1), "6-8-8", "Move Hidden 3 to position 1"),
        (lambda edits: edits.set_sizes("3-2"), "3-2", "Make hidden layers 3-2"),
        (lambda edits: edits.set_sizes(""), "", "Make hidden layers none"),
    ],
)
def test_an_edit_is_one_undo_step_with_a_name(bench, act, hidden, name):
    table = bench()
    assert act(table.canvas.edits)
    assert (table.session.spec.hidden, table.undo_text) == (hidden, name)
    table.session.undo_stack.undo()
    assert table.session.spec.hidden == "8-8-6"
    assert table.session.undo_stack.count() == 1


@pytest.mark.parametrize("column", [0, 4])
def test_inputs_and_outputs_keep_their_size(bench, column):
    edits = bench().canvas.edits
    assert not any([edits.add(column, 1), edits.remove(column), edits.move(column, 1), edits.move(1, column)])


def test_a_layer_of_one_neuron_stays(bench):
    table = bench("1")
    table.canvas.edits.add(1, -1)
    assert table.session.spec.hidden == "1"
    assert table.session.undo_stack.count() == 0


def test_a_layers_settings_change_by_name(bench):
    table = bench()
    table.canvas.edits.set_value(2, "activation", "relu")
    assert table.session.spec.layers[1].activation == "relu"
    assert table.undo_text == "Change activation of Hidden 2 to ReLU"
    table.canvas.edits.set_value(4, "init", "he_normal")
    assert table.session.spec.output.init == "he_normal"
    assert table.undo_text == "Change initializer of Output to He normal"


def test_features_come_in_their_usual_order(bench):
    table = bench()
    table.canvas.edits.set_feature("xy", True)
    table.canvas.edits.set_feature("x_squared", True)
    assert table.session.spec.data.features == ("x", "y", "x_squared", "xy")
    table.canvas.edits.set_feature("x", False)
    assert table.session.spec.data.features == ("y", "x_squared", "xy")
    assert table.undo_text == "Remove input x₁"


def test_what_cannot_be_is_said_in_a_sentence(bench, qtbot):
    table = bench("-".join(["2"] * 20))
    with qtbot.waitSignal(table.session.failed) as said:
        assert not table.canvas.edits.insert_after(1)
    assert "at most 20 hidden layers" in said.args[0]
    with qtbot.waitSignal(table.session.failed) as said:
        table.canvas.edits.set_sizes("8-x")
    assert "8-8-6" in said.args[0]


def test_freezing_is_a_live_edit_with_a_name(small):
    table = small().train(steps=5)
    run = table.session.run
    table.canvas.edits.freeze(Parameter(0, 1, 2), on=True)
    assert (table.session.spec.frozen, table.session.run) == (("W1[2,3]",), run)
    assert table.undo_text == "Freeze W1[2,3]"
    table.canvas.show_snapshot(table.snapshot)
    pills = table.graph.values.layer.pills
    assert {pill.position.pick for pill in pills if pill.saying.frozen} == {Parameter(0, 1, 2)}


def test_of_a_frozen_layer_one_can_be_freed():
    shape = type("Shape", (), {"fan_in": (2,), "sizes": (2, 2)})
    free = with_frozen(("W1", "b1"), shape, Parameter(0, 1, 0), on=False)
    assert set(free) == {"b1", "W1[1,1]", "W1[1,2]", "W1[2,2]"}
    assert with_frozen(("b1[1]",), shape, Parameter(0, None, 0), on=False) == ()


def test_whole_layers_count_as_frozen():
    spec = Experiment(layers=(Layer(4),), frozen=("W1", "b2[1]"))
    assert is_frozen(spec, Parameter(0, 1, 2))
    assert is_frozen(spec, Parameter(1, None, 0))
    assert not is_frozen(spec, Parameter(0, None, 0))
