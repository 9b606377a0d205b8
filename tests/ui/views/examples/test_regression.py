"""Curve and data of 1-D sets; predicted against true, and residuals, of others."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest

import bplab
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.training.trainer import Trainer
from bplab.ui.views.examples.fit import FitView
from bplab.ui.views.output.view import OutputView

NUMBERS = {"output": Output(activation="identity"), "loss": "half_squared"}
SINE = Experiment(data=DataSpec(name="sine", points=100, noise=10), layers=(Layer(),), **NUMBERS)
DIABETES = Experiment(data=DataSpec(name="diabetes"), layers=(Layer(),), learning_rate=0.001, **NUMBERS)


@pytest.fixture
def shown(stage, theme):
    def make(spec, epochs=2, size=(336, 387)):
        trainer = Trainer(spec)
        trainer.run(epochs=epochs)
        view = OutputView(theme)
        on_stage = stage(view, *size)
        for _ in range(2):  # the first one tells which picture, and so what it needs
            on_stage.show(Run(1, trainer, RunState.PAUSED).picture(view.needs, 1))
        return view, on_stage, trainer

    return make


def test_a_1d_set_shows_curve_and_data(shown):
    view, _, trainer = shown(SINE)
    assert view.current is view.curve
    assert view.current.title == "Curve and data"
    assert view.needs == Needs(curve=201)
    (W1, b1), (W2, b2) = trainer.weights
    xs, ys = view.curve._curve()
    X = trainer.build.prepared.inputs_of(xs[:, None])
    np.testing.assert_allclose(ys, (np.tanh(X @ W1 + b1) @ W2 + b2)[:, 0])


def test_the_curve_is_drawn_where_the_network_answers(shown, theme, alike):
    view, on_stage, _ = shown(SINE)
    frame, image = view.curve.frame_now, on_stage.pixels()
    xs, ys = view.curve._curve()
    hits = [
        alike(image.pixelColor(frame.pixel(x, y).toPoint()), theme.color("text"), within=90)
        for x, y in zip(xs[20:-20:20], ys[20:-20:20], strict=True)
    ]
    assert sum(hits) >= len(hits) - 2  # a point may lie under the line's edge


def test_the_texts_of_large_numbers_are_whole_on_both_axes(stage, theme):
    X = np.random.default_rng(0).normal(size=(40, 2))
    own = bplab.dataset(X, 200_000.0 + 90_000.0 * X[:, 0])
    trainer = Trainer(bplab.experiment_for(own), data=own)
    view = FitView(theme)
    stage(view, 300, 387).show(Run(1, trainer, RunState.PAUSED).picture(view.needs, 1))
    wide, field = QFontMetricsF(theme.font("tick")).horizontalAdvance, view.frame_now.field
    assert max(wide(text) for _, text in view.axes.y_ticks) <= field.left() - 8
    last = view.axes.x_ticks[-1]
    assert len(last.text) == len("400,000")
    assert view.frame_now.pixel(last.at, 0).x() + wide(last.text) / 2 <= view.width()


def test_an_answer_far_away_does_no_harm(shown):
    view, on_stage, trainer = shown(SINE)
    snapshot = Run(1, trainer, RunState.PAUSED).picture(view.needs, 1)
    for value in (1e30, np.nan):
        object.__setattr__(snapshot, "curve", np.full((1, 201), value))
        on_stage.show(snapshot)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (97.48, ": 97.5, far above this plot"),
        (-3e4, ": −30,000, far below this plot"),
        (0.5, ""),
        (np.nan, ""),
    ],
)
def test_a_curve_outside_the_plot_is_told_where_it_is(shown, value, says):
    view, on_stage, trainer = shown(SINE)
    snapshot = Run(1, trainer, RunState.PAUSED).picture(view.needs, 1)
    object.__setattr__(snapshot, "curve", np.full((1, 201), value))
    on_stage.show(snapshot)
    assert view.curve.sentence() == f"— network output{says}"


def test_pointing_at_an_example_reads_it(shown):
    view, on_stage, _ = shown(SINE)
    curve = view.curve
    at = curve.frame_now.pixel(*curve._xy[7].tolist())
    on_stage.point_at(at.x(), at.y(), on=curve)
    index = curve._pointed
    assert np.hypot(*(curve._xy[index] - curve._xy[7])) < 0.5
    assert curve.accessibleDescription().startswith(f"Example {index + 1} of 100")
    assert "network ≈" in curve.accessibleDescription()


def test_other_numbers_show_predicted_against_true(shown):
    view, _, trainer = shown(DIABETES)
    fit = view.fit
    assert view.current is fit
    assert view.needs == Needs(predictions=True)
    true = trainer.build.prepared.dataset.targets[:, 0]
    np.testing.assert_array_equal(fit._xy[:, 0], true)
    assert fit.axes.x_range == fit.axes.y_range
    rows = trainer.build.prepared.split.test
    said = fit._xy[rows, 1]
    share = 1 - ((true[rows] - said) ** 2).sum() / ((true[rows] - true[rows].mean()) ** 2).sum()
    assert f"test R² {share:.2f}".replace("-", "−") in fit.sentence()
    assert f"({len(rows)})" in fit.sentence()


def test_answers_that_fly_apart_are_painted_without_an_r2(shown):
    view, on_stage, trainer = shown(DIABETES)
    snapshot = Run(1, trainer, RunState.PAUSED).picture(view.needs, 1)
    object.__setattr__(snapshot, "predictions", np.full_like(snapshot.predictions, 1e200))
    on_stage.show(snapshot)
    assert "R²" not in view.fit.sentence()


def test_residuals_are_how_far_off_it_is_and_are_remembered(shown, theme, qtbot):
    view, _, trainer = shown(DIABETES)
    before = view.fit._xy.copy()
    view.fit.switch.segment("residuals").click()
    np.testing.assert_allclose(
        view.fit._xy[:, 1], before[:, 1] - trainer.build.prepared.dataset.targets[:, 0]
    )
    np.testing.assert_array_equal(view.fit._xy[:, 0], before[:, 1])
    other = OutputView(theme)
    qtbot.addWidget(other)
    other.restore(view.choices)
    assert other.fit.switch.value == "residuals"


def test_arrows_walk_the_examples_from_left_to_right(shown):
    view, _, _ = shown(DIABETES)
    fit = view.fit
    fit.setFocus()
    QTest.keyClick(fit, Qt.Key.Key_Right)
    assert fit._pointed == int(np.argsort(fit._xy[:, 0], kind="stable")[0])
    QTest.keyClick(fit, Qt.Key.Key_Right)
    assert fit._pointed == int(np.argsort(fit._xy[:, 0], kind="stable")[1])
    assert "off by" in fit.accessibleDescription()
    QTest.keyClick(fit, Qt.Key.Key_Escape)
    assert fit._pointed is None


def test_tables_hold_all_examples(shown):
    fit = shown(DIABETES)[0].fit
    rows = fit.values_text().split("\n")
    assert len(rows) == 443
    assert float(rows[5].split("\t")[3]) == fit._xy[4, 1]
    assert len(shown(SINE)[0].curve.values_text().split("\n")) == 202


def test_a_single_example_stays_a_table(shown):
    worked = Experiment(data=DataSpec(name="worked_example"), layers=(Layer(units=2),), loss="half_squared")
    view, _, _ = shown(worked)
    assert view.current is view.table


@pytest.mark.parametrize("spec", [SINE, DIABETES])
def test_both_fit_into_the_dock(shown, spec):
    view, on_stage, _ = shown(spec, size=(856, 200))
    assert view.current.frame_now.field.height() > 100
    assert "There are" in on_stage.view.current.tips()[0][1]


def test_the_plane_keeps_its_map(shown):
    view, _, _ = shown(Experiment(data=DataSpec(name="plane"), layers=(Layer(),), **NUMBERS))
    assert view.current is view.map


def test_targets_of_few_values_are_spread_so_that_examples_do_not_cover_each_other(stage, theme, start):
    run = start("plane", data=DataSpec(name="family_trees", train_percent=96), loss="half_squared")
    view = FitView(theme)
    snapshot = run.snapshot()
    said = np.zeros_like(snapshot.prepared.dataset.targets)
    stage(view, 336, 387).show(replace(snapshot, predictions=said))
    dataset = run.trainer.build.prepared.dataset
    true, across = dataset.targets[:, 0], view._xy[:, 0]
    assert len(set(across.tolist())) == len(true)
    assert np.abs(across - true).max() < 0.16  # the columns stay apart
    assert view.sentence().startswith(f"{dataset.target_names[0]}: predicted over true")
