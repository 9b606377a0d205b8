import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.experiment.spec import DataSpec
from bplab.numerals import short
from bplab.training.snapshot import Needs, RunState
from bplab.ui.views.loss.view import LossView


@pytest.fixture
def on(stage, theme):
    return stage(LossView(theme))


def lines(on) -> list[str]:
    crosshair = on.view.plot.crosshair
    return list(crosshair.lines) if crosshair else []


def test_before_the_first_step_it_says_when_the_curve_starts(on, start):
    on.show(start("circle").snapshot(state=RunState.IDLE))
    axes = on.view.plot.axes
    assert axes.message == "The curve starts with the first step"
    assert axes.x_range == (0, 100)
    assert axes.level == pytest.approx(math.log(2))
    assert axes.level_text == "guessing: ln 2 = 0.693"


def test_the_message_goes_with_the_first_step(on, start):
    run = start("circle")
    on.show(run.snapshot())
    on.show(run.snapshot(steps=1))
    assert on.view.plot.axes.message == ""


def test_the_message_goes_at_once_where_training_runs_already(on, start):
    run = start("circle")
    on.show(run.snapshot(state=RunState.RUNNING))
    on.show(run.snapshot(epochs=42, state=RunState.RUNNING))
    assert on.view.plot.axes.message == ""


def test_the_axis_never_ends_before_the_line(on, start):
    run = start("circle")
    on.show(run.snapshot(epochs=5, state=RunState.RUNNING))
    on.show(run.snapshot(epochs=42, state=RunState.RUNNING))
    assert on.view.plot.axes.x_range[1] >= 42


def test_the_lines_are_drawn_in_the_colors_of_the_theme(stage, themes, start, alike):
    on = stage(LossView(themes))
    on.view.smooth.set_value(0)
    on.show(start("circle").snapshot(epochs=20))
    plot = on.view.plot
    for number, token in enumerate(("text", "acc")):
        line = on.view._lines[number]
        at = plot.frame_now.pixel(line.x[-1], line.y[-1])
        x, y = at.x() + plot.x(), at.y() + plot.y()
        assert any(
            alike(on.color(x + dx, y + dy), themes.color(token)) for dx in (-2, 0, 2) for dy in (-2, 0, 2)
        ), token
    assert alike(on.color(5, 300), themes.color("panel"))


def test_a_new_epoch_changes_the_plot_and_a_step_within_one_does_not(on, start):
    run = start("circle")
    on.show(run.snapshot(epochs=3))
    before = on.show(run.snapshot(steps=1))
    assert on.show(run.snapshot(steps=1)) == before
    assert on.show(run.snapshot(epochs=1)) != before


def test_the_crosshair_reads_exactly_what_was_measured(on, start):
    snapshot = start("circle").snapshot(epochs=12)
    on.show(snapshot)
    frame = on.view.plot.frame_now
    at = frame.pixel(7.2, 0.3)
    on.point_at(at.x(), at.y(), on.view.plot.viewport())
    train = snapshot.history.epochs.read("train_loss", 100).mean[7]
    test = snapshot.history.epochs.read("test_loss", 100).mean[7]
    assert lines(on) == ["epoch 7", f"train {train:.4f}", f"test {test:.4f}"]
    QApplication.sendEvent(on.view.plot, QEvent(QEvent.Type.Leave))
    assert lines(on) == []


def test_keys_walk_the_epochs(on, start):
    on.show(start("circle").snapshot(epochs=30))
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(on.view, Qt.Key.Key_Left)
    assert lines(on)[0] == "epoch 29"
    QTest.keyClick(on.view, Qt.Key.Key_Left, shift)
    assert lines(on)[0] == "epoch 19"
    QTest.keyClick(on.view, Qt.Key.Key_Home)
    assert lines(on)[0] == "epoch 0"
    assert on.view.accessibleDescription().startswith("epoch 0, train ")
    QTest.keyClick(on.view, Qt.Key.Key_Escape)
    assert lines(on) == []


def test_accuracy_is_shown_in_percent_with_the_most_frequent_class(on, start):
    snapshot = start("circle").snapshot(epochs=10)
    on.show(snapshot)
    on.view.tabs.tab("accuracy").click()
    axes = on.view.plot.axes
    assert axes.y_range[1] == 1
    assert axes.y_ticks[-1].text == "100 %"
    labels = snapshot.prepared.dataset.targets[snapshot.prepared.split.train]
    assert axes.level == np.bincount(labels).max() / len(labels)
    QTest.keyClick(on.view, Qt.Key.Key_End)
    assert lines(on)[1] == f"train {100 * snapshot.evaluation.train.accuracy:.1f} %"
    assert not on.view.log.isEnabled()


def test_bits_as_targets_have_an_accuracy(on, start):
    facts = DataSpec(name="family_trees", train_percent=96)
    on.show(start("plane", data=facts, loss="half_squared").snapshot())
    on.view.tabs.tab("accuracy").click()
    assert on.view.what == "accuracy"


def test_numbers_as_targets_have_no_accuracy(on, start):
    on.show(start("circle", 1).snapshot())
    on.view.tabs.tab("accuracy").click()
    on.show(start("plane", 2).snapshot(epochs=1))
    assert on.view.what == "loss"
    assert not on.view.tabs.tab("accuracy").isVisible()
    assert on.view.plot.axes.level_text.startswith("guessing: mean = ")


def test_a_log_axis_has_true_ticks(on, start):
    on.show(start("circle").snapshot(epochs=40))
    on.view.log.click()
    axes = on.view.plot.axes
    assert all(text.startswith("10") for _, text in axes.y_ticks)
    assert axes.level == pytest.approx(math.log10(math.log(2)))
    line = on.view._lines[0]
    assert 10 ** line.raw_y[-1] == pytest.approx(on.view._track.last("train_loss")[1])


def test_smoothing_keeps_the_raw_line_faint_behind(on, start):
    on.show(start("circle").snapshot(epochs=100))
    plot = on.view.plot
    assert plot.has_raw
    assert plot._raw_stroke(plot.styles[0], np.empty((0, 4))).pen.color().lightness() > 160
    on.view.smooth.set_value(0)
    on.view.smooth.edited.emit(0.0)
    assert not plot.has_raw


def test_while_training_the_axes_change_at_most_twice_a_second_unless_the_line_would_leave(
    on, start, monkeypatch
):
    now, changes = [100.0], []
    monkeypatch.setattr("bplab.ui.views.loss.view.time.monotonic", lambda: now[0])
    run = start("circle")
    running = RunState.RUNNING
    on.show(run.snapshot(epochs=1, state=running))
    monkeypatch.setattr(on.view.plot, "set_axes", changes.append)
    on.show(run.snapshot(epochs=8, state=running))
    assert not changes
    now[0] += 0.6
    on.show(run.snapshot(epochs=1, state=running))
    assert len(changes) == 1
    on.show(run.snapshot(epochs=1, state=running))
    assert changes[1].x_range == (0, 12)


def test_a_validation_part_has_its_line(on, start):
    on.show(start("moons").snapshot(epochs=3))
    assert [one.name for one in on.view._series] == ["train", "validation", "test"]
    assert len(on.view.plot.lines) == 3


def test_another_run_starts_over(on, start):
    on.show(start("moons", 1).snapshot(epochs=30))
    on.show(start("tanh", 2).snapshot(epochs=2))
    assert [one.name for one in on.view._series] == ["train"]
    assert on.view.plot.axes.x_range == (0, 10)


def test_diverged_values_do_not_break_the_plot(on, start):
    run = start("circle")
    run.snapshot(epochs=2)
    run.trainer.history.epochs.append(np.array([[np.nan, np.nan, np.inf, np.nan, np.nan, np.nan]]))
    on.show(run.snapshot(history=run.trainer.history))
    assert on.view._lines[0].x[-1] == 2


def test_copy_gives_a_table(on, start):
    snapshot = start("circle").snapshot(epochs=3)
    on.show(snapshot)
    QTest.keyClick(on.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [row.split("\t") for row in QGuiApplication.clipboard().text().splitlines()]
    assert rows[0] == ["epoch", "train_loss", "test_loss"]
    assert [row[0] for row in rows[1:]] == ["0", "1", "2", "3"]
    assert float(rows[4][1]) == snapshot.evaluation.train.loss


def test_a_right_click_on_the_plot_offers_our_own_menu(on, start, shown_tips):
    on.show(start("circle").snapshot(epochs=1))
    viewport = on.view.plot.viewport()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse,
        viewport.rect().center(),
        viewport.mapToGlobal(viewport.rect().center()),
    )
    QApplication.sendEvent(viewport, event)
    (menu,) = shown_tips
    assert [action.text() for action in menu.actions()] == ["Copy values", "Copy picture", "Save picture..."]


def test_the_plot_neither_pans_nor_zooms(on, start):
    on.show(start("circle").snapshot(epochs=5))
    viewport = on.view.plot.viewport()
    before = on.view.plot.viewRange()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=viewport.rect().center())
    QTest.mouseMove(viewport, viewport.rect().center() * 0.7)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton)
    assert on.view.plot.viewRange() == before


def test_choices_come_back_and_nonsense_does_not(stage, theme, start):
    first = LossView(theme)
    stage(first)
    first.tabs.tab("accuracy").click()
    first.log.click()
    first.smooth.set_value(0.7)
    second = LossView(theme)
    on = stage(second)
    second.restore(first.choices)
    assert second.choices == {"loss.what": "accuracy", "loss.log": False, "loss.smooth": 0.7}
    on.show(start("circle").snapshot(epochs=2))
    assert second.plot.axes.y_ticks[-1].text == "100 %"
    second.restore({"loss.what": "profit", "loss.log": 3, "loss.smooth": "much"})
    assert second.choices == first.choices


def test_it_needs_nothing_but_the_history(on):
    assert on.view.needs == Needs()


def test_low_and_wide_the_legend_moves_into_the_header(stage, theme, start):
    on = stage(LossView(theme), 856, 203)
    on.show(start("circle").snapshot(epochs=5))
    assert on.view._legend_row().top() < 20
    assert "never used for training" in on.tip(
        on.view._legend_row().right() - 4, on.view._legend_row().center().y()
    )


def test_the_short_form_draws_a_linear_axis_and_offers_no_other(on, start):
    on.view.log.set_value(True)
    on.show(start("circle").snapshot(epochs=3))
    on.view.set_essentials(True)
    assert on.view.plot.axes.level == pytest.approx(math.log(2))
    assert not on.view.log.isVisible()
    assert not on.view.smooth.isVisible()
    on.view.set_essentials(False)
    assert on.view.plot.axes.level == pytest.approx(math.log10(math.log(2)))
    assert on.view.smooth.isVisible()


def test_losses_that_are_sums_are_compared_per_example_and_say_so(on, start):
    summed, mean = start("plane", reduction="sum", learning_rate=1e-4), start("plane")
    on.show(mean.snapshot())
    first, guess = [float(line.raw_y[0]) for line in on.view._lines], on.view._guess
    assert [one.label for one in on.view._series] == ["train", "test"]
    on.show(summed.snapshot(epochs=3, run=2))
    counts = [len(summed.snapshot().prepared.split.train), len(summed.snapshot().prepared.split.test)]
    assert [float(line.raw_y[0]) for line in on.view._lines] == pytest.approx(first)
    assert [one.label for one in on.view._series] == [
        f"train ÷ {counts[0]:,}",
        f"test ÷ {counts[1]:,}",
    ]
    assert on.view._guess == guess
    on.view._point_at(0.0)
    assert lines(on)[0] == "epoch 0 · per example"
    assert lines(on)[1] == f"train {short(first[0], 4)}"


def test_what_has_not_grown_is_not_drawn_again(on, start, monkeypatch):
    run, drawn = start("circle"), []
    on.show(run.snapshot(epochs=4, state=RunState.RUNNING))
    monkeypatch.setattr(on.view, "_draw", lambda: drawn.append(on.view._track.count))
    for steps in (1, 1, run.snapshot().steps_per_epoch):
        on.show(run.snapshot(steps=steps, state=RunState.RUNNING))
    assert drawn == [6]
    on.show(run.snapshot(state=RunState.PAUSED))
    assert drawn == [6, 6]  # at rest the axes may end elsewhere
