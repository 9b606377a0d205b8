"""While a step is walked through the map marks its batch and rings an example; a click picks another one."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.experiment.parameters import Parameter
from bplab.explain.stages import Stop
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.training.trace import MEAN
from bplab.ui.views.output_map.batch import ShownBatch
from bplab.ui.views.output_map.view import OutputMap

BATCH = np.array([7, 3, 11])


def picture(run, steps=0):
    """A snapshot with its next step."""
    full = run.snapshot(steps=steps)
    step = Run(run.number, run.trainer, RunState.PAUSED).picture(Needs(step=True), 1).next_step
    return replace(full, next_step=step)


@pytest.fixture
def on(stage, theme):
    return stage(OutputMap(theme), 336, 387)


@pytest.mark.parametrize(
    ("stop", "number", "example", "titles"),
    [
        (1, 1, 7, ("in this batch", "example 1")),
        (9, 3, 11, ("in this batch", "example 3")),
        (MEAN, None, None, ("in this batch",)),
    ],
)
def test_the_picked_example_is_one_of_the_batch_or_the_mean_of_all(stop, number, example, titles):
    batch = ShownBatch(BATCH, stop)
    assert (batch.number, batch.example, batch.titles) == (number, example, titles)


def test_an_example_is_found_by_its_row():
    batch = ShownBatch(BATCH, 1)
    assert [batch.stop_of(row) for row in (7, 3, 11, 5, None)] == [1, 2, 3, None, None]


def test_only_in_a_walk_is_the_step_asked_for(on, start):
    assert not on.view.needs.step
    on.view.show_walk(True, 1)
    assert on.view.needs.step
    on.view.show_walk(False, 1)
    assert not on.view.needs.step


def test_the_batch_stands_out_and_the_others_fade(on, theme, start):
    snapshot = picture(start("circle"))
    plain = on.show(snapshot)
    on.view.show_walk(True, MEAN)
    marked = on.show(snapshot)
    square, batch = on.view.plan().square, snapshot.next_step.start.batch
    colors = [theme.color(token) for token in ("neg", "pos")]

    def strength(image, row):
        at = on.view._points.at(int(row), square)
        pixel = image.pixelColor(int(at.x()), int(at.y()))
        target = colors[int(snapshot.prepared.dataset.targets[row] > 0)]
        return -sum(abs(a - b) for a, b in zip(pixel.getRgb()[:3], target.getRgb()[:3], strict=True))

    places = [on.view._points.at(int(row), square) for row in batch]
    others = [
        row
        for row in range(400)
        if row not in batch
        and all((on.view._points.at(row, square) - place).manhattanLength() > 14 for place in places)
    ]
    assert np.mean([strength(marked, row) for row in batch]) > -40
    faded, before = (np.mean([strength(image, row) for row in others]) for image in (marked, plain))
    assert faded < before - 60


def test_the_picked_example_is_ringed_and_the_mean_is_not(on, theme, start, alike):
    snapshot = picture(start("circle"))
    on.view.show_walk(True, 5)
    on.show(snapshot)
    at = on.view._points.at(int(snapshot.next_step.start.batch[4]), on.view.plan().square)
    assert alike(on.color(at.x() + 7.0, at.y() - 0.5), theme.color("acc"), 40)
    on.view.show_walk(True, MEAN)
    assert not alike(on.color(at.x() + 7.0, at.y() - 0.5), theme.color("acc"), 40)


def test_a_click_on_a_point_of_the_batch_picks_it_and_beside_them_an_own_point(on, start):
    snapshot = picture(start("circle"))
    on.show(snapshot)
    wanted, own, square = [], [], on.view.plan().square
    on.view.stop_wanted.connect(wanted.append)
    on.view.point_wanted.connect(own.append)
    at = on.view._points.at(int(snapshot.next_step.start.batch[11]), square).toPoint()
    QTest.mouseClick(on.view, Qt.MouseButton.LeftButton, pos=at)
    assert wanted == []
    on.view.show_walk(True, 1)
    QTest.mouseClick(on.view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseClick(on.view, Qt.MouseButton.LeftButton, pos=square.topLeft().toPoint())
    assert wanted == [12]
    extent = on.view._points.extent
    assert own == [pytest.approx((-extent, extent), abs=0.05)]


def test_the_legend_says_what_the_marks_are_and_the_switch_makes_room(on, start):
    on.show(picture(start("circle")))
    assert on.view.decided.isVisible()
    on.view.show_walk(True, 3)
    texts = [text for _, text in on.view.tips()]
    assert texts[0].startswith("The 32 examples of the batch")
    assert not on.view.decided.isVisible()
    on.view.show_walk(False, 3)
    assert on.view.decided.isVisible()
    assert any("never used for training" in text for _, text in on.view.tips())


def test_the_next_step_brings_its_own_batch(on, start):
    run = start("circle")
    on.view.show_walk(True, 1)
    first = on.show(picture(run))
    rows = on.view.batch.rows
    second = on.show(replace(picture(run, steps=1), map=on.view._snapshot.map))
    assert not np.array_equal(rows, on.view.batch.rows)
    assert first != second


def test_in_the_window_map_and_picker_follow_one_example(driver):
    lab = driver.lab
    lab.window.show_lab()
    driver.until_shown()
    view = lab.workspace.places["output"].fill().map
    lab.stepper.next()
    driver.until(lambda: lab.stepper.stop == Stop("forward", 0))
    driver.until(lambda: view.batch is not None)
    square = view.plan().square
    alone = [
        number
        for number, other in enumerate(view.batch.rows.tolist())
        if view._points.nearest(view._points.at(other, square), square, view.batch.rows) == other
    ]
    number = alone[-1]
    row = int(view.batch.rows[number])
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view._points.at(row, square).toPoint())
    driver.until(lambda: lab.workspace.canvas.graph.values.picker.stop == number + 1)
    assert view.batch.example == row
    lab.stepper.done()
    assert view.batch is None


def test_the_example_with_numbers_on_the_network_is_told_to_the_map(driver):
    lab = driver.lab
    lab.window.show_lab()
    driver.until_shown()
    view = lab.workspace.places["output"].fill().map
    lab.workspace.canvas.graph.select(Parameter(0, 0, 0))
    driver.until(lambda: view.followed[1] is not None)
    driver.until_shown()
    assert view.followed == (lab.session.run, driver.snapshot.trace.row)
