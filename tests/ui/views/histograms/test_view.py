from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest

from bplab.experiment.spec import Layer
from bplab.training import snapshot
from bplab.training.histograms import BINS, KINDS
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.ui.views.histograms.cells import places_for, words
from bplab.ui.views.histograms.view import HistogramsView


def taken(run, view):
    return Run(run.number, run.trainer, RunState.PAUSED).picture(view.needs, 1)


def shown(stage, theme, run, kind="activations", width=840, height=208):
    view = HistogramsView(theme)
    view.switch.set_value(kind)
    on_stage = stage(view, width, height)
    on_stage.show(taken(run, view))
    return view, on_stage


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_shows_a_cell_a_layer_in_its_color(stage, themes, start, alike, kind):
    run = start("circle")
    run.trainer.run(steps=5)
    view, on_stage = shown(stage, themes, run, kind)
    assert view.needs == Needs(histograms=kind)
    assert [cell.name for cell in view._cells] == ["Hidden 1", "Output"]
    before = on_stage.pixels()
    for cell in view._cells:
        fullest = int(cell.layer.counts.argmax())
        at = cell.bars.left() + (fullest + 0.5) / BINS * cell.bars.width()
        inside = before.pixelColor(round(at), round(cell.bars.center().y()))
        assert not alike(inside, themes.color("panel"), within=20)


def test_gradients_are_of_the_next_step_and_so_known_before_the_first(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"), "gradients")
    assert sum(int(cell.layer.counts.sum()) for cell in view._cells) == 2 * 4 + 4
    assert view.caption() == "of the next batch, without biases"


def test_another_kind_shows_nothing_until_its_counts_are_there(stage, theme, start):
    run = start("circle")
    view, _ = shown(stage, theme, run)
    old = taken(run, view)
    view.switch.segment("weights").click()
    assert view.needs.histograms == "weights"
    assert view._cells == []
    view.show_snapshot(old)
    assert view._cells == []
    view.show_snapshot(taken(run, view))
    assert len(view._cells) == 2


def test_counts_that_a_large_network_has_only_at_rest_stay_while_it_trains(stage, theme, start, monkeypatch):
    run = start("circle")
    view, _ = shown(stage, theme, run, "gradients")
    before = view.values_text()
    monkeypatch.setattr(snapshot, "AT_ONCE", 0.0)
    run.trainer.run(steps=50)
    view.show_snapshot(Run(run.number, run.trainer, RunState.RUNNING).picture(view.needs, 2))
    assert view.values_text() == before
    view.show_snapshot(taken(run, view))
    assert view.values_text() != before


def test_the_pointer_reads_a_bin(stage, theme, start):
    view, on_stage = shown(stage, theme, start("circle"))
    cell = view._cells[1]
    on_stage.point_at(cell.bars.left() + 1, cell.bars.center().y())
    assert "a 0 to 0.025" in view.accessibleDescription().replace("0.0250", "0.025")
    assert f"of {int(cell.layer.counts.sum())}" in view.accessibleDescription()
    on_stage.point_at(2, 2)
    assert view.accessibleDescription() == ""


def test_keys_walk_bins_and_layers(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view._probe == (0, BINS // 2)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view._probe == (1, BINS // 2 - 1)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view._probe is None


def test_dead_and_saturated_are_said_in_words(stage, theme, start):
    run = start("circle", layers=(Layer(units=4, activation="relu"), Layer(units=3)))
    view, on_stage = shown(stage, theme, run)
    relu, tanh, _ = (cell.layer for cell in view._cells)
    assert words(relu, brief=False) == f"{relu.dead} of 4 dead"
    assert words(tanh, brief=False).endswith("% saturated")
    assert words(replace(tanh, saturated=0.25, dead=2), brief=False) == "25 % saturated · 2 of 3 dead"
    assert words(replace(tanh, saturated=0.25, dead=0), brief=True) == "25 % sat."
    place = view._cells[0].place
    assert "do not learn" in on_stage.tip(place.center().x(), place.center().y())


def test_the_table_has_a_row_a_bin(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"))
    assert len(view.values_text().split("\n")) == 1 + 2 * BINS


def test_the_caption_says_what_is_counted(stage, theme, start):
    assert shown(stage, theme, start("circle"))[0].caption() == "first 256 of 280 train examples"
    assert shown(stage, theme, start("circle"), "weights")[0].caption().startswith("without biases")


def test_the_kind_is_remembered(theme, qtbot):
    view = HistogramsView(theme)
    qtbot.addWidget(view)
    view.restore({"histograms.kind": "deltas"})
    assert view.choices == {"histograms.kind": "deltas"}
    view.restore({"histograms.kind": 3})
    assert view.switch.value == "deltas"


@pytest.mark.parametrize("count", [1, 2, 5, 11, 21])
@pytest.mark.parametrize("width", [300, 840, 1800])
def test_cells_fill_rows_and_never_overlap(count, width):
    area = QRectF(16, 36, width, 170)
    places = places_for(count, area)
    assert len(places) == count
    assert all(area.adjusted(-0.1, -0.1, 0.1, 0.1).contains(place) for place in places)
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])
    assert all(place.width() >= 80 for place in places)
