from copy import copy
from dataclasses import fields, replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.experiment.presets import PRESETS
from bplab.training.snapshot import Needs, RunState
from bplab.training.track import Track
from bplab.ui.views.base.layers import layer_names
from bplab.ui.views.gradients.lines import QUANTITIES, lines_of
from bplab.ui.views.gradients.over_time import OverTimeView
from bplab.ui.views.plot.end_labels import end_of


def shown(stage, theme, run, **taken):
    view = OverTimeView(theme)
    on_stage = stage(view, 840, 208)
    on_stage.show(run.snapshot(**taken))
    return view, on_stage


def test_before_the_first_step_it_says_so(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"))
    assert view.needs == Needs()
    assert [plot.axes.message for plot in view.plots] == ["The lines start with the first step"] * 2
    assert view.values_text() == ""


def test_every_layer_has_a_line_in_its_color_that_ends_at_the_last_step(stage, themes, start, alike):
    view, on_stage = shown(stage, themes, start("ten"), epochs=4)
    lines = view._lines[0]
    assert len(lines) == 11
    assert all(line.x[-1] > 3.8 for line in lines)
    image = on_stage.pixels()
    plot = view.plots[0]
    for layer in (0, 5, 10):
        end = plot.frame_now.pixel(float(lines[layer].x[-1]), float(lines[layer].y[-1]))
        at = plot.mapTo(view, end.toPoint())
        assert alike(image.pixelColor(at), themes.layer_color(layer, 11), within=12)


def test_lines_are_the_norms_of_the_steps(start):
    run = start("circle")
    snapshot = run.snapshot(steps=20)
    lines = lines_of(snapshot.history.steps, QUANTITIES["gradient"], 2, snapshot.steps_per_epoch)
    assert np.isclose(10 ** lines[1].raw_y[-1], run.trainer.last_row[2])
    assert np.isclose(lines[1].raw_x[-1], 20 / snapshot.steps_per_epoch)


def test_a_switch_shows_delta_instead_and_is_remembered(stage, theme, start):
    view, on_stage = shown(stage, theme, start("circle"), steps=30)
    before, left = on_stage.pixels(), [line.y[-1] for line in view._lines[0]]
    view.switch.segment("delta").click()
    assert [line.y[-1] for line in view._lines[0]] != left
    assert on_stage.pixels() != before
    other = OverTimeView(theme)
    other.restore(view.choices)
    assert other.switch.value == "delta"
    other.restore({"gradients.quantity": "nonsense"})
    assert other.switch.value == "delta"


def test_the_crosshair_names_all_layers_in_both_plots(stage, theme, start):
    view, on_stage = shown(stage, theme, start("twenty"), epochs=3)
    plot = view.plots[0]
    on_stage.point_at(plot.field.center().x(), plot.field.center().y(), on=plot.viewport())
    for side in view.plots:
        lines = side.crosshair.lines
        assert lines[0].startswith("epoch 1.5")
        assert len(lines) <= 9
        assert "H20 " in " ".join(lines)
        assert "Out " in " ".join(lines)


def test_arrows_walk_the_crosshair_and_escape_ends_it(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"), epochs=10)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert np.isclose(view.plots[1].crosshair.x, 9.9)
    assert "Output" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.plots[0].crosshair.lines[0].endswith("step 1")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.plots[0].crosshair is None


def test_both_plots_are_of_one_moment_and_their_axes_reach_so_far(stage, theme, start):
    run = start("circle")
    view, _ = shown(stage, theme, run, state=RunState.RUNNING)
    for steps in (10, 10, 400):
        snapshot = run.snapshot(steps=steps, state=RunState.RUNNING)
        view.show_snapshot(snapshot)
        last = snapshot.step / snapshot.steps_per_epoch
        for plot, lines in zip(view.plots, view._lines, strict=True):
            assert lines[0].raw_x[-1] > 0.9 * last
            assert not plot.axes.message
            assert plot.axes.x_range[1] >= last


def test_a_line_that_grows_adds_a_few_steps_to_what_is_painted(stage, theme, start):
    run = start("circle")
    view, on_stage = shown(stage, theme, run, epochs=36, state=RunState.RUNNING)
    for plot in view.plots:
        plot._strokes.steps_painted = 0
    for _ in range(5):
        on_stage.show(run.snapshot(steps=1, state=RunState.RUNNING))
    layers = len(run.trainer.build.shape.layers)
    for plot, lines in zip(view.plots, view._lines, strict=True):
        assert len(lines[0].x) > 50
        assert 0 < plot._strokes.steps_painted <= 5 * 3 * layers


def test_another_run_starts_over(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"), epochs=5)
    view.show_snapshot(start("ten", 2).snapshot())
    assert all(not len(line.x) for line in view._lines[0])
    assert len(view.plots[0].styles) == 11


def test_the_table_has_a_row_a_step_and_a_column_a_layer_and_quantity(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"), steps=12)
    rows = view.values_text().split("\n")
    assert len(rows) == 13
    assert len(rows[0].split("\t")) == 2 + 3 * 2
    assert rows[-1].split("\t")[1] == "12"


def test_few_layers_are_spelled_out(start):
    assert layer_names(start("circle").snapshot().shape) == ["Hidden 1", "Output"]
    assert layer_names(start("ten").snapshot().shape)[::10] == ["H1", "Out"]


def test_headings_explain_themselves(stage, theme, start):
    _, on_stage = shown(stage, theme, start("circle"), steps=3)
    assert "norm of the gradient" in on_stage.tip(40, 10)
    assert "relative to the size" in on_stage.tip(480, 10)


@pytest.fixture
def zeros(start):
    """A run whose second layer's norms are exactly 0 from its fortieth step on, in all quantities."""
    run = start("circle")
    snapshot = run.snapshot(steps=80)
    track = snapshot.history.steps
    made = Track(track.names, track.start, track.spacing)
    rows = np.column_stack([track.read(name, 80).mean for name in track.names])
    rows[40:, [name.endswith("/1") for name in track.names]] = 0
    made.append(rows)
    history = copy(snapshot.history)
    history.steps = made
    return replace(snapshot, history=history)


def test_a_norm_that_becomes_0_drops_out_of_the_plot_and_is_named_0(stage, themes, zeros, alike):
    view = OverTimeView(themes)
    on_stage = stage(view, 840, 208)
    on_stage.show(zeros)
    for plot, lines in zip(view.plots, view._lines, strict=True):
        assert (lines[1].y[40:] == -np.inf).all()
        assert np.isfinite(lines[1].y[:40]).all()
        end = end_of(plot.frame_now, plot.lines[1], plot.styles[1].name, plot.styles[1].color)[0]
        assert end.name == "Output 0"
        assert end.at.y() == plot.field.bottom()
        frame, image, color = plot.frame_now, on_stage.pixels(), themes.layer_color(1, 2)
        column = round(frame.pixel(float(lines[1].x[60]), 0).x()) + plot.x()
        above = range(plot.y() + round(plot.field.top()), plot.y() + round(plot.field.bottom()) - 4)
        assert not any(alike(image.pixelColor(column, y), color, within=30) for y in above)
    on_stage.point_at(plot.field.center().x() + 60, plot.field.center().y(), on=plot.viewport())
    assert any("Output 0" in line for line in plot.crosshair.lines)


def test_without_any_number_a_plot_says_why_and_has_no_marks(stage, theme, start):
    spec = PRESETS["zero-start"].spec
    run = start("circle", **{field.name: getattr(spec, field.name) for field in fields(spec)})
    view, _ = shown(stage, theme, run, steps=20)
    assert [plot.axes.message for plot in view.plots] == [
        "0 in every layer: no weight has a gradient",
        "Every weight is 0, so the ratio is undefined",
    ]
    assert all(not plot.axes.y_ticks and plot.axes.band is None for plot in view.plots)
    view.switch.segment("delta").click()
    assert view.plots[0].axes.message == ""  # the output layer has a signal


def test_before_the_first_step_no_axis_has_marks(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"))
    assert all(not plot.axes.y_ticks and not plot.axes.x_ticks for plot in view.plots)


def test_the_heading_is_shorter_where_the_switches_leave_less_room(stage, theme, start):
    view = OverTimeView(theme, 180)
    on = stage(view, 840, 208)
    on.show(start("circle").snapshot(steps=3))
    place = view._headings()[0]
    assert place.left() == 180
    assert view.switch.geometry().right() < view.width() / 2
    narrow = place.width()
    view.resize(1300, 208)
    assert view._headings()[0].width() > narrow + 40


def test_both_plots_are_drawn_together_and_only_if_they_have_grown(stage, theme, start, monkeypatch):
    run, drawn = start("circle"), []
    view, on_stage = shown(stage, theme, run, epochs=200, state=RunState.RUNNING)
    monkeypatch.setattr(view, "_draw", drawn.append)
    for steps in (1, 0, 1):
        on_stage.show(run.snapshot(steps=steps, state=RunState.RUNNING))
    assert drawn == [0, 1] * 2
    on_stage.show(run.snapshot(state=RunState.PAUSED))
    assert drawn == [0, 1] * 3  # at rest the axes may end elsewhere
