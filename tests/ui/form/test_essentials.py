"""Essentials and All: what each shows, and that the short form edits the same experiment."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS
from bplab.training.snapshot import RunState
from bplab.ui import session as sessions
from bplab.ui.shell.toolbar import WATCHABLE


@pytest.fixture
def lab(driver):
    driver.lab.commands.view.set_essentials(True)
    return driver.lab


def test_it_shows_data_network_and_rate_and_leaves_the_rest_out(lab):
    parts = lab.workspace
    assert parts.sidebar.essentials.isVisible()
    for hidden in (
        parts.form,
        parts.view("signal"),
        parts.dock,
        parts.canvas.header.edges,
        parts.toolbar.speed,
    ):
        assert not hidden.isVisible()
    for shown in (parts.canvas, parts.view("output"), parts.view("loss")):
        assert shown.isVisible()


def test_tab_comes_by_the_rows_where_they_stand(driver, lab):
    essentials = lab.workspace.sidebar.essentials
    lab.commands.file.open_preset("spiral")
    lab.window.activateWindow()
    driver.until(essentials.layers[-1].isVisible)
    driver.settle()
    essentials.picker.more.setFocus(Qt.FocusReason.TabFocusReason)
    tops = []
    while lab.window.focusWidget() is not essentials.rate.fields[-1]:
        stop = lab.window.focusWidget()
        tops.append(stop.mapTo(essentials.widget(), QPoint(0, 0)).y())
        QTest.keyClick(stop, Qt.Key.Key_Tab)
        assert len(tops) < 40
    assert len(tops) >= 3 * 3 + 3
    assert tops == sorted(tops)


def test_all_brings_everything_back(lab):
    parts = lab.workspace
    parts.sidebar.mode.segment("all").click()
    assert not lab.commands.view.essentials
    for shown in (parts.form, parts.view("signal"), parts.canvas.header.edges, parts.toolbar.speed):
        assert shown.isVisible()


def test_the_choice_is_remembered(lab):
    assert type(lab.preferences)().flag("essentials", default=False)
    assert lab.actions["essentials"].isChecked()


def test_steppers_and_buttons_edit_the_network(lab):
    form, session = lab.workspace.sidebar.essentials, lab.session
    form.layers[0].stepper._more.click()
    assert session.spec.hidden == "5"
    form.add.click()
    assert session.spec.hidden == "5-5"
    assert [row.stepper.value for row in form.layers] == [5, 5]
    form.layers[0].remove.click()
    assert session.spec.hidden == "5"
    session.undo_stack.undo()
    assert len(form.layers) == 2


def test_one_activation_for_all_hidden_layers(lab):
    lab.commands.file.open_preset("spiral")
    lab.workspace.sidebar.essentials.activation.edited.emit("relu")
    assert {layer.activation for layer in lab.session.spec.layers} == {"relu"}
    lab.workspace.canvas.edits.insert_after(1)
    lab.workspace.canvas.edits.set_value(1, "activation", "tanh")
    assert lab.workspace.sidebar.essentials.activation.value == ""  # they differ
    assert lab.session.spec.output == PRESETS["spiral"].spec.output


def test_without_hidden_layers_no_activation_is_said_to_differ(lab):
    activation = lab.workspace.sidebar.essentials.activation
    lab.session.edit("none", lab.session.spec.but(layers=()))
    assert not activation.isEnabled()
    assert activation.words == "No layer yet"
    assert activation.fontMetrics().horizontalAdvance(activation.words) <= activation.width() - 36  # whole
    lab.session.undo_stack.undo()
    assert activation.isEnabled()
    assert activation.words == "tanh"


def test_data_and_rate_are_those_of_the_whole_form(lab):
    form = lab.workspace.sidebar.essentials
    form.picker.edited.emit("xor")
    assert lab.session.spec.data.name == "xor"
    form.rate.number.edited.emit(0.01)
    assert lab.session.spec.learning_rate == 0.01
    assert lab.workspace.form.editor("learning_rate").number.text() == "0.01"


def test_a_newcomer_begins_with_the_essentials_and_keeps_another_choice(driver):
    lab = driver.lab
    lab.commands.file.show_start()
    lab.commands.file.start.first.open.click()
    assert lab.commands.view.essentials
    lab.workspace.sidebar.mode.segment("all").click()
    lab.commands.file.show_start()
    lab.commands.file.start.first.open.click()
    assert not lab.commands.view.essentials


@pytest.mark.parametrize("by", ["key", "menu", "first card", "button"])
def test_new_experiment_is_the_same_from_everywhere(driver, by):
    lab = driver.lab
    lab.commands.train.open_preset("spiral")
    lab.commands.file.show_start()
    start = lab.commands.file.start
    menu = next(action.menu() for action in lab.window.menus.actions() if action.text().strip("&") == "File")
    entry = next(action for action in menu.actions() if action.text() == "New experiment")
    {
        "key": lambda: QTest.keyClick(lab.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier),
        "menu": entry.trigger,
        "first card": start.first.open.click,
        "button": start.welcome.new.click,
    }[by]()
    assert lab.window.in_lab
    assert lab.commands.view.essentials
    driver.until(lambda: driver.snapshot.spec == PRESETS["circle"].spec)
    driver.until(lambda: bool(lab.workspace.canvas.graph.values.layer.pills))
    assert driver.state is not RunState.RUNNING
    assert lab.workspace.toolbar.chosen_speed == WATCHABLE
    assert lab.workspace.canvas.graph.hasFocus()


def test_a_setting_found_by_search_is_shown_among_all(lab):
    lab.commands.help._show_setting("clip")
    assert lab.workspace.form.isVisible()
    assert not lab.commands.view.essentials


def test_in_the_smallest_window_nothing_has_to_be_scrolled_to(lab, driver):
    form = lab.workspace.sidebar.essentials
    lab.window.resize(1120, 700)
    driver.until_shown()
    assert form.verticalScrollBar().maximum() == 0
    assert not form.hint.isVisible()
    lab.window.resize(1440, 900)
    driver.until_shown()
    assert form.hint.isVisible()


def test_a_layer_has_the_neurons_that_hold_after_an_edit_was_refused(lab, monkeypatch):
    def refuse(_spec):
        raise UserError("It is too large.")

    row = lab.workspace.sidebar.essentials.layers[0]
    monkeypatch.setattr(sessions, "check", refuse)
    row.stepper.buttons[1].click()
    assert row.stepper.value == lab.session.spec.layers[0].units
