import numpy as np
import pytest

from bplab.experiment.own import experiment_for
from bplab.training.given import dataset
from bplab.training.run import Run
from bplab.training.snapshot import Needs
from bplab.training.trainer import Trainer
from bplab.ui.views.examples.target_table import TargetTable


@pytest.fixture
def on(stage, theme):
    return stage(TargetTable(theme), 336, 387)


def test_each_output_stands_beside_its_target(on, start):
    snapshot = start("worked").snapshot()
    on.show(snapshot)
    outputs = snapshot.activations[-1]
    assert [row[:3] for row in on.view._rows] == [
        ("y₁", "0.01000", f"{outputs[0]:.4g}"),
        ("y₂", "0.9900", f"{outputs[1]:.4g}"),
    ]
    assert on.view.caption() == "of the one example"


def test_a_step_changes_the_table(on, start):
    run = start("worked")
    before = on.show(run.snapshot())
    assert on.show(run.snapshot(steps=20)) != before
    assert on.view.values_text().startswith("\ttarget\toutput")


def test_without_outputs_there_are_dashes(on, start):
    on.show(start("worked").snapshot(activations=None))
    assert on.view._rows[0][2] == "–"


def test_classes_are_not_its_business(on, start):
    on.show(start("circle").snapshot())
    assert on.view._rows == []


def test_it_needs_the_outputs(on):
    assert on.view.needs == Needs(activations=True)


def test_it_is_drawn_in_the_colors_of_the_theme(stage, themes, start, alike):
    on = stage(TargetTable(themes), 336, 387)
    on.show(start("worked").snapshot())
    assert alike(on.color(3, 380), themes.color("panel"))
    assert alike(on.color(100, 72), themes.color("line"))
    on.help(50, 50)


def test_scaled_targets_and_outputs_are_in_the_datas_own_units(on):
    X = np.random.default_rng(4).normal(size=(40, 2))
    own = dataset(X, np.stack([5000 + 3 * X[:, 0], 70 + X[:, 1]], axis=1))
    trainer = Trainer(experiment_for(own), data=own)
    on.show(Run(1, trainer).picture(Needs(activations=True), 1))
    for (_, target, output, _), middle in zip(on.view._rows, (5000, 70), strict=True):
        assert float(target.replace(",", "")) == pytest.approx(middle, rel=0.02)
        assert float(output.replace(",", "")) == pytest.approx(middle, rel=0.02)
