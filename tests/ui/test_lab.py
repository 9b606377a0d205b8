"""The window as a whole, driven with real clicks and keys while it trains."""

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bplab.experiment.presets import PRESETS
from bplab.training.snapshot import RunState
from bplab.ui.actions import ACTIONS
from bplab.ui.canvas.base.picks import Neuron

Key = Qt.Key


def press(driver, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(driver.lab.window.focusWidget() or driver.lab.window, key, modifier)


def test_it_opens_on_circle_2_4_1_paused(driver):
    driver.until_shown()
    assert driver.snapshot.shape.sizes == (2, 4, 1)
    assert driver.snapshot.spec == PRESETS["circle"].spec
    assert driver.snapshot.step == 0
    assert driver.state is RunState.IDLE


def test_threads_that_compute_let_the_window_in_within_a_millisecond(driver):
    driver.until_shown()
    assert sys.getswitchinterval() == 0.001


def test_space_trains_and_pauses(driver):
    driver.lab.workspace.canvas.graph.setFocus()
    press(driver, Key.Key_Space)
    driver.until(lambda: driver.snapshot.step > 0)
    assert driver.lab.actions["play"].text().startswith("Pause")
    press(driver, Key.Key_Space)
    driver.until(lambda: driver.state is RunState.PAUSED)


def test_plain_keys_do_nothing_while_a_button_has_the_focus(driver):
    driver.lab.workspace.toolbar.reset.setFocus()
    press(driver, Key.Key_B)
    driver.until_shown()
    assert driver.snapshot.step == 0


def test_b_and_e_step_a_batch_and_an_epoch(driver):
    driver.lab.workspace.canvas.graph.setFocus()
    press(driver, Key.Key_B)
    driver.until(lambda: driver.snapshot.step == 1)
    press(driver, Key.Key_E)
    driver.until(lambda: driver.snapshot.epoch == 1)
    assert driver.snapshot.step == driver.snapshot.steps_per_epoch
    driver.until(lambda: driver.state is RunState.PAUSED)


def test_f8_plays_with_the_focus_anywhere(driver):
    driver.lab.workspace.form.editor("learning_rate").setFocus()
    driver.lab.actions["play"].trigger()
    driver.until(lambda: driver.state is RunState.RUNNING)


def test_every_visible_view_is_shown_the_last_state(driver):
    driver.play(epochs=5)
    step = driver.snapshot.step
    seen = {}
    for view in driver.lab.workspace.visible_views():
        original = view.show_snapshot
        view.show_snapshot = lambda snapshot, view=view, original=original: (
            seen.__setitem__(view, snapshot.step),
            original(snapshot),
        )
    driver.lab.pump.refresh()
    driver.until(lambda: len(seen) == len(driver.lab.workspace.visible_views()))
    assert set(seen.values()) == {step}


def test_nothing_is_drawn_while_the_window_is_minimized(driver):
    driver.lab.window.showMinimized()
    driver.until(driver.lab.window.isMinimized)
    assert driver.lab.workspace.visible_views() == []


@pytest.mark.parametrize("first", range(6))
def test_every_preset_opens_paused_and_trains(driver, first):
    for preset in list(PRESETS)[first::6]:  # one after the other, because a lab takes longer than a preset
        print(preset)
        driver.lab.commands.train.open_preset(preset)
        driver.until(lambda spec=PRESETS[preset].spec: driver.snapshot.spec == spec)
        driver.until_shown()
        assert driver.snapshot.step == 0
        driver.lab.commands.train.step_epoch()
        driver.until(lambda: driver.snapshot.epoch == 1 or driver.snapshot.divergence is not None)
        driver.until_shown()


def test_a_narrow_window_moves_map_and_loss_into_the_dock_and_back(driver):
    window, parts = driver.lab.window, driver.lab.workspace
    window.resize(1120, 700)
    driver.until(lambda: parts.dock.isVisible() and not parts.right.isVisible())
    assert parts.dock.isAncestorOf(parts.view("loss"))
    window.resize(1440, 900)
    driver.until(lambda: parts.right.isVisible() and not parts.dock.isAncestorOf(parts.view("loss")))
    assert parts.right.isAncestorOf(parts.view("loss"))


def test_a_divergence_is_told_with_a_way_out(driver):
    lab = driver.lab
    lab.session.edit(
        "Too fast", lab.session.spec.but(learning_rate=1000.0, loss="half_squared", output=linear(lab))
    )
    lab.commands.train.play_or_pause()
    driver.until(lab.window.notice.isVisible)
    assert "Diverged at step" in lab.window.notice.text
    assert driver.state is RunState.DIVERGED
    rate = lab.session.spec.learning_rate
    lab.commands.train.restart_slower()
    driver.until(lambda: driver.snapshot.step == 0 and driver.snapshot.divergence is None)
    assert lab.session.spec.learning_rate == rate / 2
    assert not lab.window.notice.isVisible()


def linear(lab):
    return replace(lab.session.spec.output, activation="identity")


def test_a_refusal_is_told_in_the_notice_bar(driver):
    lab = driver.lab
    lab.session.edit("Wrong", lab.session.spec.but(loss="categorical_cross_entropy"))
    assert lab.window.notice.isVisible()
    assert "softmax" in lab.window.notice.text


def test_a_bug_is_told_and_can_be_copied(driver, capsys):
    driver.lab.crash_reports.report("Traceback: a planted bug\n")
    assert driver.lab.window.notice.isVisible()
    assert "planted" in capsys.readouterr().err


def test_window_theme_and_speed_are_remembered(driver):
    lab = driver.lab
    lab.window.resize(1300, 820)
    lab.theme.set_mode("dark")
    lab.workspace.toolbar.speed_edited.emit(50.0)
    lab.window.close()
    again = type(lab.preferences)()
    assert again.theme == "dark"
    assert again.speed == 50.0
    assert not again.geometry.isEmpty()
    lab.theme.set_mode("light")


def test_a_theme_is_remembered_when_it_is_chosen_although_the_window_is_never_closed(driver):
    lab = driver.lab
    before = lab.theme.mode
    for mode in ("dark", "light", "system"):  # light and system may look the same
        lab.theme.set_mode(mode)
        assert type(lab.preferences)().theme == mode
    lab.theme.set_mode(before)


def test_a_preset_about_trouble_shows_the_views_that_explain_it(driver):
    lab = driver.lab
    lab.commands.view.set_essentials(True)
    lab.commands.file.open_preset("ten-sigmoid")
    assert lab.workspace.view("signal").isVisible()
    assert lab.preferences.flag("essentials", default=True)  # what was chosen is remembered
    lab.commands.view.set_essentials(True)
    lab.commands.file.open_preset("moons")
    assert not lab.workspace.view("signal").isVisible()


def test_menus_hold_every_action_and_each_says_what_it_does(driver):
    bar = driver.lab.window.menus
    shown = [action for menu in bar.actions() for action in menu.menu().actions()]
    for row in ACTIONS:
        action = driver.lab.actions[row.id]
        assert action in shown
        assert action.toolTip()


def test_clicks_edit_the_network_while_it_trains_and_undo_takes_them_back(driver):
    lab = driver.lab
    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.step > 0)
    sizes = lab.session.shape.sizes
    graph = lab.workspace.canvas.graph
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=QPoint(graph.width() // 2, graph.height() - 4))
    graph.setFocus()
    press(driver, Key.Key_Plus)
    assert sum(lab.session.shape.sizes) == sum(sizes) + 1
    driver.until(lambda: driver.snapshot.shape.sizes == lab.session.shape.sizes and driver.snapshot.step > 0)
    lab.session.undo_stack.undo()
    assert lab.session.shape.sizes == sizes
    driver.until(lambda: driver.snapshot.shape.sizes == sizes)


def test_network_menu_edits_the_focused_layer(driver):
    lab = driver.lab
    lab.actions["add_layer"].trigger()
    assert lab.session.spec.hidden == "4-4"
    lab.actions["add_neuron"].trigger()
    assert lab.session.spec.hidden in ("5-4", "4-5")
    lab.actions["remove_neuron"].trigger()
    lab.actions["remove_layer"].trigger()
    assert lab.session.spec.hidden == "4"


def test_help_dialogs_open_and_close(driver, qapp):
    for name in ("keys", "about"):
        driver.lab.actions[name].trigger()
        dialogs = [widget for widget in qapp.topLevelWidgets() if widget.isVisible() and widget.isWindow()]
        dialog = next(widget for widget in dialogs if widget is not driver.lab.window)
        dialog.close()
        driver.settle()


def test_there_is_one_window_and_closing_it_ends_the_program(driver, qapp):
    """A setting's row without a parent was once a second, empty window that kept the program alive."""
    shown = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    assert shown == [driver.lab.window]


def test_choices_made_in_views_are_remembered(driver):
    lab = driver.lab
    lab.workspace.view("loss").restore(
        {
            **lab.workspace.view("loss").choices,
            "loss.log": not lab.workspace.view("loss").curves.log.isChecked(),
        }
    )
    chosen = dict(lab.workspace.view("loss").choices)
    lab.window.close()
    again = type(lab.preferences)()
    assert again.view("loss", {}) == chosen


def test_the_signal_strip_stands_under_the_columns_from_the_first_picture_on(driver):
    """The canvas had told where its columns stand before the strip listened."""
    driver.until_shown()
    assert driver.lab.workspace.view("signal").layer_xs() == driver.lab.workspace.canvas.columns()[1:]


def test_what_is_opened_is_seen_whole_with_nothing_selected(driver):
    lab, graph = driver.lab, driver.lab.workspace.canvas.graph
    graph.select(Neuron(1, 2))
    graph.values.picker.pick(17)
    graph.zoom_by(2.0)
    graph.pan_by(-400, 0)
    lab.commands.file.open_preset("xor")
    assert not graph.zoomed
    assert graph.scene.selected is None
    assert graph.numbers.stop == 1


def test_the_menu_says_whether_the_lower_views_are_open(driver):
    lab, dock = driver.lab, driver.lab.actions["dock"]
    assert dock.isChecked()
    dock.trigger()
    assert not lab.workspace.dock.isVisible()
    assert not dock.isChecked()
    lab.workspace.dock.select(0)
    assert dock.isChecked()
    lab.commands.view.set_essentials(True)
    assert not dock.isEnabled()  # there are none


def test_the_menu_names_space_for_play_and_pause(driver):
    play = driver.lab.actions["play"]
    assert play.text() == "Play\tSpace or F8"
    driver.lab.commands.train.play_or_pause()
    driver.until(lambda: play.text() == "Pause\tSpace or F8")
    driver.lab.commands.train.pause()
    driver.until(lambda: play.text() == "Play\tSpace or F8")


def test_the_network_has_its_ring_only_where_a_key_brought_the_focus(driver):
    lab, graph = driver.lab, driver.lab.workspace.canvas.graph
    lab.window.activateWindow()
    lab.commands.file.open_preset("xor")
    driver.until(graph.hasFocus)
    assert not graph.ring
    lab.workspace.toolbar.play.setFocus()
    graph.setFocus(Qt.FocusReason.TabFocusReason)
    assert graph.ring


def test_the_start_page_leads_back_to_what_somebody_has_worked_on(driver):
    lab = driver.lab
    lab.commands.file.show_start()
    assert not lab.commands.file.start.welcome.back.isVisible()  # nothing yet
    lab.commands.file.open_preset("xor")
    lab.commands.file.show_start()
    assert lab.commands.file.start.welcome.back.text().startswith("Back to XOR")
    lab.commands.file.start.welcome.back.click()
    assert lab.window.in_lab
