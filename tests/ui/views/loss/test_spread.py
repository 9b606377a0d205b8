"""Other seeds in the loss plot: the median, the middle half, all, and a threshold to drag."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bplab.experiment.presets import preset
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer
from bplab.trials.group import SeedGroup
from bplab.trials.seeds import seeds
from bplab.trials.trial import train
from bplab.ui.views.loss.view import LossView

SPIRAL = preset("spiral")
STEPS = 180


@pytest.fixture(scope="module")
def group():
    found = SeedGroup(1, "Spiral: other seeds", 1, SPIRAL, 6)
    for place, trial in enumerate(seeds(SPIRAL, 6, STEPS)):
        found = found.with_result(train(place, trial, lambda _progress: None))
    return found.ended()


@pytest.fixture(scope="module")
def run():
    run = Run(1, Trainer(SPIRAL), RunState.PAUSED)
    run.trainer.run(steps=STEPS)
    return run


@pytest.fixture
def on(stage, theme, run):
    on = stage(LossView(theme))
    on.show(run.picture(Needs(), 1))
    return on


@pytest.fixture
def wanted(on):
    found = []
    on.view.threshold_wanted.connect(found.append)
    return found


def labels(on):
    return [one.label for one in on.view._legend]


def at(on, level):
    """The place of a level at the left end of the plot, in pixels of its viewport."""
    frame = on.view.plot.frame_now
    return QPoint(round(frame.field.left()) + 1, round(frame.pixel(0, level).y()))


def test_without_a_group_nothing_of_it_is_drawn(on, group):
    assert on.view.plot.others.bands == ()
    assert on.view.plot.handle.threshold is None
    on.view.show_seeds(SeedGroup(2, "None yet", 1, SPIRAL, 4), 0.5)
    assert labels(on) == ["train", "test"]


def test_median_middle_half_and_all_are_those_of_the_seeds(on, group):
    on.view.show_seeds(group, 0.6)
    losses = np.array([run.curve.mean for run in group.found.runs])
    everything, middle = on.view.plot.others.bands
    np.testing.assert_allclose(everything.low, losses.min(axis=0))
    np.testing.assert_allclose(everything.high, losses.max(axis=0))
    np.testing.assert_allclose(middle.low, np.quantile(losses, 0.25, axis=0))
    np.testing.assert_allclose(middle.high, np.quantile(losses, 0.75, axis=0))
    np.testing.assert_allclose(on.view.plot.others.shown[0].line.y, np.median(losses, axis=0))
    assert labels(on) == ["median", "middle half", "all 6", "seed 2"]


def test_the_line_of_the_run_is_not_smoothed_beside_areas_that_are_not(on, group, run):
    on.view.show_seeds(group, 0.6)
    np.testing.assert_array_equal(on.view._lines[0].y, run.trainer.history["train_loss"])
    assert not on.view.smooth.isEnabled()
    on.view.show_seeds(None, 0.6)
    assert on.view.smooth.isEnabled()
    assert labels(on) == ["train", "test"]


def test_both_counts_stand_at_the_threshold_and_a_mark_where_each_seed_comes_below(on, group):
    on.view.show_seeds(group, 0.6)
    threshold, found = on.view.plot.handle.threshold, group.found
    assert threshold.y == 0.6
    assert threshold.texts[0] == (
        f"{found.reached(0.6)} of 6 reach loss < 0.6, {found.ending_below(0.6)} end below it"
    )
    assert list(threshold.marks) == [
        run.reached(0.6) for run in found.runs if run.reached(0.6) is not None
    ]  # fmt: skip


def test_the_threshold_is_dragged_by_its_line(on, group, wanted):
    on.view.show_seeds(group, 0.6)
    plot, viewport = on.view.plot, on.view.plot.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at(on, 0.6))
    on.point_at(*at(on, 0.5).toTuple(), viewport)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=at(on, 0.5))
    assert wanted == [pytest.approx(0.5, abs=0.011)]
    assert wanted[0] == round(wanted[0], 2)  # a round number
    on.point_at(*at(on, 0.3).toTuple(), viewport)  # no longer
    assert len(wanted) == 1
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at(on, 0.3))
    on.point_at(*at(on, 0.2).toTuple(), viewport)
    assert len(wanted) == 1
    assert not plot.handle.is_dragged


def test_it_stays_above_zero_and_within_the_axis(on, group, wanted):
    on.view.show_seeds(group, 0.6)
    viewport = on.view.plot.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at(on, 0.6))
    on.point_at(60, 2000, viewport)
    on.point_at(60, -500, viewport)
    assert wanted == [0.01, on.view.plot.axes.y_range[1]]


def test_up_and_down_move_it_and_shift_ten_times_as_far(on, group, wanted):
    on.view.show_seeds(group, 0.6)
    on.view.setFocus()
    QTest.keyClick(on.view, Qt.Key.Key_Up)
    QTest.keyClick(on.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert wanted == [0.61, 0.5]
    on.view.show_seeds(None, 0.6)
    QTest.keyClick(on.view, Qt.Key.Key_Up)
    assert len(wanted) == 2


def test_on_a_log_axis_everything_is_on_the_same_axis(on, group, wanted):
    on.view.show_seeds(group, 0.6)
    on.view.log.click()
    assert on.view.plot.handle.threshold.y == pytest.approx(np.log10(0.6))
    np.testing.assert_allclose(on.view.plot.others.bands[0].low, np.log10(group.spread.low))
    on.view.setFocus()
    QTest.keyClick(on.view, Qt.Key.Key_Up)
    assert wanted == [pytest.approx(0.67)]


def test_accuracies_have_no_spread(on, group):
    on.view.show_seeds(group, 0.6)
    on.view.tabs.tab("accuracy").click()
    assert on.view.plot.others.bands == ()
    assert labels(on) == ["train", "test"]
    on.view.tabs.tab("loss").click()
    assert len(on.view.plot.others.bands) == 2


def test_another_run_beside_the_seeds_has_its_own_name(on, group, run):
    on.view.overlay((), {1: "Spiral", 9: "Adam"})
    on.view.show_seeds(group, 0.6)
    other = Run(9, run.trainer, RunState.PAUSED)
    on.show(other.picture(Needs(), 2))
    assert labels(on)[-1] == "Adam"


def test_the_areas_are_seen_in_both_themes(themes, stage, run, group, alike):
    on = stage(LossView(themes))
    on.show(run.picture(Needs(), 1))
    on.view.show_seeds(group, 0.6)
    image = on.view.plot.viewport().grab().toImage()
    frame = on.view.plot.frame_now
    everything, middle = on.view.plot.others.bands
    place = int(np.argmax((middle.low - everything.low)[:-1]))
    at = frame.pixel(everything.x[place], (everything.low[place] + middle.low[place]) / 2)
    assert alike(image.pixelColor(at.toPoint()), themes.color("accw"), 6)


def test_progress_alone_draws_nothing_anew(on, group, monkeypatch):
    on.view.show_seeds(group, 0.6)
    drawn = []
    monkeypatch.setattr(on.view, "_draw", lambda: drawn.append(1))
    on.view.show_seeds(group.ended(), 0.6)
    assert drawn == []
    on.view.show_seeds(group, 0.5)
    assert drawn


def test_low_and_wide_the_median_is_named_in_the_plot(stage, theme, run, group):
    on = stage(LossView(theme), 460, 190)
    on.show(run.picture(Needs(), 1))
    on.view.show_seeds(group, 0.6)
    assert labels(on) == ["seed 2"]
    assert on.view.plot.others.shown[0].name == "median"
    on.view.resize(336, 405)
    on.pixels()
    assert on.view.plot.others.shown[0].name == ""
