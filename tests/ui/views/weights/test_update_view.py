"""The table of updates as it is read: by eye, by keys, by pointer, and from the clipboard."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.experiment.parameters import Parameter
from bplab.experiment.spec import Layer
from bplab.explain.update_table import UpdateTable
from bplab.numerals import parsed
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.ui.views.weights.update_layout import ROW, lay_out
from bplab.ui.views.weights.update_view import UpdateView

STEP = Needs(step=True, outcome=True)
WIDE, LOW = 808 + 32, 208


def picture(run, steps=0, state=RunState.PAUSED):
    if steps:
        run.trainer.run(steps=steps)
    run.version += 1
    return Run(run.number, run.trainer, state).picture(STEP, run.version)


@pytest.fixture
def on(stage, theme):
    return stage(UpdateView(theme, 170), WIDE, LOW)


def press(view, *keys):
    for key in keys:
        QTest.keyClick(view, getattr(Qt.Key, f"Key_{key}"))


def texts(view):
    return [view._table.row(number).texts for number in view.shown]


def test_it_asks_for_the_next_step_and_what_it_makes_of_the_loss(on):
    assert on.view.needs == STEP


def test_two_columns_of_rows_stand_side_by_side_where_there_is_room(on, start):
    on.show(picture(start("worked", start={"W1[1,1]": 0.15})))
    plan = on.view.plan()
    assert (plan.halves, plan.rows, plan.slots) == (2, 6, 12)
    assert plan.row(1).top() - plan.row(0).top() == ROW == 23
    assert plan.row(6).left() > plan.row(5).right()
    on.view.resize(500, LOW)
    assert on.view.plan().halves == 1


def test_what_is_printed_is_what_the_run_then_does(on, start):
    run = start("circle")
    on.show(picture(run, steps=5))
    printed = {row[0]: parsed(row[-1]) for row in (on.view._table.row(n).texts for n in range(17))}
    before, after = on.view._table.trace.loss, on.view._snapshot.next_loss
    batch = on.view._table.trace.start.batch
    run.trainer.run(steps=1)
    W, b = run.trainer.weights[0]
    assert printed["W1[2,3]"] == pytest.approx(W[1, 2], abs=5.1e-9)
    assert printed["b1[4]"] == pytest.approx(b[3], abs=5.1e-9)
    y = run.trainer.outputs(batch)[1]
    t = run.trainer.build.targets[batch]
    assert after == pytest.approx(-np.mean(t * np.log(y) + (1 - t) * np.log(1 - y)))
    assert after < before


def test_keys_walk_the_rows_and_enter_selects(on, start, qtbot):
    on.show(picture(start("circle")))
    picked = []
    on.view.picked.connect(picked.append)
    on.view.setFocus()
    press(on.view, "Down", "Down", "Return")
    assert picked == [Parameter(0, 1, 0)]
    assert on.view.accessibleDescription().startswith("W1[2,1], old ")
    press(on.view, "End", "Enter")
    assert picked[-1] == Parameter(1, None, 0)
    assert on.view.top == on.view.plan().last_top > 0
    press(on.view, "Home", "Return")
    assert picked[-1] == Parameter(0, 0, 0)
    assert on.view.top == 0
    press(on.view, "Right", "Return")
    assert picked[-1] == on.view._table.parameter(on.view.plan().rows)
    press(on.view, "Escape")
    assert on.view.accessibleDescription() == ""


def test_headings_sort_by_keys_and_by_clicks(on, start):
    on.show(picture(start("circle"), steps=3))
    on.view.setFocus()
    press(on.view, "Down", "Up", "Right", "Right")
    assert on.view.accessibleDescription() == "Sort by gradient ∂L/∂w"
    press(on.view, "Return")
    values = [parsed(row[2]) for row in texts(on.view)]
    assert values == sorted(values)
    assert on.view.accessibleDescription().endswith(", rising")
    press(on.view, "Return")
    values = [parsed(row[2]) for row in texts(on.view)]
    assert values == sorted(values, reverse=True)
    head = on.view.plan().half(0)
    QTest.mouseClick(
        on.view, Qt.MouseButton.LeftButton, pos=QPoint(round(head.left()) + 12, round(head.top()) + 8)
    )
    assert [row[0] for row in texts(on.view)][:2] == ["W1[1,1]", "W1[2,1]"]


def test_the_keys_stay_at_their_parameter_when_the_order_changes(on, start):
    run = start("circle")
    on.show(picture(run))
    on.view.setFocus()
    press(on.view, "Down", "Down", "Down")
    name = on.view.accessibleDescription().split(",")[0:2]
    on.view.sort_by(3)
    assert on.view.accessibleDescription().split(",")[0:2] == name


def test_a_click_on_a_row_selects_and_what_is_selected_is_marked(on, start, theme, alike):
    on.show(picture(start("circle")))
    picked = []
    on.view.picked.connect(picked.append)
    place = on.view.plan().row(2)
    QTest.mouseClick(on.view, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert picked == [Parameter(0, 0, 1)]
    at = place.left() + 3, place.top() + 5
    assert not alike(on.color(*at), theme.color("accw"))
    on.view.clearFocus()
    on.view.set_selected(Parameter(0, 0, 1))
    assert alike(on.color(*at), theme.color("accw"))


def test_columns_stay_while_training_runs_and_fit_what_is_printed_when_it_pauses(on, start):
    names = [f"{name}[{place}]" for name in ("W1", "W2") for place in ("1,1", "1,2", "2,1", "2,2")]
    run = start("worked", start=dict.fromkeys(names, 0.25))
    on.show(picture(run))
    before = on.view.plan().rights
    on.show(picture(run, steps=3, state=RunState.RUNNING))
    assert on.view.plan().rights == before
    on.show(picture(run))
    assert on.view.plan().rights != before


def test_what_is_selected_on_the_canvas_is_scrolled_to(on, start):
    on.show(picture(start("digits")))
    on.view.set_selected(Parameter(1, 3, 4))
    assert "W2[4,5]" in [row[0] for row in texts(on.view)]
    top = on.view.top
    for elsewhere in (None, Parameter(7, 0, 0), Parameter(0, 900, 2)):
        on.view.set_selected(elsewhere)
        assert on.view.top == top


def test_home_goes_to_the_first_row_from_wherever_the_table_is(on, start):
    on.show(picture(start("digits")))
    on.view.bar.setValue(50)
    press(on.view, "Home")
    assert (on.view.top, on.view._at) == (0, 0)
    on.view.bar.setValue(50)
    press(on.view, "Escape", "Down")
    assert on.view._at == 50


def test_only_rows_that_are_shown_are_formatted(on, start, monkeypatch):
    asked, row = set(), UpdateTable.row
    monkeypatch.setattr(UpdateTable, "row", lambda table, number: asked.add(number) or row(table, number))
    on.show(picture(start("circle", layers=(Layer(300), Layer(200)))))
    on.pixels()
    assert len(on.view._order) == 2 * 300 + 300 + 300 * 200 + 200 + 200 + 1
    assert len(asked) <= 24 + on.view.plan().slots


def test_the_wheel_scrolls_and_the_bar_follows(on, start):
    on.show(picture(start("digits")))
    at = QPointF(on.view.rect().center())
    none = Qt.MouseButton.NoButton
    turn = QWheelEvent(
        at, at, QPoint(), QPoint(0, -240), none, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(on.view, turn)
    assert on.view.top == on.view.bar.value() == 6
    on.view.bar.setValue(100)
    assert on.view.shown[0] == 100


def test_copy_gives_all_rows_in_full(on, start):
    run = start("digits", optimizer="adam")
    on.show(picture(run, steps=2))
    on.view.setFocus()
    QTest.keyClick(on.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    heads = next(line for line in lines if line.startswith("parameter\t"))
    rows = dict(line.split("\t", 1) for line in lines[lines.index(heads) + 1 :])
    assert heads.split("\t") == ["parameter", "old", "gradient ∂L/∂w", "m", "s", "new"]
    assert len(rows) == 64 * 16 + 16 + 16 * 10 + 10
    assert float(rows["W2[3,4]"].split("\t")[0]) == run.trainer.weights[1][0][2, 3]
    assert lines[0].startswith("new = old − ")


def test_frozen_parameters_have_a_lock(on, start):
    plain, frozen = (
        on.show(picture(start("worked", number, frozen=names))) for number, names in ((1, ()), (2, ("b1",)))
    )
    place = on.view.plan().cell(on.view.plan().row(4), 3).toAlignedRect()
    assert on.view._table.row(4).state == "frozen"
    assert plain.copy(place) != frozen.copy(place)


def test_a_pruned_weight_says_so_within_its_own_column(on, start):
    strong = start("circle", 1, regularization="l1_prune", regularization_rate=0.8)
    pruned = on.show(picture(strong))
    plan, table = on.view.plan(), on.view._table
    slot = next(slot for slot, number in enumerate(on.view.shown) if table.row(number).state == "pruned")
    plain = on.show(picture(start("circle", 2)))
    assert (on.view.plan().halves, plan.halves) == (2, 2)
    beside = plan.cell(plan.row(slot), 3)
    between = QRectF(beside.left() + 1, beside.top(), 8, beside.height() - 2).toRect()
    ground = pruned.pixelColor(between.topLeft())
    assert all(
        pruned.pixelColor(x, y) == ground
        for x in range(between.left(), between.right())
        for y in range(between.top() + 1, between.bottom())
    )
    assert plain != pruned


def test_a_step_that_takes_too_long_is_shown_when_training_pauses(on, start):
    run = start("circle")
    on.show(picture(run))
    late = replace(picture(run, state=RunState.RUNNING), next_step=None, next_loss=None)
    on.show(late)
    assert on.view.values_text() == ""
    assert on.view.tips() == []
    press(on.view, "Down")
    assert on.view._at is None
    on.show(picture(run))
    assert on.view.values_text()


def test_hovering_tells_full_precision_and_what_the_loss_is(on, start):
    run = start("circle")
    on.show(picture(run))
    place = on.view.plan().cell(on.view.plan().row(0), 1).center()
    assert on.tip(place.x(), place.y()) == f"old {float(run.trainer.weights[0][0][0, 0])!r}"
    assert "this batch" in on.tip(WIDE - 40, 12)


def test_another_run_begins_at_its_first_row(on, start):
    on.show(picture(start("digits")))
    press(on.view, "End")
    on.show(picture(start("circle", 2)))
    assert (on.view.top, on.view._at) == (0, None)


@pytest.mark.parametrize("width", [300, 500, 840, 1400])
@pytest.mark.parametrize("count", [1, 12, 17, 5000])
def test_every_row_has_a_place_of_its_own_within_the_table(width, count):
    area = QRectF(16, 36, width, 168)
    plan = lay_out(area, (54.0, 92.0, 90.0, 92.0), count)
    places = [plan.row(slot) for slot in range(min(plan.slots, count))]
    assert all(area.adjusted(-0.1, 0, 0.1, 0).contains(place) for place in places)
    assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[:n])
    assert plan.slots + plan.last_top >= count
