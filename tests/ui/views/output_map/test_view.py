from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from bplab.experiment.spec import DataSpec
from bplab.numerals import short
from bplab.training.snapshot import Needs
from bplab.ui.views.output_map.probe import between
from bplab.ui.views.output_map.view import OutputMap


@pytest.fixture
def on(stage, theme):
    return stage(OutputMap(theme), 336, 387)


def test_it_stands_as_in_the_design(on):
    plan = on.view.plan()
    assert plan.square.getRect() == (16, 44, 304, 304)
    assert (plan.bar.top() - plan.square.bottom(), plan.bar.height()) == (8, 8)


def test_it_is_drawn_in_the_colors_of_the_theme(stage, themes, start, alike):
    on = stage(OutputMap(themes), 336, 387)
    on.show(start("circle").snapshot(map=np.full((1, 100, 100), 0.9999)))
    assert alike(on.color(4, 4), themes.color("panel"))
    assert alike(on.color(18.5, 200), QColor(int(themes.ramp("map")[255])))
    assert alike(on.color(168, 44), themes.color("line2"), 12)


def test_a_new_snapshot_changes_the_map_and_nothing_else(on, start):
    run = start("circle")
    before = on.show(run.snapshot())
    after = on.show(run.snapshot(epochs=30))
    square = on.view.plan().square.toAlignedRect()
    assert before.copy(square) != after.copy(square)
    assert before.copy(0, 0, 336, 44) == after.copy(0, 0, 336, 44)
    assert before.copy(0, 350, 336, 37) == after.copy(0, 350, 336, 37)


def test_the_same_snapshot_gives_the_same_pixels(on, start):
    snapshot = start("circle").snapshot(epochs=5)
    assert on.show(snapshot) == on.show(snapshot)


def test_a_train_point_is_a_disk_in_its_color_with_a_light_rim(on, theme, start, alike):
    snapshot = start("tanh").snapshot()
    on.show(snapshot)
    at = on.view._points.at(0, on.view.plan().square)
    assert alike(on.color(at.x() - 0.5, at.y() - 0.5), theme.color("neg"))
    rim = on.color(at.x() + 5.2, at.y())
    assert rim.lightness() > theme.color("neg").lightness() + 40


def test_the_example_with_numbers_on_the_network_is_ringed_in_its_own_run(on, theme, start, alike):
    snapshot = start("circle").snapshot()
    plain = on.show(snapshot)
    at = on.view._points.at(5, on.view.plan().square)
    on.view.followed = snapshot.run, 5
    on.show(snapshot)
    assert alike(on.color(at.x() + 7.0, at.y() - 0.5), theme.color("acc"), 40)
    for run, example in ((snapshot.run + 1, 5), (snapshot.run, None)):
        on.view.followed = run, example
        assert on.show(snapshot) == plain


def test_the_pointer_reads_the_sample_under_it(on, start):
    snapshot = start("circle").snapshot(epochs=3)
    on.show(snapshot)
    square = on.view.plan().square
    cell = square.width() / 100
    x, y = square.left() + 1.5 * cell, square.bottom() - 97.5 * cell
    on.point_at(x, y)
    value = snapshot.map[0, 97, 1]
    where = "x₁ −5.82   x₂ 5.70"
    assert on.view.readout().splitlines() == [where, f"P(blue) {short(value, 3)}"]
    on.point_at(2, 2)
    assert on.view.readout() == ""


def test_the_pointer_near_an_example_names_it_and_its_prediction(on, start):
    run = start("circle")
    snapshot = run.snapshot(epochs=40)
    said = run.trainer.outputs(np.arange(400))[1]
    snapshot = replace(snapshot, predictions=said)
    on.show(snapshot)
    index = int(snapshot.prepared.split.test[0])
    at = on.view._points.at(index, on.view.plan().square)
    on.point_at(at.x(), at.y())
    first, second = on.view.readout().splitlines()
    color = snapshot.prepared.dataset.classes[snapshot.prepared.dataset.targets[index]]
    assert f"Example {index + 1} of 400 · test · {color}" == first
    answer = float(said[index, 0])
    assert second == f"P(blue) {short(answer, 3)} → {'blue' if answer >= 0.5 else 'orange'}"


def test_where_only_samples_are_known_a_prediction_is_called_about_right(on, start):
    snapshot = replace(start("circle").snapshot(epochs=40), predictions=None)
    on.show(snapshot)
    at = on.view._points.at(5, on.view.plan().square)
    on.point_at(at.x(), at.y())
    assert on.view.readout().splitlines()[1].startswith("P(blue) ≈ ")


def test_examples_are_asked_for_while_they_are_no_more_than_the_samples(on, start):
    for points, asked in ((400, True), (20_000, False)):
        on.show(start("circle", points, data=DataSpec("circle", points=points)).snapshot())
        assert on.view.needs == Needs(map=100, predictions=asked)


def test_between_samples_a_value_is_interpolated():
    line = (np.arange(10) + 0.5) / 10
    values = line[None, :] + 2 * line[:, None]
    assert between(values, 0.37, 0.62) == pytest.approx(0.37 + 2 * 0.62)
    assert between(values, -1, 2) == pytest.approx(0.05 + 2 * 0.95)


def test_arrow_keys_walk_the_crosshair_and_escape_ends_it(on, start):
    on.show(start("circle").snapshot())
    QTest.keyClick(on.view, Qt.Key.Key_Right)
    QTest.keyClick(on.view, Qt.Key.Key_Right)
    QTest.keyClick(on.view, Qt.Key.Key_Up)
    probe = on.view._probe
    assert (probe.column, probe.row) == (51, 51)
    assert on.view.accessibleDescription() == on.view.readout() != ""
    QTest.keyClick(on.view, Qt.Key.Key_Escape)
    assert on.view.readout() == ""


def test_copy_gives_the_readout_or_else_all_samples(on, start):
    snapshot = start("circle").snapshot()
    on.show(snapshot)
    rows = [row.split("\t") for row in on.view.values_text().splitlines()]
    assert float(rows[1][0]) == 5.94
    assert float(rows[0][1]) == -5.94
    table = np.array([row[1:] for row in rows[1:]], dtype=float)
    assert table == pytest.approx(snapshot.map[0, ::-1], rel=1e-5)
    QTest.keyClick(on.view, Qt.Key.Key_Right)
    assert on.view.values_text() == on.view.readout()


def test_space_is_left_to_the_window(on, start, qtbot):
    on.show(start("circle").snapshot())
    QTest.keyClick(on.view, Qt.Key.Key_Space)
    assert on.view.readout() == ""


@pytest.mark.parametrize(
    ("name", "title", "ticks"),
    [
        ("circle", "P(blue)", ["0", "0.5", "1"]),
        ("softmax", "P(blue)", ["0", "0.5", "1"]),
        ("tanh", "output", ["−1", "0", "1"]),
        ("plane", "output", ["−1.2", "0", "1.2"]),
    ],
)
def test_the_axis_says_what_the_values_are(on, start, name, title, ticks):
    on.show(start(name).snapshot())
    assert on.view._scale.title == title
    assert [text for _, text in on.view._scale.ticks] == ticks


def test_two_outputs_show_the_probability_of_blue(on, start):
    snapshot = start("softmax").snapshot(epochs=2)
    on.show(snapshot)
    assert on.view._values is not None
    assert np.array_equal(on.view._values, snapshot.map[1])


def test_another_run_brings_its_own_points_and_forgets_the_old_map(on, start):
    on.show(start("circle", 1).snapshot())
    on.show(start("moons", 2).snapshot(map=None))
    assert on.view._values is None
    assert [part.title for part in on.view._points.parts] == ["train", "validation", "test"]


def test_a_snapshot_without_a_map_leaves_the_picture(on, start):
    run = start("circle")
    before = on.show(run.snapshot())
    assert on.show(run.snapshot(steps=1, map=None)) == before


def test_a_diverged_map_is_plain(on, theme, start, alike):
    on.show(start("circle").snapshot(map=np.full((1, 100, 100), np.nan)))
    assert alike(on.color(20, 200), theme.color("zero"))


def test_large_networks_are_asked_for_fewer_samples(on, start):
    assert on.view.needs == Needs(map=100, predictions=True)
    on.show(start("circle").snapshot())
    assert on.view.needs == Needs(map=100, predictions=True)


def test_many_points_are_thinned_and_the_legend_says_so(on, start):
    on.show(start("circle", data=DataSpec(points=20_000)).snapshot())
    assert len(on.view._points._shown) <= 4_000
    texts = [text for _, text in on.view.tips()]
    assert any("4,000 of 20,000 points are drawn" in text for text in texts)


def test_low_and_wide_the_legend_moves_beside_the_map(stage, theme, start):
    on = stage(OutputMap(theme), 856, 203)
    on.show(start("circle").snapshot())
    plan = on.view.plan()
    assert plan.wide
    assert plan.bar.left() > plan.square.right()
    assert plan.square.bottom() <= 203


def test_the_pointer_over_a_legend_word_explains_it(on, start):
    on.show(start("circle").snapshot())
    row = on.view.plan().header
    assert "never used for training" in on.tip(row.right() - 5, row.center().y())
    assert "probability" in on.tip(30, on.view.plan().bar.center().y())


@pytest.mark.parametrize("value", [0.02, 0.45, 0.55, 0.97])
def test_decided_classes_have_two_colors_however_sure_the_network_is(on, theme, start, alike, value):
    on.show(start("circle").snapshot(map=np.full((1, 100, 100), value)))
    pale = on.color(18.5, 200)
    on.view.decided.click()
    ramp = theme.ramp("map")
    assert alike(on.color(18.5, 200), QColor(int(ramp[255 if value >= 0.5 else 0])))
    on.view.decided.click()
    assert on.color(18.5, 200) == pale


@pytest.mark.parametrize(("name", "offered"), [("circle", True), ("plane", False)])
@pytest.mark.parametrize("size", [(336, 387), (370, 153), (683, 512)])
def test_the_switch_stands_clear_where_there_are_classes(stage, theme, start, name, offered, size):
    view = OutputMap(theme)
    on = stage(view, *size)
    on.show(start(name).snapshot())
    assert view.decided.isVisibleTo(view) == offered
    plan, place = view.plan(), QRectF(view.decided.geometry())
    assert QRectF(view.rect()).contains(place)
    assert not place.intersects(plan.square)
    assert not place.intersects(plan.bar.adjusted(0, -22, 0, 17))
    assert not any(place.intersects(tip[0]) for tip in view.tips())
