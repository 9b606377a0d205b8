"""What the canvas changes, and how Undo calls it."""

import pytest


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
