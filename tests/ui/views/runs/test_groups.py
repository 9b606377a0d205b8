"""Groups of other seeds in the runs tab: counts, progress, and their runs while they are open."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest

from bplab.experiment.presets import preset
from bplab.trials.group import SeedGroup
from bplab.trials.seeds import seeds
from bplab.trials.trial import Progress, train
from bplab.ui.views.runs.group_painter import cancel_place
from bplab.ui.views.runs.text import CLOSE
from bplab.ui.views.runs.view import RunsView

WIDE, LOW = 840, 208
SPIRAL = preset("spiral")


@pytest.fixture(scope="session")
def groups():
    """All seeds of Spiral are trained; of Adam's two are, and the third is at step 20 of 45."""
    spiral = SeedGroup(1, "Spiral: other seeds", 1, SPIRAL, 4)
    for place, trial in enumerate(seeds(SPIRAL, 4, 45)):
        spiral = spiral.with_result(train(place, trial, lambda _progress: None))
    adam = SeedGroup(2, "Adam: other seeds", 2, SPIRAL.but(optimizer="adam"), 4)
    for place, trial in enumerate(seeds(adam.spec, 2, 45)):
        adam = adam.with_result(train(place, trial, lambda _progress: None))
    return spiral.ended(), adam.advanced(Progress(2, 20, 45))


@pytest.fixture
def view(stage, context, runs, groups, picture):
    on = stage(RunsView(context), WIDE, LOW)
    context.set_runs(runs[:2])
    context.set_groups(groups)
    context.set_threshold(0.66)
    on.show(picture(1))
    return on.view


@pytest.fixture
def wanted(context):
    found = []
    for name in ("seed_wanted", "group_deleted", "group_cancelled", "runs_deleted"):
        getattr(context, name).connect(lambda *values, name=name: found.append((name, *values)))
    context.other_seeds_wanted.connect(lambda: found.append(("other_seeds_wanted",)))
    return found


def titles(view):
    return [getattr(row, "title", "") or row.run.title for row in view.table.table.all_rows]


def press(view, *keys):
    for key in keys:
        QTest.keyClick(view.table, getattr(Qt.Key, f"Key_{key}"))


def click(view, place):
    QTest.mouseClick(view.table, Qt.MouseButton.LeftButton, pos=place.center().toPoint())


def push(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_groups_stand_alone_where_every_run_is_one_of_their_seeds(view):
    assert titles(view) == ["Adam: other seeds", "Spiral: other seeds"]
    assert view.words == ("Runs", "2 groups of 4 · newest first")
    assert view.seeds.isVisible()
    assert not view.compare.isVisible()
    assert not view.rename.isVisible()
    assert [heading for _, heading, _ in view.table.table.settings] == ["Reach train loss < 0.66"]


def test_groups_stand_above_other_runs(view, context, runs):
    context.set_runs(runs[:3])
    assert titles(view) == ["Adam: other seeds", "Spiral: other seeds", "tanh to ReLU", "Adam", "Spiral"]
    assert view.words == ("3 runs", "2 groups of 4 · newest first")
    assert view.compare.isVisible()
    assert not view.seeds.isVisible()


def test_a_group_counts_what_reaches_a_loss_and_what_ends_below_it(view, groups):
    adam, spiral = view.table.table.groups
    found = groups[0].found
    assert spiral.counts == (f"{found.reached(0.66)} of 4", f"{found.ending_below(0.66)} end below")
    assert spiral.seeds == "2 to 5"
    losses = sorted(run.train.loss for run in found.runs)
    assert float(spiral.losses[0]) == pytest.approx((losses[1] + losses[2]) / 2, abs=6e-5)
    assert adam.counts[0].endswith(" of 2 so far")
    assert adam.group.doing == "seed 4: step 20 of 45"


def test_a_group_opens_by_its_chevron_and_by_keys(view):
    press(view, "Home", "Down", "Right")
    assert titles(view)[2:] == ["Seed 2", "Seed 3", "Seed 4", "Seed 5"]
    assert [row.is_current for row in view.table.table.groups[2:]] == [True, False, False, False]
    press(view, "Down", "Down", "Left")
    assert view.table.at == (1, None)
    press(view, "Left")
    assert len(titles(view)) == 2
    press(view, "Return")
    assert len(titles(view)) == 6
    click(view, view.table.plan().box(1))
    assert len(titles(view)) == 2


def test_a_run_of_a_group_says_when_it_came_below_and_whether_it_stayed(view, context, groups):
    press(view, "Home", "Down", "Right")
    for row in view.table.table.groups[2:]:
        at = row.run.reached(0.66)
        told = f"at epoch {at:.0f}" if at is not None else ""
        assert row.reached[0] == told
    context.set_threshold(0.01)
    assert view.table.table.groups[2].reached == ("", "never")


def test_enter_goes_to_a_seed_and_del_deletes_a_group(view, wanted):
    press(view, "Home", "Down", "Right", "Down", "Down", "Return")
    press(view, "Left", "Delete")
    assert wanted == [("seed_wanted", 1, 3), ("group_deleted", 1)]
    push(view.delete)
    assert wanted[2:] == [("group_deleted", 1)]
    push(view.seeds)
    assert wanted[3:] == [("other_seeds_wanted",)]


def test_the_largest_seed_arrives_as_it_is(view, wanted):
    view.table.seed_wanted.emit(1, 2**32 - 1)
    assert wanted == [("seed_wanted", 1, 2**32 - 1)]


def test_a_group_that_is_trained_can_be_cancelled_in_its_row(view, wanted, qtbot):
    button = view.table.cancels.buttons[2]
    assert button.isVisible()
    assert button.geometry() == cancel_place(view.table.plan(), 0).toRect()
    push(button)
    assert wanted == [("group_cancelled", 2)]
    view.table.open(1, on=True)
    view.resize(WIDE, 34 + 21 + 3 * 24 + 4)
    qtbot.waitUntil(view.table.bar.isVisible)
    press(view, "End")
    assert not button.isVisible()
    press(view, "Home")
    assert button.isVisible()


def test_the_button_stays_in_its_row_in_a_wider_window(view, qtbot):
    view.resize(WIDE + 200, LOW)
    qtbot.waitUntil(lambda: view.table.cancels.buttons[2].geometry().right() > WIDE)
    assert view.table.cancels.buttons[2].geometry() == cancel_place(view.table.plan(), 0).toRect()


def test_it_is_over_when_all_are_trained(view, context, groups):
    context.set_groups((groups[0], groups[1].ended()))
    assert not view.table.cancels.buttons[2].isVisible()
    assert view.table.table.groups[0].counts[0].endswith(" of 2")


def test_a_chosen_group_is_drawn_and_left_out_again(view, context):
    click(view, view.table.plan().cell("origin", 1))
    assert view.table.chosen_group == 1
    assert view.table.table.groups[1].is_chosen
    push(view.curves)
    assert context.group.number == 1
    push(view.curves)
    assert context.group is None
    press(view, "Space")
    assert view.table.chosen_group is None


def test_a_deleted_group_is_drawn_no_longer(view, context, groups):
    context.draw_group(1)
    context.set_groups(groups[1:])
    assert context.drawn_group is None


def test_the_threshold_is_round_until_someone_moves_it(context, groups):
    assert context.threshold == 0.2
    context.set_groups(groups)
    assert context.threshold == 0.5
    context.set_threshold(0.3)
    assert context.threshold == 0.3


def test_groups_are_read_aloud(view):
    press(view, "Home")
    text = view.table.accessibleDescription()
    assert text.startswith("Adam: other seeds, seeds 2 to 5, ")
    assert "so far reach train loss < 0.66, seed 4: step 20 of 45, closed" in text
    press(view, "Down", "Right", "Down")
    assert view.table.accessibleDescription().startswith("Seed 2, current, never, train loss 0.66")


def test_their_menu_opens_and_closes_them(view, shown_tips):
    press(view, "Home", "Down")
    QTest.keyClick(view.table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    actions = {action.text(): action for action in shown_tips[-1].actions() if action.text()}
    assert list(actions)[:4] == ["Open", "Choose", "Show in curves", "Delete run"]
    actions["Open"].trigger()
    assert len(titles(view)) == 6


def test_the_bar_grows_with_what_is_trained(view, themes, alike):
    plan = view.table.plan()
    image = view.table.grab().toImage()
    y = round(plan.row(0).center().y()) - 1
    line = [image.pixelColor(x, y) for x in range(round(plan.cell("origin", 0).right()), WIDE - 90)]
    made = sum(alike(color, themes.color("acc"), 10) for color in line)
    left = sum(alike(color, themes.color("line"), 6) for color in line)
    assert made / (made + left) == pytest.approx((2 + 20 / 45) / 4, abs=0.06)


def test_beside_runs_the_counts_say_what_is_counted(view):
    group = next(row for row in view.table.table.groups if row.group.is_over)
    assert group.named_count == f"{group.counts[0]} reach loss < 0.66"


def test_the_counts_of_a_group_stand_clear_of_its_percentage(view, theme):
    wide, plan = QFontMetricsF(theme.font("form", 600)).horizontalAdvance, view.table.plan()
    for group in view.table.table.groups:
        percent, counts = group.accuracy
        assert plan.cell("percent", 0).width() >= wide(percent)
        assert plan.cell("count", 0).width() - CLOSE >= wide(counts) - 0.5
