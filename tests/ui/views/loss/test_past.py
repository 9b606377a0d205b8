"""At a past step the loss keeps its axes, and shows faintly what came after."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.numerals import short
from bplab.ui.views.loss.series import AFTER, AFTER_SHORT, legend_width, series_of
from bplab.ui.views.loss.view import LossView
from bplab.ui.views.plot.moment import Moment


@pytest.fixture
def on(stage, theme):
    return stage(LossView(theme))


@pytest.fixture
def run(start):
    run = start("circle")
    run.latest = run.snapshot(epochs=80)
    run.middle = run.past(40 * run.latest.steps_per_epoch)
    return run


def ends(plot) -> list[tuple[float, float]]:
    return [(line.x[-1], line.y[-1]) for line in plot.lines]


def test_axes_stay_and_lines_end_at_the_step_where_what_came_after_begins(on, run):
    plot = on.view.plot
    on.show(run.latest)
    axes, whole = plot.axes, [line.y.tolist() for line in plot.lines]
    on.show(run.middle)
    assert plot.axes == axes
    assert [line.x[-1] for line in plot.lines] == [40, 40]
    assert [(line.x[0], line.y[0]) for line in plot.after] == ends(plot)
    parts = zip(plot.lines, plot.after, strict=True)
    assert [[*before.y, *after.y[1:]] for before, after in parts] == whole
    assert plot.moment == Moment(40, f"step {run.middle.step:,}")


def test_the_latest_step_looks_as_before(on, run):
    before = on.show(run.latest)
    assert on.show(run.middle) != before
    assert on.show(run.latest) == before
    assert on.view.plot.moment is None
    assert on.view.plot.after == []


def test_within_an_epoch_the_line_ends_at_what_was_measured(on, run):
    on.show(run.past(run.middle.step + 3))
    assert [x for x, _ in ends(on.view.plot)] == [40, 40]
    assert on.view.plot.moment.x == pytest.approx(40 + 3 / run.latest.steps_per_epoch)


def test_after_a_long_run_too_whose_points_are_means_of_many_epochs(on, start):
    run = start("circle")
    per_epoch = run.snapshot(epochs=3000).steps_per_epoch
    for epoch in (1, 30):
        past = run.past(epoch * per_epoch)
        on.show(past)
        train, test = (float(past.history[f"{part}_loss"][epoch]) for part in ("train", "test"))
        assert ends(on.view.plot) == [(epoch, train), (epoch, test)]
        assert [(line.x[0], line.y[0]) for line in on.view.plot.after] == ends(on.view.plot)


def test_the_start_is_a_point_with_all_the_rest_after_it(on, run):
    on.show(run.past(0))
    assert [x for x, _ in ends(on.view.plot)] == [0, 0]
    assert [line.x[-1] for line in on.view.plot.after] == [80, 80]
    assert on.view.plot.axes.message == ""


def test_before_the_first_epochs_end_the_past_is_shown_too(on, start):
    run = start("circle")
    run.snapshot(steps=2)
    on.show(run.past(0))
    assert on.view.plot.moment == Moment(0, "step 0")


def test_what_came_after_is_faint_and_what_was_before_is_not(stage, themes, run):
    on = stage(LossView(themes))
    on.view.smooth.set_value(0)
    on.show(run.middle)
    plot, panel, ink = on.view.plot, themes.color("panel").lightness(), themes.color("text").lightness()
    image = on.pixels()

    def strength(x, y) -> float:
        at = (plot.frame_now.pixel(x, y) + plot.pos()).toPoint()
        around = [image.pixelColor(at.x() + dx, at.y() + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        return max((color.lightness() - panel) / (ink - panel) for color in around)

    line, after = plot.lines[0], plot.after[0]
    assert strength(line.x[-1], line.y[-1]) > 0.9
    assert 0.15 < strength(after.x[30], after.y[30]) < 0.4


def test_the_legend_names_what_came_after_as_far_as_there_is_room(on, run, start, theme):
    on.show(run.middle)
    assert on.view._legend[-1] is AFTER
    assert any(tip.startswith("How the run went on") for _, tip in on.view.tips())
    on.show(run.latest)
    assert AFTER not in on.view._legend
    three = start("moons", 2)
    three.snapshot(epochs=3)
    on.show(three.past(1))
    assert on.view._legend[-1] is AFTER_SHORT
    assert legend_width(on.view._legend, theme) < on.view._legend_row().width()


def test_a_wide_low_view_stays_as_wide_and_says_it_in_the_plot(stage, theme, run):
    on = stage(LossView(theme), 478, 160)
    on.show(run.latest)
    before = on.view.minimumSizeHint()
    on.show(run.middle)
    assert on.view.minimumSizeHint() == before
    assert on.view._legend == series_of(run.middle)
    assert on.view.plot.moment.text == f"step {run.middle.step:,} · what came after →"


def test_the_crosshair_reads_before_and_after_and_starts_at_the_step(on, run):
    on.show(run.middle)
    QTest.keyClick(on.view, Qt.Key.Key_Right)
    assert on.view.plot.crosshair.lines[0] == "epoch 41"
    QTest.keyClick(on.view, Qt.Key.Key_End)
    assert on.view.plot.crosshair.lines[1] == f"train {short(run.latest.evaluation.train.loss, 4)}"
    QTest.keyClick(on.view, Qt.Key.Key_Left)
    on.show(run.past(9))
    assert on.view.plot.crosshair.lines[0] == "epoch 79"


def test_log_axis_accuracy_smoothing_and_essentials_show_the_past_too(on, run):
    on.show(run.middle)
    view, plot = on.view, on.view.plot
    for change in (
        view.log.click,
        lambda: view.smooth.set_value(0.8),
        view.tabs.tab("accuracy").click,
        lambda: view.set_essentials(True),
    ):
        change()
        on.pixels()
        assert [x for x, _ in ends(plot)] == [40, 40]
        assert len(plot.after) == 2
        assert plot.moment.x == 40
