"""Weights > Equal neurons: groups side by side, why they stay equal, and merging them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest

from bplab.experiment.spec import Layer, Output
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.ui.views.weights.equal_layout import COLUMN
from bplab.ui.views.weights.equal_painter import EDGES
from bplab.ui.views.weights.equal_text import LATE, verdict, words_of
from bplab.ui.views.weights.equal_view import EqualView

CONSTANT = {
    "layers": (Layer(units=4, init="constant", gain=0.5),),
    "output": Output("sigmoid", "constant", 0.5),
}


@pytest.fixture
def shown(stage, theme, start):
    def show(steps=3, state=RunState.PAUSED, **changes):
        run = start("circle", **{**CONSTANT, **changes})
        if steps:
            run.trainer.run(steps=steps)
        view = EqualView(theme)
        on = stage(view, 840, 208)
        on.show(picture(run, state))
        return view, on, run

    return show


def picture(run, state=RunState.PAUSED):
    run.version += 1
    needs = Needs(parameters=True, step=True, tiles=24)
    return Run(run.number, run.trainer, state).picture(needs, run.version)


def test_equal_neurons_stand_side_by_side_with_equal_numbers(shown):
    view, _, run = shown()
    assert view.groups == ((0, 1, 2, 3),)
    (place,) = view.plan().groups
    assert place.units == (0, 1, 2, 3)
    reading = view._reading
    assert [reading.label(row) for row in range(reading.rows)] == ["from x₁", "from x₂", "b", "to Output"]
    for row in range(reading.rows):
        assert len({(reading.value(row, unit), reading.gradient(row, unit)) for unit in range(4)}) == 1
    W, b = run.trainer.weights[0]
    assert reading.value(1, 2) == W[1, 2]
    assert reading.value(2, 0) == b[0]
    step = view._snapshot.next_step
    assert reading.gradient(3, 1) == step.gradients[1][0][1, 0]
    assert reading.delta(0) == pytest.approx(np.sqrt((step.delta[0][:, 0] ** 2).mean()))


def test_a_weight_and_a_negative_gradient_beside_it_do_not_read_as_a_difference(theme):
    wide = QFontMetricsF(theme.font("form")).horizontalAdvance("−0.0530")
    weight, gradient = EDGES
    assert wide <= weight
    assert gradient - wide - weight >= 6
    assert gradient < COLUMN


def test_the_words_say_why_they_stay_equal_and_what_merging_makes(shown, qtbot):
    view, _, _ = shown()
    qtbot.waitUntil(lambda: view._outcome is not None)
    texts = [text for text, *_ in words_of(view._reading, 0, view._outcome)]
    assert texts[0] == "Equal weights, equal δ, equal step"
    assert texts[1] == "from x₁, next step, all four:"
    assert texts[5] == "Merged: 4 to 1 neuron, 17 to 5 parameters; to Output"
    assert texts[6].startswith("4 × ")
    assert texts[7].startswith("Outputs ")


def test_equal_weights_alone_do_not_stay_equal(shown):
    view, _, _ = shown(steps=0, output=Output("sigmoid", "normal"))
    assert verdict(view._reading, view.groups[0])[0] == "Equal weights, different δ"
    assert view._reading.step(view.groups[0]) is None


def test_any_optimizer_has_its_step_in_two_lines(shown):
    view, _, _ = shown(optimizer="adam")
    caption, first, second = view._reading.step(view.groups[0])
    assert caption == "from x₁, next step by Adam, all four:"
    assert "×" not in first
    assert second.startswith("= ")


def test_merging_asks_for_a_smaller_network_that_computes_the_same(shown, qtbot):
    view, _, run = shown()
    with qtbot.waitSignal(view.merged) as asked:
        view.button.click()
    (outcome,) = asked.args
    assert outcome.parameters == (17, 5)
    assert outcome.apart < 1e-14
    assert outcome.spec.hidden == "1"
    assert np.isclose(outcome.weights[1][0][0, 0], run.trainer.weights[1][0].sum())


def test_after_merging_it_tells_what_was_merged_until_another_run_comes(shown, start):
    view, on, _ = shown()
    view.button.click()
    on.show(picture(start("circle", 2, layers=(Layer(units=1),))))
    assert "Merged: 4 to 1 neuron, 17 to 5 parameters" in view.accessibleDescription()
    assert not view.button.isVisible()
    on.show(picture(start("circle", 3, layers=(Layer(units=1),))))
    assert view.accessibleDescription() == "Hidden 1 has one neuron, which equals no other."


def test_where_all_are_different_it_says_so_and_when_they_would_be_equal(shown):
    view, _, _ = shown(layers=(Layer(units=5),), output=Output("sigmoid"))
    assert view._message().startswith("All 5 neurons of Hidden 1 are different.")
    assert not view.button.isVisible()
    view, _, _ = shown(layers=(), output=Output("sigmoid"))
    assert view._message().startswith("There is no hidden layer")


def test_of_a_large_group_few_are_shown_and_the_rest_counted(shown):
    view, _, _ = shown(layers=(Layer(units=512, init="constant"),))
    (place,) = view.plan().groups
    assert len(place.units) + place.more == 512
    assert place.frame.right() < view.plan().side.left()


def test_keys_walk_rows_and_groups_and_are_read_aloud(shown):
    others = {f"W1[{source},{unit}]": 0.25 for source in (1, 2) for unit in (3, 4)}
    view, _, _ = shown(steps=0, start=others)
    assert view.groups == ((0, 1), (2, 3))
    assert view.accessibleDescription().startswith("Hidden 1, 2 of 4 different. Neurons 1, 2: Equal")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleDescription().startswith("Neuron 1, from x₂, w = ")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert "Neurons 3, 4" in view.accessibleDescription()
    assert view.plan().groups[0].units == (2, 3)


def test_while_a_large_network_trains_the_step_is_promised(shown):
    view, _, run = shown()
    view.show_snapshot(replace(picture(run, RunState.RUNNING), next_step=None))
    assert verdict(view._reading, view.groups[0]) == ("Equal weights", LATE)
    assert not view._soon.isActive()


def test_every_number_has_all_its_digits_and_the_table_can_be_copied(shown):
    view, on, run = shown()
    plan = view.plan()
    cell = plan.groups[0].column(1)
    assert f"w = {str(run.trainer.weights[0][0][0, 1]).replace('-', '−')}" in on.tip(
        cell.center().x(), plan.row(0) + 5
    )
    rows = view.values_text().splitlines()
    assert rows[1].split("\t")[:2] == ["1 = 2 = 3 = 4", "from x₁"]


def test_in_the_window_merging_is_one_undo_step(driver):
    lab = driver.lab
    lab.session.open("Constant", lab.session.spec.but(**CONSTANT))
    driver.until_shown()
    lab.commands.view.show_everything()
    place = lab.workspace.places["weights"]
    lab.commands.view.show_view(place)
    view = place.fill()
    view.show_equal_neurons(0)
    page = view.current
    driver.until(lambda: page._snapshot is not None and page._snapshot.next_step is not None)
    assert view.choices["weights.page"] == "equal"
    page.button.click()
    assert lab.session.spec.hidden == "1"
    assert lab.session.undo_stack.undoText() == "Merge equal neurons"
    driver.until_shown()
    driver.until(lambda: page._told is not None and page._told.run == lab.session.run)
    lab.session.undo_stack.undo()
    assert lab.session.spec.hidden == "4"
