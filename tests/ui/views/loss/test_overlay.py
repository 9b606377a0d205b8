"""Curves of other runs in the loss plot: beside those of the current one, and by name."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from bplab.experiment.presets import preset
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.run_summary import summaries_of
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer
from bplab.ui.views.loss.overlay import decimated, legend_of, readings, values_of
from bplab.ui.views.loss.view import LossView
from bplab.ui.views.plot.captions import crossed

SPIRAL = preset("spiral")
TITLES = {1: "Spiral", 2: "Adam"}


def trained(number, spec, steps):
    run = Run(number, Trainer(spec), RunState.PAUSED)
    run.trainer.run(steps=steps)
    return run


@pytest.fixture(scope="module")
def spiral():
    return trained(1, SPIRAL, 180)


@pytest.fixture(scope="module")
def adam():
    made = Record.of(trained(2, SPIRAL.but(optimizer="adam"), 270))
    return summaries_of([replace(made, title="Adam")])[0]


@pytest.fixture
def on(stage, theme, spiral):
    on = stage(LossView(theme))
    on.show(spiral.picture(Needs(), 1))
    return on


def drawn(on):
    return [(other.name, other.dashes) for other in on.view.plot.others.shown]


def test_nothing_is_drawn_beside_the_run_unless_it_is_asked_for(on):
    assert drawn(on) == []
    assert [one.label for one in on.view._legend] == ["train", "test"]


def test_another_run_is_drawn_with_its_name_train_solid_and_test_dashed(on, adam):
    on.view.overlay((adam,), TITLES)
    assert drawn(on) == [("Adam", None), ("", (7.0, 4.0))]
    assert on.view.plot.others.named == "Spiral"
    assert [one.label for one in on.view._legend] == ["train", "test", "Adam"]
    assert on.view.plot.axes.x_range[1] >= 30  # it was trained for longer
    on.view.overlay((), TITLES)
    assert drawn(on) == []
    assert on.view.plot.axes.x_range[1] == 20


def test_the_current_run_is_not_drawn_twice(on, spiral, adam):
    own = replace(adam, number=1, title="Spiral")
    on.view.overlay((own, adam), TITLES)
    assert [name for name, _ in drawn(on)] == ["Adam", ""]


def test_accuracies_are_overlaid_too(on, adam):
    on.view.overlay((adam,), TITLES)
    on.view.tabs.tab("accuracy").click()
    y = on.view.plot.others.shown[0].line.raw_y
    np.testing.assert_array_equal(y, adam.curves.series["train_accuracy"])
    assert on.view.plot.axes.y_range[1] == 1


def test_the_crosshair_reads_the_other_runs_as_far_as_they_came(on, adam):
    on.view.overlay((adam,), TITLES)
    on.view._point_at(3.0)
    value = adam.curves.series["train_loss"][3]
    assert on.view.plot.crosshair.lines[-1] == f"Adam {value:.4f}"
    assert readings((adam,), "loss", 500.0) == ()


def test_on_a_log_axis_it_is_drawn_on_the_same_axis(on, adam):
    on.view.overlay((adam,), TITLES)
    on.view.smooth.set_value(0)
    on.view.log.click()
    line = on.view.plot.others.shown[0].line
    np.testing.assert_allclose(line.y, np.log10(adam.curves.series["train_loss"]))


def test_a_loss_that_is_a_sum_is_drawn_per_example(adam):
    summed = replace(adam, spec=adam.spec.but(reduction="sum"))
    np.testing.assert_allclose(
        values_of(summed, "train", "loss")[1] * 280, values_of(adam, "train", "loss")[1]
    )


def test_a_part_that_a_run_does_not_have_is_not_drawn(adam):
    assert len(values_of(adam, "validation", "loss")[0]) == 0


def test_many_points_become_means_of_neighbors():
    x, y = decimated(np.arange(10.0), np.arange(10.0) ** 2, 4)
    np.testing.assert_array_equal(x, [1, 4, 7, 9])
    np.testing.assert_allclose(y, [5 / 3, 50 / 3, 149 / 3, 81])
    x, y = decimated(np.arange(3.0), np.arange(3.0), 4)
    np.testing.assert_array_equal(x, [0, 1, 2])


def test_runs_without_room_in_the_legend_are_counted(on, adam, theme):
    several = [replace(adam, number=number, title=f"Another one, {number}") for number in (5, 6, 7)]
    legend = legend_of(several, on.view._series, theme, 290)
    assert [one.label for one in legend] == ["train", "test", "3 other runs"]
    assert legend[-1].tip.startswith("Another one, 5, Another one, 6, Another one, 7: ")
    assert [one.label for one in legend_of(several[:1], on.view._series, theme, 100)][-1] == "1 other run"


def test_names_stand_where_no_line_runs(on, adam, theme):
    on.view.overlay((adam,), TITLES)
    on.pixels()
    plot, places = on.view.plot, []
    frame = plot.frame_now
    steps = plot._all_steps(frame)

    class Pen:
        def __getattr__(self, name):
            return lambda *values: places.append(values[0]) if name == "drawText" else None

    first = plot.styles[0].color, steps[-2]
    plot.others.draw_names(Pen(), frame.field, theme, steps, first, [])
    assert len(places) == 2
    assert not any(crossed(place, steps) for place in places)
    assert all(frame.field.contains(QRectF(place)) for place in places)
    assert not places[0].intersects(places[1])


def test_its_lines_are_visible_in_both_themes(themes, stage, spiral, adam, alike):
    on = stage(LossView(themes))
    on.show(spiral.picture(Needs(), 1))
    before = on.pixels()
    on.view.overlay((adam,), TITLES)
    after = on.pixels()
    color = themes.color("t3")
    found = [
        (x, y) for x in range(60, 300, 2) for y in range(60, 340)
        if alike(after.pixelColor(x, y), color, 8) and not alike(before.pixelColor(x, y), color, 8)
    ]  # fmt: skip
    assert len(found) > 20
