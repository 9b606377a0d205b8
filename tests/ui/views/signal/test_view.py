from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtTest import QTest

from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.ui.views.signal.view import SignalStrip


@pytest.fixture
def on(stage, theme):
    return stage(SignalStrip(theme), 840, 136)


def test_it_stands_as_in_the_design(on):
    plan = on.view.plan()
    assert plan.box.getRect() == (16, 25, 808, 95)
    assert on.view.height() == 136


def test_before_the_first_step_it_shows_what_that_step_will_bring(on, start):
    run = start("circle")
    snapshot = run.snapshot()
    on.show(snapshot)
    run.trainer.run(steps=1)
    assert on.view._reading.values == pytest.approx(run.trainer.last_row[5:7])


def test_before_it_has_been_asked_for_nothing_is_not_a_number(on, start):
    run = start("circle")
    run.version += 1
    unasked = Run(run.number, run.trainer, RunState.IDLE).picture(Needs(), run.version)
    on.show(unasked)
    assert on.view._reading is None
    on.show(run.snapshot())
    assert on.view._reading is not None


def test_dots_stand_under_their_columns_in_the_layers_colors(stage, themes, start, alike):
    on = stage(SignalStrip(themes), 840, 136)
    on.view.set_columns([84.0, 420.0, 756.0], 840)
    on.show(start("circle").snapshot(steps=5, delta_norms=np.array([0.1, 0.02])))
    plot = on.view.plan().plot
    middle = plot.bottom() - plot.height() / 2
    assert alike(on.color(420, middle), themes.layer_color(0, 2), 6)
    assert alike(on.color(756, plot.bottom() - 4), themes.layer_color(1, 2), 40)
    assert alike(on.color(5, 130), themes.color("canvas"))
    assert alike(on.color(30, 110), themes.color("panel"))


def test_the_columns_move_with_the_canvas(on, start):
    before = on.show(start("circle").snapshot(steps=5))
    on.view.set_columns([100.0, 300.0, 500.0], 840)
    assert on.view.layer_xs() == [300, 500]
    assert on.pixels() != before


def test_columns_of_another_network_are_not_used(on, start):
    on.view.set_columns([100.0, 300.0], 840)
    on.show(start("circle").snapshot(steps=5))
    assert len(on.view.layer_xs()) == 2
    plot = on.view.plan().plot
    assert sum(on.view.layer_xs()) / 2 == pytest.approx(plot.center().x())


def test_without_its_network_it_fills_its_place(theme, stage, start):
    view = SignalStrip(theme)
    view.setMaximumHeight(16_777_215)
    on = stage(view, 683, 512)
    view.set_columns([-400.0, 300.0, 900.0], 840)  # of a canvas that is zoomed and wider
    on.show(start("circle").snapshot(steps=5))
    plan = view.plan()
    assert plan.box.height() > 0.9 * 512
    assert plan.box.contains(*[view.layer_xs()[0], plan.row])
    assert all(plan.plot.left() < x < plan.plot.right() for x in view.layer_xs())


def test_a_new_step_changes_the_strip(on, start):
    run = start("ten")
    before = on.show(run.snapshot(steps=1))
    assert on.show(run.snapshot(steps=50)) != before


def test_the_switch_shows_the_gradient_in_its_place(on, start):
    snapshot = start("ten").snapshot(steps=1)
    on.show(snapshot)
    on.view.switch.segment("gradient").click()
    assert on.view._reading.values == tuple(snapshot.gradient_norms)
    assert on.view.quantity.caption == "|∂L/∂W| per layer, log"


def test_the_pointer_over_a_column_gives_all_its_numbers(on, start):
    snapshot = start("ten").snapshot(steps=1)
    on.view.set_columns([45.0 + 68 * i for i in range(12)], 840)
    on.show(snapshot)
    tip = on.tip(45 + 68, 60)
    assert tip.startswith("Hidden 1, 6 neurons\nrms δ = ")
    assert "update ÷ weight" in tip
    chip = on.tip(45 + 68 * 1.5, on.view.plan().row)
    assert chip.startswith("rms δ from Hidden 2 to Hidden 1:")
    assert "backpropagation carries" in on.tip(40, 10)
    on.help(40, 10)


@pytest.mark.parametrize("name", ["circle", "ten", "twenty", "worked", "digits"])
def test_nothing_overlaps_and_nothing_is_cut_off(on, start, name):
    on.show(start(name).snapshot(steps=3))
    xs, reading = on.view.layer_xs(), on.view._reading
    chips = [place for _, place in on.view._chips(xs, reading)]
    for left, right in pairwise(chips):
        assert left.right() < right.left()
    assert all(on.view.plan().box.contains(chip) for chip in chips)


def test_values_that_are_no_numbers_do_not_break_it(on, start):
    nothing = np.full(11, np.nan)
    on.show(start("ten").snapshot(steps=1, delta_norms=nothing, update_ratios=nothing))
    assert set(on.view._reading.texts) == {"not a number"}


def test_copy_gives_a_table(on, start):
    on.show(start("circle").snapshot(steps=1))
    QTest.keyClick(on.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("layer\tdelta_norms")


def test_choices_come_back_and_nonsense_does_not(on, start):
    on.view.restore({"signal.quantity": "gradient"})
    snapshot = start("circle").snapshot(steps=1)
    on.show(snapshot)
    assert on.view._reading.values == tuple(snapshot.gradient_norms)
    on.view.restore({"signal.quantity": "weather"})
    assert on.view.choices == {"signal.quantity": "gradient"}


def test_it_asks_for_the_signals_of_the_next_step_alone(on):
    assert on.view.needs == Needs(signals=True)


def test_its_still_ground_is_painted_once_while_values_wander(on, start, monkeypatch):
    run, painted = start("circle"), []
    original = on.view._paint_still
    monkeypatch.setattr(on.view, "_paint_still", lambda *given: (painted.append(1), original(*given)))
    for number in range(12):
        values = np.array([0.03, 0.2]) if number % 2 else np.array([0.003, 0.02])
        on.show(run.snapshot(state=RunState.RUNNING, delta_norms=values * (1 + number / 100)))
        if number == 1:
            del painted[:]
    assert not painted


def test_a_caption_gives_way_to_the_sentence_beside_it(on, start):
    on.show(start("circle").snapshot(steps=5))
    assert on.view._caption().endswith(on.view.quantity.more)
    captions = []
    for width in range(839, 300, -20):
        on.view.resize(width, 136)
        captions.append(on.view._caption())
    assert list(dict.fromkeys(captions))[1:] == [on.view.quantity.caption, ""]


def test_a_sentence_without_room_ends_beside_the_switch_and_its_tip_is_complete(on, start, theme):
    on.show(start("circle").snapshot(steps=5))
    view, wide = on.view, QFontMetricsF(theme.font("caption")).horizontalAdvance
    full = view._cut_sentence()
    assert full == view._sentence
    view.resize(344, 136)
    cut = view._cut_sentence()
    assert cut.endswith("…")
    assert view.width() - 16 - wide(cut) >= view.switch.geometry().right()
    assert on.tip(300, 10).startswith(full)
