"""The runs tab, as it is read and used: by eye, by pointer and by keys."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.experiment.presets import preset
from bplab.training.metrics import PartScore
from bplab.training.snapshot import Needs, RunState
from bplab.ui.views.runs.layout import HEADER, ROW
from bplab.ui.views.runs.view import RunsView

WIDE, LOW = 840, 208
NEWEST = ["L2 0.001", "η 0.03", "η 0.1", "tanh to ReLU", "Adam", "Spiral"]


@pytest.fixture
def view(stage, context, runs, picture):
    on = stage(RunsView(context), WIDE, LOW)
    context.set_runs(runs)
    on.show(picture(4))
    return on.view


@pytest.fixture
def wanted(context):
    """What the view asks for."""
    found = []
    for name in ("run_wanted", "run_renamed", "runs_deleted", "comparison_wanted"):
        getattr(context, name).connect(lambda *values, name=name: found.append((name, *values)))
    return found


def titles(view):
    return [row.run.title for row in view.table.table.rows]


def press(view, *keys):
    for key in keys:
        QTest.keyClick(view.table, getattr(Qt.Key, f"Key_{key}"))


def click(view, place, double=False):
    press = QTest.mouseDClick if double else QTest.mouseClick
    press(view.table, Qt.MouseButton.LeftButton, pos=place.center().toPoint())


def push(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_asks_for_nothing_and_shows_the_newest_run_first(view):
    assert view.needs == type(view.needs)()
    assert titles(view) == NEWEST
    assert view.words == ("6 runs", "newest first")
    assert [row.is_current for row in view.table.table.rows] == [False, False, True, False, False, False]


def test_every_row_is_24_pixels_and_six_fit_under_the_headings(view):
    plan = view.table.plan()
    assert plan.row(1).top() - plan.row(0).top() == ROW == 24
    assert plan.slots == 6
    assert plan.last_top == 0
    assert view.table.y() == HEADER == 34


def test_settings_that_differ_from_the_parent_are_marked(view):
    table = view.table.table
    assert [trait.heading for trait in table.traits] == ["η", "Optimizer", "f", "L2"]
    assert [row.run.differing for row in table.rows] == [
        ("l2",), ("learning_rate",), ("learning_rate",), ("activation",), ("optimizer",), (),
    ]  # fmt: skip
    assert [row.setting(table.trait("l2")) for row in table.rows] == ["0.001", "0", "0", "0", "0", "0"]
    assert [row.run.origin for row in table.rows][1:3] == ["η 0.1, 30", "Spiral, 20"]


def test_more_than_four_settings_that_differ_become_one_column(view, context, runs):
    odd = replace(runs[1], spec=preset("digits"), difference="η 0.005, Adam, +12")
    context.set_runs((runs[0], odd))
    assert [heading for _, heading, _ in view.table.table.settings] == ["Differs"]
    assert [row.setting(None) for row in view.table.table.rows] == ["η 0.005, Adam, +12", "–"]


def test_the_current_run_has_the_figures_of_now(view, picture, runs):
    snapshot = picture(4, RunState.RUNNING)
    view.show_snapshot(
        replace(
            snapshot, step=77, evaluation=snapshot.evaluation._replace(train=PartScore(0.125, 1, 2), step=77)
        )
    )
    row = view.table.table.rows[2]
    assert row.losses[0] == "0.1250"
    assert row.run.step == 77
    assert row.run.state is RunState.RUNNING
    assert view.table.table.rows[3].run is runs[2]


def test_a_weight_set_by_hand_changes_the_figures_though_no_step_is_made(view, picture):
    snapshot = picture(4)
    view.show_snapshot(snapshot)
    changed = snapshot.evaluation._replace(train=PartScore(0.125, 1, 2))
    view.show_snapshot(replace(snapshot, evaluation=changed))
    assert view.table.table.rows[2].losses[0] == "0.1250"


def test_while_the_past_is_shown_the_figures_are_those_of_the_end(view, family, runs):
    view.show_snapshot(family[3].picture_at(25, Needs(), 7))
    row = view.table.table.rows[2]
    assert row.is_current
    assert row.run is runs[3]


def test_boxes_are_checked_by_clicks_and_by_space(view):
    plan = view.table.plan()
    click(view, plan.box(2))
    click(view, plan.box(4))
    assert view.table.chosen == {4, 2}
    assert view.words == ("6 runs", "2 chosen · newest first")
    press(view, "Home", "Space", "Down", "Down", "Space")
    assert view.table.chosen == {6, 2}


def test_two_chosen_runs_can_be_compared_and_no_other_number_of_them(view, wanted):
    assert not view.compare.isEnabled()
    press(view, "Home", "Space")
    assert not view.compare.isEnabled()
    press(view, "End", "Space")
    push(view.compare)
    assert wanted == [("comparison_wanted", 1, 6)]
    press(view, "Up", "Space")
    assert not view.compare.isEnabled()


def test_enter_and_a_double_click_go_to_another_run(view, wanted):
    press(view, "Home", "Return")
    plan = view.table.plan()
    click(view, plan.cell("origin", 5), double=True)
    assert wanted == [("run_wanted", 6), ("run_wanted", 1)]
    click(view, plan.cell("origin", 2), double=True)  # the current one
    click(view, plan.box(3), double=True)
    assert len(wanted) == 2


def test_a_run_is_renamed_in_its_row(view, wanted):
    press(view, "Home", "Down", "F2")
    field = view.table.field
    assert field.isVisible()
    assert (field.text(), field.selectedText()) == ("η 0.03", "η 0.03")
    QTest.keyClicks(field, "  Slower ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert wanted == [("run_renamed", 5, "Slower")]
    assert view.table.hasFocus()
    push(view.rename)
    QTest.keyClicks(field, "No")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    press(view, "F2")
    QTest.keyClick(field, Qt.Key.Key_Return)  # unchanged
    assert len(wanted) == 1
    assert not field.isVisible()


def test_deleting_spares_the_current_run(view, wanted):
    assert not view.delete.isEnabled()
    press(view, "Home", "Delete")
    press(view, "Down", "Down", "Delete")
    assert wanted == [("runs_deleted", (6,))]
    assert not view.delete.isEnabled()
    press(view, "Space", "Down", "Space", "Down", "Space")
    push(view.delete)
    assert wanted[1:] == [("runs_deleted", (2, 3))]


def test_what_is_chosen_stays_chosen_while_runs_come_and_go(view, context, runs):
    press(view, "Home", "Space", "End", "Space")
    context.set_runs(runs[:5])
    assert view.table.chosen == {1}
    assert view.table.at == 1
    context.set_runs(runs)
    assert view.table.chosen == {1}


def test_chosen_runs_are_overlaid_and_left_out_again(view, context):
    assert not view.curves.isEnabled()
    press(view, "End", "Space", "Up", "Space")
    push(view.curves)
    assert [run.title for run in context.overlaid] == ["Spiral", "Adam"]
    press(view, "Space")
    push(view.curves)
    assert [run.title for run in context.overlaid] == ["Spiral"]
    push(view.curves)
    assert context.overlaid == ()


def test_a_deleted_run_is_overlaid_no_longer(view, context, runs):
    context.overlay((1, 2))
    context.set_runs(runs[1:])
    assert [run.number for run in context.overlaid] == [2]


def test_a_row_is_read_aloud(view):
    press(view, "Home", "Down", "Down", "Space")
    text = view.table.accessibleDescription()
    assert text.startswith(
        "η 0.1, current, chosen, from Spiral, 20, η 0.1, Optimizer Momentum, f tanh, L2 0, "
    )
    assert text.endswith("45 steps, Paused")


def test_keys_walk_pages_and_stop_at_the_ends(view, qtbot):
    view.resize(WIDE, HEADER + 21 + 3 * ROW + 4)
    qtbot.waitUntil(lambda: view.table.plan().slots == 3)
    press(view, "Home", "PageDown")
    assert view.table.at == 3
    assert 3 in [row.key for row in view.table.shown]
    press(view, "PageDown", "PageDown")
    assert view.table.at == 1
    assert view.table.bar.value() == 3
    assert view.table.bar.isVisible()


def test_its_menu_names_what_can_be_done(view, shown_tips, wanted):
    press(view, "Home")
    QTest.keyClick(view.table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = shown_tips[-1]
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions)[:5] == ["Go to this run", "Choose", "Show in curves", "Rename...", "Delete run"]
    assert not actions["Show in curves"].isEnabled()
    actions["Go to this run"].trigger()
    actions["Choose"].trigger()
    assert wanted == [("run_wanted", 6)]
    assert view.table.chosen == {6}


def test_tips_give_all_digits(view, runs):
    tips = [text for _, text in view.table.tips()]
    assert f"Train loss {runs[5].evaluation.train.loss!r}" in tips
    assert any(text.startswith("L2 0.001\n45 steps, 5 epochs · Paused\nDouble-click") for text in tips)


def test_the_table_can_be_copied(view):
    view.table.setFocus()
    QTest.keySequence(view.table, "Ctrl+C")
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:4] == ["run", "from", "η", "Optimizer"]
    assert len(lines) == 7
    assert lines[6].split("\t")[:3] == ["Spiral", "the first run", "0.03"]


def test_without_a_run_it_says_how_to_begin(stage, context, alike, theme):
    on = stage(RunsView(context), WIDE, LOW)
    assert on.view.words == ("0 runs", "")
    assert not any(button.isVisible() and button.isEnabled() for button in on.view._buttons)
    press(on.view, "Down", "Space", "Return", "Delete", "F2")
    words = on.view.table.grab().toImage()
    dark = [
        x
        for x in range(WIDE)
        if not alike(words.pixelColor(x, words.height() // 2), theme.color("panel"), 60)
    ]
    assert dark


@pytest.mark.parametrize("width", [500, 840, 1400])
def test_columns_never_overlap(view, width):
    view.resize(width, LOW)
    edges = [(left, right) for _, left, right in view.table.plan().columns]
    assert all(one[1] <= other[0] + 0.1 for one, other in pairwise(edges))


def test_it_is_drawn_in_both_themes(themes, view, alike):
    press(view, "Home", "Space")
    box = view.table.plan().box(0)
    image = view.table.grab().toImage()
    at = QPoint(round(box.left()) + 2, round(box.center().y()))
    assert alike(image.pixelColor(at), themes.color("acc"), 12)


def test_while_training_goes_on_only_the_row_of_the_current_run_is_painted(view, picture, monkeypatch):
    snapshot, seen = picture(4, RunState.RUNNING), []
    view.show_snapshot(snapshot)
    QApplication.processEvents()
    monkeypatch.setattr(
        "bplab.ui.views.runs.table_view.paint_table", lambda *values: seen.append(values[-1].toRect())
    )
    view.show_snapshot(replace(snapshot, step=99))
    QApplication.processEvents()
    assert seen == [view.table.plan().row(2).toAlignedRect()]
    view.table.sort_by("train_loss")
    seen.clear()
    view.show_snapshot(replace(snapshot, step=100))
    QApplication.processEvents()
    assert seen == [view.table.rect()]
