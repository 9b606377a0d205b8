"""Gradients > By layer: levels of δ, the factors between them, and a sentence that closes."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.numerals import parsed, short
from bplab.training.snapshot import Needs, RunState
from bplab.ui.views.gradients.by_layer import ALONE, LATE, ByLayerView
from bplab.ui.views.signal.reading import QUANTITIES, read


def shown(stage, theme, run, **taken):
    view = ByLayerView(theme)
    on = stage(view, 840, 208)
    on.show(run.snapshot(**taken))
    return view, on


def test_it_needs_the_signals_of_the_next_step(theme, qtbot):
    view = ByLayerView(theme)
    qtbot.addWidget(view)
    assert view.needs == Needs(signals=True)


@pytest.mark.parametrize("name", ["circle", "ten", "digits", "plane"])
def test_in_every_column_the_factors_close_on_what_the_strip_prints(stage, theme, start, name):
    run = start(name)
    view, _ = shown(stage, theme, run, steps=3)
    strip = read(run.snapshot(), QUANTITIES["delta"])
    for gap, factor in enumerate(strip.factors):
        w, f, whole = view._fall.texts(gap)
        assert factor.endswith(f" {whole}")
        digits = len(whole.replace("0.", "").lstrip("0").replace(".", ""))
        assert short(parsed(w) * parsed(f), digits) == whole


def test_levels_and_bars_are_where_their_numbers_say(stage, themes, start, alike):
    view, on = shown(stage, themes, start("ten"), steps=3)
    plan, decades, image = view.plan(), view._decades, on.pixels()
    deltas, carried = view._fall.snapshot.delta_norms, view._fall.snapshot.carried_norms

    def y(value):
        share = (np.log10(value) - decades.low) / (decades.high - decades.low)
        return plan.plot.bottom() - share * plan.plot.height()

    for layer in (0, 5, 10):
        at = round(plan.xs[layer]), round(y(deltas[layer]) - 0.5)
        assert alike(image.pixelColor(*at), themes.layer_color(layer, 11), within=60)
    x = (2 * plan.xs[0] + plan.xs[1]) / 3  # the bar of f′, which shrinks
    middle = (y(deltas[0]) + y(carried[0])) / 2
    assert alike(image.pixelColor(round(x), round(middle)), themes.color("neg"), within=12)


def test_it_stands_under_the_columns_of_the_network_if_it_is_as_wide(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"))
    view.set_columns([60.0, 400.0, 780.0], 840)
    assert view.plan().xs == (400.0, 780.0)
    view.set_columns([60.0, 400.0, 780.0], 700)
    assert view.plan().xs != (400.0, 780.0)


def test_in_a_deep_network_only_the_factors_of_the_selected_layer_are_printed(stage, theme, start):
    view, on = shown(stage, theme, start("ten"))
    assert view.printed is None
    view, on = shown(stage, theme, start("twenty"))
    view.show_layer(4)
    assert view.printed == 4
    view.show_layer(20)
    assert view.printed == 19
    plan = view.plan()
    x = (plan.xs[7] + plan.xs[8]) / 2
    on.point_at(x, plan.plot.center().y())
    assert view.printed == 7


def test_arrows_walk_the_factors_and_are_read_aloud(stage, theme, start):
    view, _ = shown(stage, theme, start("ten"), steps=2)
    assert view.accessibleDescription().startswith("On average f′ × ")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.accessibleDescription().startswith("Output to Hidden 10: W × ")
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.accessibleDescription().startswith("Hidden 2 to Hidden 1: W × ")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.accessibleDescription().startswith("On average")


def test_hovering_shows_all_digits_of_a_column_and_of_the_means(stage, theme, start):
    view, on = shown(stage, theme, start("ten"), steps=2)
    column = view.plan().column(3).center()
    assert "f′: the slopes in Hidden 4 multiply it by × " in on.tip(column.x(), column.y())
    assert "together × " in on.tip(700, 10)


def test_one_layer_has_nothing_to_compare(stage, theme, start):
    run = start("circle")
    view, on = shown(stage, theme, run)
    assert view._fall.gaps == 1
    before = on.pixels()
    on.show(start("circle", 2, layers=()).snapshot())
    assert view._fall.gaps == 0
    assert on.pixels() != before
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.accessibleDescription() == ALONE


def test_while_a_large_network_trains_levels_are_drawn_and_the_rest_is_promised(stage, theme, start):
    untraced = {"carried_norms": np.full(11, np.nan), "state": RunState.RUNNING}
    view, _ = shown(stage, theme, start("ten"), steps=3, **untraced)
    assert view._told(view._fall) == (LATE, "")
    assert view._fall.texts(0)[:2] == ("", "")


def test_the_values_are_a_table(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"))
    rows = [row.split("\t") for row in view.values_text().splitlines()]
    assert rows[0] == ["layer", "rms δ", "× W", "× f′", "= one layer"]
    assert float(rows[1][2]) * float(rows[1][3]) == pytest.approx(float(rows[1][4]))
    assert len(rows[2]) == 2


def test_a_signal_that_keeps_its_size_has_no_cause(stage, theme, start):
    view, _ = shown(stage, theme, start("circle"), steps=2)
    said, named = view._fall.told
    assert said.startswith("On average f′ × ")
    assert said.endswith(".")
    assert named == ""
