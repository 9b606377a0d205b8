"""At a past step both plots keep their axes, and show faintly what came after."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.ui.views.gradients.over_time import OverTimeView
from bplab.ui.views.plot.moment import Moment


@pytest.fixture
def on(stage, theme):
    return stage(OverTimeView(theme), 840, 208)


@pytest.fixture
def run(start):
    run = start("circle")
    run.latest = run.snapshot(epochs=80)
    return run


@pytest.mark.parametrize("step", [1, 37, 280, 561])
def test_axes_stay_and_every_line_ends_at_the_step(on, run, step):
    on.show(run.latest)
    axes = [plot.axes for plot in on.view.plots]
    on.show(run.past(step))
    assert [plot.axes for plot in on.view.plots] == axes
    at = step / run.latest.steps_per_epoch
    for plot in on.view.plots:
        assert plot.moment == Moment(at)
        for before, after in zip(plot.lines, plot.after, strict=True):
            assert (before.x[-1] if len(before.x) else at) == pytest.approx(at, abs=axes[0].x_range[1] / 200)
            assert after.x[-1] == pytest.approx(80, rel=0.01)
            assert not len(before.x) or before.y[-1] == after.y[0]


def test_at_the_start_nothing_was_made(on, run):
    on.show(run.past(0))
    assert [len(line.x) for plot in on.view.plots for line in plot.lines] == [0, 0, 0, 0]
    assert all(len(line.x) > 50 for plot in on.view.plots for line in plot.after)


def test_the_latest_step_looks_as_before(on, run):
    before = on.show(run.latest)
    assert on.show(run.past(200)) != before
    assert on.show(run.latest) == before


def test_names_stand_at_the_right_without_a_line_across_what_came_after(on, run):
    def colors_beside(plot) -> int:
        image, field = plot.grab().toImage(), plot.field
        rows = range(round(field.top()), round(field.bottom()))
        column = [image.pixelColor(round(field.right()) + 4, y) for y in rows]
        return len({color.rgb() for color in column})

    on.show(run.past(200))
    assert colors_beside(on.view.plots[0]) == 1
    on.show(run.latest)
    assert colors_beside(on.view.plots[0]) > 1


def test_the_crosshair_starts_at_the_step_and_reads_on(on, run):
    on.show(run.past(run.latest.step // 2))
    QTest.keyClick(on.view, Qt.Key.Key_Right)
    assert on.view.plots[0].crosshair.x == pytest.approx(40.8)
    QTest.keyClick(on.view, Qt.Key.Key_End)
    assert on.view.plots[0].crosshair.x == 80


def test_the_table_has_all_steps(on, run):
    on.show(run.past(10))
    rows = on.view.values_text().splitlines()
    assert float(rows[-1].split("\t")[1]) > 0.99 * run.latest.step
    assert np.isfinite(float(rows[-1].split("\t")[2]))
