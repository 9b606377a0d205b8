"""The table of runs sorted by its columns, by clicks and by keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.ui.views.runs.view import RunsView

NEWEST = ["L2 0.001", "η 0.03", "η 0.1", "tanh to ReLU", "Adam", "Spiral"]


@pytest.fixture
def view(stage, context, runs, picture):
    on = stage(RunsView(context), 840, 208)
    context.set_runs(runs)
    on.show(picture(4))
    return on.view


def titles(view):
    return [row.run.title for row in view.table.table.rows]


def press(view, *keys):
    for key in keys:
        QTest.keyClick(view.table, getattr(Qt.Key, f"Key_{key}"))


def click(view, place):
    QTest.mouseClick(view.table, Qt.MouseButton.LeftButton, pos=place.center().toPoint())


def test_headings_sort_by_clicks_and_by_keys(view):
    click(view, view.table.plan().heading("train_loss"))
    losses = [row.run.evaluation.train.loss for row in view.table.table.rows]
    assert losses == sorted(losses)
    assert view.words[1] == "by Train loss, rising"
    click(view, view.table.plan().heading("train_loss"))
    assert [row.run.evaluation.train.loss for row in view.table.table.rows] == losses[::-1]
    click(view, view.table.plan().heading("train_loss"))
    assert titles(view) == NEWEST
    press(view, "Home", "Up", "Right", "Right")
    assert view.table.accessibleDescription() == "Sort by η"
    press(view, "Return")
    assert view.table.accessibleDescription() == "Sort by η, rising"
    assert [row.run.spec.learning_rate for row in view.table.table.rows] == [0.03, 0.03, 0.03, 0.03, 0.1, 0.1]
    press(view, "Escape")
    assert view.table.accessibleDescription() == ""


@pytest.mark.parametrize("key", ["title", "origin", "optimizer", "activation", "l2", "test_loss", "count"])
def test_every_column_of_words_or_numbers_sorts(view, key):
    view.table.sort_by(key)
    assert sorted(titles(view)) == sorted(NEWEST)
    assert view.table.sort == (key, False)
    view.table.sort_by("curve")
    assert view.table.sort == (key, False)


@pytest.mark.parametrize("key", ["l2", "optimizer"])
def test_when_its_column_is_needed_no_more_the_newest_run_is_first_again(view, context, runs, key):
    view.table.sort_by(key)
    assert view.words[1].startswith("by ")
    more = {"seed": 1, "batch_size": 1, "loss": "half_squared", "dtype": "float32", "clip": 1.0}
    other = runs[0].spec.but(data=replace(runs[0].spec.data, seed=7), **more)
    context.set_runs([runs[0], replace(runs[2], spec=other)])
    assert key not in view.table.table.sorts
    assert titles(view) == ["tanh to ReLU", "Spiral"]
    assert view.words[1] == "newest first"
