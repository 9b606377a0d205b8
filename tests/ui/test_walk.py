"""A person walks through a step in the window: by keys and buttons, with numbers that come stage by stage."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.explain.stages import Stop, stops_of
from bplab.training.snapshot import RunState


@pytest.fixture
def walk(driver):
    driver.until_shown()
    driver.lab.workspace.canvas.graph.setFocus()
    driver.stepper = driver.lab.stepper
    driver.stages = driver.lab.workspace.canvas.stages
    return driver


def press(driver, *keys):
    for key in keys:
        QTest.keyClick(driver.lab.window.focusWidget(), getattr(Qt.Key, f"Key_{key}"))


def kinds(driver):
    return {pill.position.kind for pill in driver.lab.workspace.canvas.graph.values.layer.pills}


def test_n_starts_at_the_inputs_and_numbers_come_with_their_stage(walk):
    press(walk, "N")
    walk.until(lambda: walk.stepper.stop == Stop("forward", 0))
    assert walk.stages.isVisible()
    assert walk.stages.sentence.text.startswith("Batch 1 of 9 of epoch 1: 32 examples enter")
    assert not kinds(walk) & {"za", "z", "delta"}
    press(walk, "N")
    assert "za" in kinds(walk)
    assert "delta" not in kinds(walk)
    press(walk, "N", "N")
    assert walk.stages.sentence.text.startswith("Loss of example 1: −ln")
    press(walk, "N")
    assert "delta" in kinds(walk)
    assert walk.lab.workspace.status.text.startswith("Paused inside step 1 · batch 1 of 9, 32 examples")
    assert not any(place.isVisible() for place in walk.lab.workspace.under)


def test_apply_makes_one_step_and_the_walk_goes_on_with_the_next_batch(walk):
    press(walk, "N")
    walk.until(lambda: walk.stepper.stop is not None)
    press(walk, *"NNNNNN")
    assert walk.stages.next.text() == "Apply and continue"
    assert "Apply and continue makes the step" in walk.lab.workspace.status.text
    walk.stages.next.click()
    walk.until(lambda: walk.stepper.stop == Stop("forward", 0) and walk.snapshot.step == 1)
    assert walk.stages.sentence.text.startswith("Batch 2 of 9")
    press(walk, "P")
    walk.until(lambda: (walk.stepper.past, walk.stepper.stop) == (0, stops_of(2)[-1]))
    assert walk.stages.next.text() == "Next"
    walk.until(lambda: walk.snapshot.step == 0)
    walk.stages.done.click()
    walk.until(lambda: walk.snapshot.step == 1)
    assert not walk.stages.isVisible()
    assert walk.lab.runner.steps_made == 1


def test_l_goes_by_layers_and_play_walks_until_it_is_pressed_again(walk):
    press(walk, "L")
    assert walk.lab.workspace.toolbar.kind.value == "layer"
    walk.until(lambda: walk.stepper.trace is not None)
    assert "delta" not in kinds(walk)
    press(walk, "Space")
    walk.until(lambda: walk.lab.runner.steps_made >= 2)
    assert walk.lab.workspace.toolbar.play.text() == "Pause"
    press(walk, "Space")
    assert not walk.stepper.is_playing
    press(walk, "L")
    assert walk.lab.workspace.toolbar.kind.value == "batch"
    assert not walk.stages.isVisible()


def test_play_ends_a_walk_and_trains(walk):
    press(walk, "N")
    walk.until(lambda: walk.stepper.stop is not None)
    press(walk, "Space")
    walk.until(lambda: walk.snapshot.step > 20)
    assert walk.stepper.stop is None
    assert not walk.stages.isVisible()
    press(walk, "N")
    walk.until(lambda: walk.stepper.stop == Stop("forward", 0))
    assert walk.state is RunState.PAUSED


def test_the_sentence_can_be_hidden_and_stays_so(walk):
    press(walk, "L")
    walk.stages.hide_sentence.click()
    assert not walk.stages.sentence.isVisible()
    assert not walk.lab.actions["explain_stages"].isChecked()
    walk.lab.actions["explain_stages"].trigger()
    assert walk.stages.sentence.isVisible()


def test_a_click_on_a_stage_goes_there(walk):
    press(walk, "N")
    walk.until(lambda: walk.stepper.stop is not None)
    chips = walk.stages.chips
    QTest.mouseClick(chips, Qt.MouseButton.LeftButton, pos=chips.box("backward").center().toPoint())
    assert walk.stepper.stop == Stop("backward", 2)


def test_a_presenters_remote_walks_and_blanks(walk):
    press(walk, "F5", "PageDown")
    walk.until(lambda: walk.stepper.stop == Stop("forward", 0))
    press(walk, "PageDown")
    assert walk.stepper.stop == Stop("forward", 1)
    present = walk.lab.commands.view.present
    press(walk, "Period")
    assert present.blank
    press(walk, "Period", "PageUp")
    assert not present.blank
    assert walk.stepper.stop == Stop("forward", 0)
    press(walk, "Escape")
    assert walk.stages.isVisible()


def test_neurons_that_dropout_silences_are_seen_once_their_stage_has_come(walk):
    layers = tuple(replace(layer, dropout=0.5) for layer in walk.lab.session.spec.layers)
    walk.lab.session.edit("Dropout", walk.lab.session.spec.but(layers=layers))
    press(walk, "N")
    walk.until(lambda: walk.stepper.stop == Stop("forward", 0))
    graph = walk.lab.workspace.canvas.graph
    assert not graph.scene.silenced
    press(walk, "N")
    trace = walk.stepper.trace
    assert {neuron.unit for neuron in graph.scene.silenced} == set(np.flatnonzero(trace.a[0][0] == 0))


def test_keys_of_a_walk_act_with_the_focus_on_its_buttons(walk):
    press(walk, "N")
    walk.until(lambda: walk.stepper.stop == Stop("forward", 0))
    walk.stages.next.setFocus(Qt.FocusReason.TabFocusReason)
    press(walk, "N", "N")
    assert walk.stepper.stop == Stop("forward", 2)
    press(walk, "Space")
    assert walk.stepper.stop == Stop("loss", 2)


def test_an_update_that_is_made_is_not_told_as_one_to_come(walk):
    press(walk, "N")
    walk.until(lambda: walk.stepper.stop is not None)
    press(walk, *"NNNNNN")
    assert walk.lab.workspace.canvas._legend[0] == "weights+update"
    press(walk, "N")
    walk.until(lambda: walk.stepper.stop == Stop("forward", 0))
    press(walk, "P")
    walk.until(lambda: walk.stepper.past == 0 and walk.stepper.stop == Stop("update", 0))
    assert walk.lab.workspace.canvas._legend[0] == "weights+made"


def test_a_walk_begins_with_one_arrangement_of_the_network(walk):
    walk.lab.commands.view.set_essentials(True)
    walk.until_shown()
    walk.settle()
    graph, arranged = walk.lab.workspace.canvas.graph, []
    graph.arranged.connect(lambda: arranged.append(graph.height()))
    press(walk, "N")
    walk.until(lambda: walk.stepper.stop == Stop("forward", 0))
    walk.settle()
    assert arranged == [graph.height()]
