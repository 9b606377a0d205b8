"""The Microscope follows the selection; its numbers are clicked, walked, set, checked and copied."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from bplab.experiment.parameters import Parameter
from bplab.experiment.presets import preset
from bplab.training.snapshot import Needs, RunState
from bplab.training.trace import MEAN
from bplab.ui.canvas.base.picks import Neuron

WEIGHT = Parameter(1, 0, 0)
KEY = Qt.Key


def test_a_click_opens_it_and_a_number_leads_to_where_it_comes_from(microscope):
    found = microscope.open()
    found.look_at(WEIGHT)
    assert found.view.isVisible()
    assert found.view.head.title.text() == "Hidden 1, neuron 1 → Output 1"
    found.click("a1[1] = 0.5932")
    assert found.graph.scene.selected == Neuron(1, 0)
    assert found.view.page.curve.title == "Sigmoid"
    found.click("W1[2,1] = 0.2")
    assert found.graph.scene.selected == Parameter(0, 1, 0)
    found.sheet.setFocus()
    for wanted in (Neuron(1, 0), WEIGHT, WEIGHT):
        QTest.keyClick(found.sheet, KEY.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert found.graph.scene.selected == wanted
    assert not found.view.head.back.isVisibleTo(found.view)


def test_the_keyboard_walks_numbers_and_says_them(microscope):
    found = microscope.open()
    found.look_at(WEIGHT)
    found.sheet.setFocus(Qt.FocusReason.TabFocusReason)
    said = set()
    for key in [KEY.Key_Right] * 14 + [KEY.Key_Down, KEY.Key_Up, KEY.Key_Left]:
        QTest.keyClick(found.sheet, key)
        said.add(found.sheet.accessibleDescription())
    assert len(said) > 8
    assert any(text.startswith("W2[1,1] = 0.4, in arrays, from 0: W[1][0, 0], in PyTorch") for text in said)
    found.sheet._at = found.sheet.stops.index(found.stop("δ2[1]"))
    QTest.keyClick(found.sheet, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert float(QGuiApplication.clipboard().text()) == found.view._trace.delta[1][0, 0]
    QTest.keyClick(found.sheet, KEY.Key_Return)
    assert found.graph.scene.selected == Neuron(2, 0)


def test_bars_choose_the_example_and_the_mean_has_no_factors(microscope):
    found = microscope.open("circle")
    found.look_at(WEIGHT)
    bars = found.sheet._parts.bars
    QTest.mouseClick(found.sheet, Qt.MouseButton.LeftButton, pos=bars.box(4).center().toPoint())
    assert (found.graph.numbers.stop, found.view.page.example) == (5, 4)
    found.view.moments.segment("mean").click()
    assert found.graph.numbers.stop == MEAN
    assert [card.title for card in found.view.page.cards] == ["Update"]
    found.view.moments.segment("example").click()
    assert found.graph.numbers.stop == 5


def test_its_value_is_set_and_frozen_and_undone(microscope):
    found = microscope.open()
    found.look_at(WEIGHT, edit=True)
    head = found.view.head
    assert head.value.hasFocus()
    QTest.keyClicks(head.value, "1much")
    QTest.keyClick(head.value, KEY.Key_Return)
    assert head.said.text() == "Value must be a number from -1,000,000 to 1,000,000."
    head.value.selectAll()
    QTest.keyClicks(head.value, "1/4")
    QTest.keyClick(head.value, KEY.Key_Return)
    assert found.lab.session.spec.start["W2[1,1]"] == 0.25
    QTest.keyClicks(head.value, "7")
    QTest.keyClick(head.value, KEY.Key_Escape)
    assert head.value.hasFocus()  # the old value is back
    QTest.keyClick(head.value, KEY.Key_Escape)
    assert found.sheet.hasFocus()  # where Space plays
    head.freeze.click()
    assert "W2[1,1]" in found.lab.session.spec.frozen
    found.driver.until_shown()
    assert found.rows[-1].note == "frozen: it keeps its value"
    found.lab.session.undo_stack.undo()
    assert not head.freeze.isChecked()


def test_its_gradient_is_checked_by_differences(microscope):
    found = microscope.open()
    found.look_at(WEIGHT)
    found.view.head.check.click()
    found.driver.until(lambda: found.view.head.said.text().endswith("✓"))
    assert "by backpropagation 0.0821670" in found.view.head.said.text()
    found.look_at(Parameter(1, 0, 1))
    assert found.view.head.said.text() == ""


def test_it_is_copied_as_text_and_as_latex(microscope):
    found = microscope.open()
    found.look_at(WEIGHT)
    found.click("as plain text")
    assert "Chain rule: the effect of W2[1,1]" in QGuiApplication.clipboard().text() or (
        "W2[1,1]" in QGuiApplication.clipboard().text()
    )
    found.click("as LaTeX")
    assert r"\begin{align*}" in QGuiApplication.clipboard().text()


def test_with_nothing_selected_the_largest_gradient_is_offered(microscope):
    found = microscope.open()
    found.parts.dock.call(found.parts.places["microscope"])
    found.driver.until_shown()
    assert found.view.empty.offer.text() == "Look at the largest gradient: b2[1], 0.14"
    found.view.empty.offer.click()
    assert found.graph.scene.selected == Parameter(1, None, 0)
    found.graph.select(Neuron(0, 1))
    assert found.view.empty.isVisible()
    assert found.view.empty.message.text().startswith("This is an input")


def test_among_the_essentials_the_dock_comes_with_the_first_number_and_goes_again(microscope):
    found = microscope.open(essentials=True)
    dock = found.parts.dock
    assert not dock.isVisible()
    found.look_at(WEIGHT)
    assert dock.isVisible()
    assert [page.title for page in dock.shown] == ["Microscope"]
    dock.close_button.click()
    assert not dock.isVisible()
    found.look_at(Neuron(1, 1))
    assert dock.isVisible()
    found.lab.commands.view.set_essentials(False)
    assert dock.shown == list(dock.pages)


def test_while_training_runs_it_asks_now_and_then_and_closed_never(microscope):
    found = microscope.open("circle")
    found.look_at(WEIGHT)
    found.lab.commands.train.play_or_pause()
    found.driver.until(lambda: found.driver.snapshot.step > 20)
    assert found.view._snapshot.state is RunState.RUNNING
    found.view._taken = float("inf")
    assert found.view.needs == Needs()
    found.view._taken = 0.0
    assert found.view.needs == Needs(step=True)
    found.parts.dock.close_button.click()
    assert found.view not in found.parts.visible_views()


def test_while_training_is_slow_every_step_is_looked_at_and_flat_out_one_in_seconds(microscope, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("bplab.ui.views.microscope.view.monotonic", lambda: now[0])
    microscope.open().look_at(WEIGHT)
    view = microscope.view
    shot = replace(microscope.driver.snapshot, state=RunState.RUNNING)
    view.show_snapshot(shot)
    for passed, seconds, looks in (
        (0, 1, False), (0, 2, True), (1, 0.1, False), (1, 0.3, True), (10, 0.3, True), (11, 1.9, False),
        (11, 2, True),
    ):  # fmt: skip
        view._taken, view._snapshot = now[0] - seconds, replace(shot, step=shot.step + passed)
        assert view.needs == Needs(step=looks), (passed, seconds)


def test_a_new_run_is_looked_at_at_once_while_training_goes_on(microscope):
    microscope.open("spiral")
    microscope.look_at(WEIGHT)
    microscope.lab.commands.train.play_or_pause()
    microscope.driver.until(lambda: microscope.driver.snapshot.step > 20)
    microscope.view._taken = float("inf")  # as if it had just looked
    microscope.lab.session.edit("Seed", microscope.lab.session.spec.but(seed=9))
    microscope.driver.until(lambda: microscope.driver.snapshot.run == microscope.lab.session.run)
    microscope.driver.until(lambda: microscope.view.page is not None)
    assert microscope.view._snapshot.state is RunState.RUNNING


def test_a_low_window_has_a_tab_a_card_and_leaves_out_the_strip(microscope):
    found = microscope.open("spiral")
    window = found.lab.window
    window.resize(1120, 700)
    found.look_at(WEIGHT)
    found.driver.until(lambda: window.size().toTuple() == (1120, 700))
    found.driver.settle()
    assert found.parts.dock.height() <= 280
    assert found.parts.canvas.height() >= 260
    assert found.view.cards.isVisible()
    assert not found.parts.places["signal"].isVisible()
    found.view.cards.segment("3").click()
    assert found.sheet._parts.bars is not None
    window.resize(1440, 900)
    found.parts.dock.select(1)
    found.driver.settle()
    assert found.parts.places["signal"].isVisible()


@pytest.mark.parametrize(("optimizer", "split"), [("sgd", False), ("momentum", False), ("adam", True)])
def test_nothing_has_to_be_scrolled_however_many_lines_the_optimizer_has(microscope, optimizer, split):
    found = microscope.open("circle")
    session, view = found.lab.session, found.view
    session.edit("Change the optimizer", session.spec.but(optimizer=optimizer))
    found.lab.window.resize(1440, 900)
    found.driver.settle()
    found.look_at(WEIGHT)
    found.driver.settle()
    bar = view.area.verticalScrollBar()
    assert (view.parts.isVisible(), bar.maximum()) == (split, 0)
    if split:
        view.parts.segment("3").click()
        found.driver.settle()
        assert (view.shown, bar.maximum()) == ((3,), 0)
        assert found.sheet._parts.bars is not None


def test_what_is_fitted_is_composed_once_a_picture(microscope, monkeypatch):
    found = microscope.open("spiral")
    found.lab.window.resize(1440, 900)
    found.look_at(Neuron(1, 0))
    found.driver.settle()
    shown, composed, view = [], [], found.view
    show, show_page = view._show, view.sheet.show_page
    monkeypatch.setattr(view, "_show", lambda: (shown.append(1), show()))
    monkeypatch.setattr(
        view.sheet, "show_page", lambda *page, **how: (composed.append(1), show_page(*page, **how))
    )
    found.lab.commands.train.step_batch()
    found.driver.until(lambda: found.driver.snapshot.step == 1 and bool(shown))
    assert len(composed) == len(shown)


def test_presented_it_has_its_switches_in_its_head(microscope):
    found = microscope.open()
    found.look_at(WEIGHT)
    found.sheet.setFocus()
    found.lab.commands.view.toggle_present()
    found.driver.settle()
    assert found.view.tools.window() is found.view.window()
    found.lab.commands.view.toggle_present()
    found.driver.settle()
    assert found.parts.dock.isAncestorOf(found.view.tools)
    assert found.view.tools.isVisible()


def test_of_a_network_that_was_just_edited_nothing_is_shown_until_its_numbers_come(microscope):
    found = microscope.open()
    found.look_at(WEIGHT)
    session = found.lab.session
    assert session.edit("Change seed", session.spec.but(seed=9))
    found.view._show()
    assert found.view.page is None


def test_shown_again_after_its_input_has_gone_it_looks_at_nothing(microscope):
    microscope.open("digits")
    microscope.look_at(Parameter(0, 40, 0))
    microscope.lab.commands.file.show_start()
    microscope.lab.session.restart("Open", preset("worked-example"))
    microscope.lab.window.show_lab()
    microscope.driver.until_shown()
    assert microscope.view.isVisible()
    assert microscope.view.head.at is None


def test_a_screen_reader_hears_what_there_is_and_how_to_go_through_it(microscope):
    found = microscope.open()
    found.look_at(WEIGHT)
    told = found.sheet.accessibleDescription()
    assert told.startswith(f"{len(found.sheet.stops)} numbers. Arrow keys go through them")
    QTest.keyClick(found.sheet, Qt.Key.Key_Right)
    assert found.sheet.accessibleDescription().startswith("W2[1,1] = 0.4")


def test_a_value_of_four_digits_is_not_cut(microscope):
    found = microscope.open("circle")
    found.look_at(Parameter(1, 3, 0))
    field = found.view.head.value
    assert field.text() == "w = −0.94"
    field.set_value(-0.94567)
    room = field.width() - 2 * 8 - 4  # padding and borders
    assert field.fontMetrics().horizontalAdvance(field.text()) <= room
    assert len(field.text()) == len("w = −0.9457")
