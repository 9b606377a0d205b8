"""The panel says and shows what the slope is, follows the selection, and leaves the run alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.experiment.parameters import parse_parameter
from bplab.training.snapshot import Needs, RunState
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.views.microscope.slope.panel import DIVERGED, PAUSE, SELECT


def said(panel):
    return [
        panel.words.headline.text(),
        *(each.text() for lines in (panel.words.alone, panel.words.real)
          for each in (lines.caption, lines.loss, lines.promise)),
    ]  # fmt: skip


def test_it_reads_as_in_the_design(shown):
    panel = shown().panel
    assert said(panel) == [
        "Positive slope, so w moves left: downhill.",
        "If only this weight moved:", "0.29837101", "(tangent 0.29837101)",
        "The real step moves all 8 (4 are frozen):", "0.291028", "(tangent 0.291063)",
    ]  # fmt: skip
    assert panel.words.small.text().startswith("The step is 1/")
    assert panel.words.small.text().endswith(" of a pixel here, so no arrow.")
    assert not panel.words.own.isVisible()
    assert panel.what_if.value.text() == "0.5"


def test_all_parts_have_names(shown):
    panel = shown().panel
    assert panel.accessibleName() == "Slope of the loss"
    assert panel.switch.accessibleName() == "Loss over"
    assert panel.what_if.slider.accessibleName() == "What if η"
    assert panel.sign.text() == "Show the other sign"
    assert panel.words.real.loss.accessibleName() == "The real step moves all 8 (4 are frozen): 0.291028"
    assert "Positive slope" in panel.plot.accessibleDescription()


def test_when_idle_it_has_all_points(shown):
    panel = shown().panel
    assert len(panel.plot._slope.values) == 61


def test_the_other_sign_is_selected_by_the_canvas(shown):
    stage = shown()
    stage.panel.sign.click()
    assert stage.wanted == [parse_parameter("W2[2,2]")]
    stage.context.set_selected(stage.wanted[0])
    stage.rest()
    assert said(stage.panel)[0] == "Negative slope, so w moves right: downhill."


def test_without_another_sign_there_is_nothing_to_show(shown, pictured):
    panel = shown("W1[1,1]", pictured("worked-example", frozen=("W1", "W2", "b1", "b2"))()).panel
    assert not panel.sign.isEnabled()
    assert panel.words.real.caption.text() == "The real step moves nothing (12 are frozen):"


def test_what_if_previews_and_goes_back_when_the_run_moves_on(shown, pictured):
    snapshot = pictured("circle", 20)
    stage = shown("W1[1,1]", snapshot())
    before = said(stage.panel)
    slider = stage.panel.what_if.slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_End)
    stage.rest()
    assert stage.panel.what_if.value.text() == "10"
    assert stage.panel.what_if.kept.text() == "the run: η = 0.3"
    assert said(stage.panel) != before
    assert stage.panel.plot._slope.steps.rate == 10
    stage.panel.show_snapshot(snapshot())
    stage.rest()
    assert stage.panel.what_if.rate == 10  # the same moment again
    stage.panel.show_snapshot(snapshot(more=1))
    stage.rest()
    assert (stage.panel.what_if.value.text(), stage.panel.what_if.kept.text()) == ("0.3", "")
    assert stage.panel.plot._slope.steps.rate == 0.3


def test_a_rate_tried_while_a_new_step_is_computed_is_tried_on_that_step(shown, pictured):
    snapshot = pictured("circle", 20)
    stage = shown("W1[1,1]", snapshot())
    stage.panel.show_snapshot(snapshot(more=1))
    assert stage.panel._worker.busy
    QTest.keyClick(stage.panel.what_if.slider, Qt.Key.Key_End)
    stage.rest()
    slope = stage.panel.plot._slope
    assert (slope.point.trace.start.step, slope.steps.rate) == (21, 10)


def test_the_training_part_has_a_slope_of_its_own(shown, pictured):
    stage = shown("W1[1,1]", pictured("circle", 50)())
    stage.panel.switch.segment("training").click()
    stage.rest()
    assert "for the training part" in stage.panel.words.headline.text()


def test_a_penalty_and_dropout_are_said(shown, pictured):
    snapshot = pictured("circle", 5, regularization="l2", regularization_rate=0.01)
    panel = shown("W1[1,1]", snapshot()).panel
    assert panel.what.isVisible()
    assert panel.what.text() == "this batch, with L2 penalty"


def test_another_optimizer_shows_its_step_beside_the_plain_one(shown, pictured):
    panel = shown("b1[1]", pictured("circle", 20, optimizer="adam")()).panel
    assert panel.words.own.isVisible()
    assert panel.words.own.caption.text() == "If only it moved, by Adam:"
    assert panel.words.remark.text().startswith("Adam moves it by ")


def test_a_loss_that_rises_is_red_and_says_why(shown, pictured, theme):
    stage = shown("W1[1,1]", pictured("circle", 20)())
    real = stage.panel.words.real
    assert real.loss.palette().windowText().color() == theme.color("ok")
    assert not real.note.isVisible()
    stage.panel.what_if.slider.set_value(1000.0)
    stage.panel._compute()
    stage.rest()
    assert real.note.text() == "The loss rises: this η is too large here."
    assert real.note.isVisible()
    assert real.loss.palette().windowText().color() == theme.color("bad")


def test_a_neuron_shows_its_bias_and_an_input_nothing(shown):
    stage = shown()
    stage.context.set_selected(Neuron(1, 0))
    stage.rest()
    assert stage.panel.words.headline.text() == "Positive slope, so b moves left: downhill."
    assert stage.panel.what.text() == "b1[1], this batch"
    assert stage.panel.what.isVisible()
    stage.context.set_selected(Neuron(0, 0))
    assert stage.panel.plot._message == SELECT


@pytest.mark.parametrize("selected", [None, "W3[1,1]", "W1[3,1]", "b1[9]"])
def test_what_does_not_exist_has_no_slope(shown, selected):
    panel = shown(selected).panel
    assert panel.plot._message == SELECT
    assert not panel.words.isVisible()
    assert not panel.what_if.isEnabled()


def test_a_diverged_run_says_so(shown, pictured):
    import numpy as np

    snapshot = pictured()()
    start = snapshot.next_step.start
    lost = replace(snapshot.next_step, start=replace(start, parameters=start.parameters * np.nan))
    panel = shown("W1[1,1]", replace(snapshot, next_step=lost)).panel
    assert panel.plot._message == DIVERGED


def test_a_step_that_takes_long_is_shown_when_training_pauses(shown, pictured):
    snapshot = pictured()()
    panel = shown("W1[1,1]", replace(snapshot, next_step=None, state=RunState.RUNNING)).panel
    assert panel.plot._message == PAUSE


def test_pictures_of_a_running_training_without_a_step_leave_the_slope_until_it_is_old(
    shown, pictured, monkeypatch
):
    now = [1000.0]
    monkeypatch.setattr("bplab.ui.views.microscope.slope.panel.perf_counter", lambda: now[0])
    snapshot = pictured("circle", state=RunState.RUNNING)
    stage = shown("W1[1,1]", snapshot())
    slope = stage.panel.plot._slope
    now[0] += 2
    stage.panel.show_snapshot(replace(snapshot(more=5), next_step=None))
    assert stage.panel.plot._slope is slope
    now[0] += 2
    stage.panel.show_snapshot(replace(snapshot(more=5), next_step=None))
    assert stage.panel.plot._message == PAUSE


def test_a_new_run_leaves_nothing_of_the_old_one(shown, pictured):
    stage = shown("W1[1,1]", pictured("circle", 5)())
    stage.panel.show_snapshot(replace(pictured("circle", run=2)(), next_step=None))
    stage.rest()
    assert stage.panel.plot._slope is None


def test_while_training_runs_slopes_come_apart_and_coarse(shown, pictured, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("bplab.ui.views.microscope.slope.panel.perf_counter", lambda: now[0])
    snapshot = pictured("circle", state=RunState.RUNNING)
    stage = shown("W1[1,1]", snapshot())
    first = stage.panel.plot._slope
    assert len(first.values) == 21
    stage.panel.show_snapshot(snapshot(more=5))
    assert stage.panel._later.isActive()
    assert not stage.panel._worker.busy
    now[0] += 100
    stage.panel._later.stop()
    stage.panel.show_snapshot(snapshot(more=5))
    assert stage.panel._worker.busy
    stage.rest()
    assert stage.panel.plot._slope.point.trace.start.step == 10
    stage.panel.show_snapshot(snapshot(state=RunState.PAUSED))
    stage.rest()
    assert len(stage.panel.plot._slope.values) == 61


def test_hidden_it_does_nothing(shown, pictured, qtbot):
    snapshot = pictured("circle")
    stage = shown("W1[1,1]", snapshot())
    stage.panel.hide()
    shown_before = stage.panel.plot._slope
    stage.panel.show_snapshot(snapshot(more=3))
    stage.context.set_selected(parse_parameter("W1[2,1]"))
    assert not stage.panel._worker.busy
    assert stage.panel.settled
    stage.panel.show()
    stage.rest()
    slope = stage.panel.plot._slope
    assert slope is not shown_before
    assert (slope.point.trace.start.step, slope.point.parameter.name) == (3, "W1[2,1]")


def test_what_is_computed_for_another_selection_never_comes(shown, pictured):
    stage = shown("W1[1,1]", pictured("circle", 5)())
    for name in ("W1[2,1]", "W1[1,2]", "b1[1]"):
        stage.context.set_selected(parse_parameter(name))
        assert stage.panel.plot._slope is None
    stage.rest()
    assert stage.panel.plot._slope.point.parameter.name == "b1[1]"


def test_the_axis_stays_while_it_serves_and_is_new_with_another_run(shown, pictured):
    snapshot = pictured("circle", 5)
    stage = shown("W1[1,1]", snapshot())
    span = stage.panel.plot._slope.span
    stage.panel.show_snapshot(snapshot(more=3))
    stage.rest()
    assert stage.panel.plot._slope.span == span
    other = pictured("circle", run=2, seed=99)
    stage.panel.show_snapshot(other())
    stage.rest()
    assert stage.panel.plot._slope.span != span


def test_it_asks_for_the_step_that_comes_next(shown):
    assert shown().panel.needs == Needs(step=True)
