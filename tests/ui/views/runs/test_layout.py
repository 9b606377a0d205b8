"""The widths of the columns of the table of runs, and what stands in them."""

import math
from dataclasses import replace

import pytest
from PySide6.QtGui import QFontMetricsF

from bplab.training.metrics import PartScore
from bplab.ui.views.runs.layout import APART, fitted
from bplab.ui.views.runs.view import RunsView


def test_widths_give_way_evenly_and_share_what_is_left():
    assert fitted([50, 30], [40, 20], 100) == [60, 40]
    assert fitted([100, 30], [40, 20], 90) == pytest.approx([60, 30], abs=1)
    assert sum(fitted([100, 100, 30], [40, 40, 20], 120)) <= 121


def test_the_narrowest_columns_stay_whole_where_not_all_that_should_be_kept_has_room():
    assert fitted([96, 80, 46, 36], [70, 60, 46, 36], 180) == pytest.approx([49, 49, 46, 36], abs=1)
    assert fitted([96, 80], [0, 0], 0) == pytest.approx([0, 0], abs=1)


@pytest.mark.parametrize("width", [655, 840])  # beside the sheet on which points are drawn, and without
def test_numbers_are_read_whole_while_words_give_way(stage, context, runs, theme, width):
    on = stage(RunsView(context), width, 208)
    context.set_runs((replace(runs[0], spec=runs[0].spec.but(learning_rate=0.125)), *runs[1:]))
    table, plan = on.view.table.table, on.view.table.plan()
    wide = QFontMetricsF(theme.font("form", 600)).horizontalAdvance
    rates = [row.setting(table.trait("learning_rate")) for row in table.rows]
    assert "0.125" in rates
    assert plan.cell("learning_rate", 0).width() - APART >= max(map(wide, rates)) - 0.5


def test_what_a_run_differs_in_is_read_whole_before_a_curve_has_room(stage, context, runs, theme):
    on = stage(RunsView(context), 420, 208)
    context.set_runs((runs[0], runs[2]))
    table, plan = on.view.table.table, on.view.table.plan()
    wide = QFontMetricsF(theme.font("form", 600)).horizontalAdvance
    (key,) = runs[2].differing
    texts = {row.run.number: row.setting(table.trait(key)) for row in table.rows}
    assert plan.cell(key, 0).width() - APART >= wide(texts[runs[2].number]) - 0.5
    assert not plan.cell("curve", 0).width()
    on.view.table.grab()


def test_columns_have_room_for_what_training_makes_of_their_figures(stage, context, runs, theme):
    on = stage(RunsView(context), 655, 208)
    few = replace(runs[0], evaluation=runs[0].evaluation._replace(test=PartScore(0.6934, 63, 120)))
    context.set_runs((few,))
    plan = on.view.table.plan()
    strong, usual = (QFontMetricsF(theme.font("form", weight)).horizontalAdvance for weight in (600, None))
    assert plan.cell("train_loss", 0).width() >= strong("9.09e−7")
    assert plan.cell("test_loss", 0).width() >= strong("1.01e−4")
    assert plan.cell("count", 0).width() >= usual("(120/120)")


def test_a_loss_that_is_no_number_is_marked(stage, context, runs, themes, alike):
    lost = replace(runs[0], evaluation=runs[0].evaluation._replace(train=PartScore(math.nan, 1, 2)))
    on = stage(RunsView(context), 840, 208)
    context.set_runs((lost,))
    cell = on.view.table.plan().cell("train_loss", 0).toRect()
    image = on.view.table.grab(cell).toImage()
    seen = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert any(alike(color, themes.color("bad"), 12) for color in seen)


def test_rows_are_made_only_when_they_are_seen(stage, context, runs):
    on = stage(RunsView(context), 840, 208)
    on.view.hide()
    context.set_runs(runs)
    assert on.view.table.table.rows == ()
    on.view.show()
    assert len(on.view.table.table.rows) == 6
    assert on.view.words[0] == "6 runs"
