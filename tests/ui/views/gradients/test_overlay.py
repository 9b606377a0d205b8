"""Lines of other runs in the gradient plots."""

import numpy as np
import pytest

from bplab.experiment.edits import set_field
from bplab.experiment.presets import preset
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.run_summary import summaries_of
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer
from bplab.ui.views.gradients.over_time import OverTimeView

SPIRAL = preset("spiral")


def trained(number, spec, steps):
    run = Run(number, Trainer(spec), RunState.PAUSED)
    run.trainer.run(steps=steps)
    return run


def summary(number, spec, steps):
    record = Record.of(trained(number, spec, steps))
    return summaries_of([record], drawn=frozenset({number}))[0]


@pytest.fixture(scope="module")
def spiral():
    return trained(1, SPIRAL, 90)


@pytest.fixture
def on(stage, theme, spiral):
    on = stage(OverTimeView(theme), 840, 208)
    on.show(spiral.picture(Needs(), 1))
    return on


def test_another_run_is_drawn_dashed_in_the_colors_of_its_layers_and_named_once(on, theme):
    adam = summary(2, SPIRAL.but(optimizer="adam"), 135)
    on.view.overlay((adam,))
    for plot, name in zip(on.view.plots, ("gradient_norm", "update_ratio"), strict=True):
        others = plot.others.shown
        assert [other.name for other in others] == ["", "", "", adam.title]
        assert all(other.dashes for other in others)
        np.testing.assert_allclose(others[0].line.raw_y, np.log10(adam.layers.series[f"{name}/0"]))
        assert plot.axes.x_range[1] == pytest.approx(15)  # it was trained for longer
        assert len({other.color.name() for other in others}) == 4
    on.view.overlay(())
    assert on.view.plots[0].others.shown == ()
    assert on.view.plots[0].axes.x_range[1] == pytest.approx(10)


def test_layers_of_another_network_are_gray(on):
    on.view.overlay((summary(2, set_field(SPIRAL, "hidden", "8-8"), 45),))
    colors = {other.color.name() for other in on.view.plots[0].others.shown}
    assert len(on.view.plots[0].others.shown) == 3
    assert len(colors) == 1


def test_the_current_run_is_not_drawn_twice_and_one_without_curves_not_at_all(on, spiral):
    own = summary(1, SPIRAL, 90)
    without = summaries_of([Record.of(spiral)])[0]
    on.view.overlay((own, without))
    assert on.view.plots[0].others.shown == ()
