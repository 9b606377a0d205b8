from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bplab.storage.document import Bookmark
from bplab.ui.shell.timeline.state import Mark, TimelineState

SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
KEYS = {
    "left": (Qt.Key.Key_Left, 539),
    "right": (Qt.Key.Key_Right, 541),
    "page up": (Qt.Key.Key_PageUp, 549),
    "page down": (Qt.Key.Key_PageDown, 531),
    "home": (Qt.Key.Key_Home, 0),
    "end": (Qt.Key.Key_End, 1800),
}


@pytest.fixture(autouse=True)
def tips(monkeypatch):
    """Tips and menus are windows, which the offscreen platform cannot raise: they are only noted."""
    shown = []
    monkeypatch.setattr(
        "bplab.ui.shell.timeline.track.QToolTip.showText", lambda _at, text, _on: shown.append(text)
    )
    monkeypatch.setattr("bplab.ui.shell.timeline.track.QMenu.popup", lambda menu, _at: shown.append(menu))
    return shown


@pytest.mark.parametrize("name", KEYS)
def test_keys_move_by_a_step_by_an_epoch_and_to_the_ends(timeline, past, name):
    shown = timeline(past)
    key, step = KEYS[name]
    shown.key(key)
    assert shown.heard == [("moved", step)]
    assert shown.track.step == step


def test_with_shift_arrows_move_ten_steps(timeline, past):
    shown = timeline(past)
    shown.key(Qt.Key.Key_Left, SHIFT)
    shown.key(Qt.Key.Key_Right, SHIFT)
    assert shown.heard == [("moved", 530), ("moved", 540)]


def test_keys_go_on_from_the_step_asked_for_while_the_views_are_on_their_way(timeline, past):
    shown = timeline(past)
    shown.key(Qt.Key.Key_Left)
    shown.bar.set_state(replace(past, asked=539))
    shown.key(Qt.Key.Key_Left)
    assert shown.heard == [("moved", 539), ("moved", 538)]


def test_at_the_ends_no_key_asks_for_more(timeline, past):
    shown = timeline(replace(past, shown=1800))
    shown.key(Qt.Key.Key_Right)
    shown.key(Qt.Key.Key_PageUp)
    shown.key(Qt.Key.Key_End)
    assert shown.heard == []


def test_other_keys_are_left_to_the_window(timeline, past):
    shown = timeline(past)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_B):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(shown.track, event)
        assert not event.isAccepted()


def test_its_own_keys_are_not_a_shortcuts(timeline, past):
    shown = timeline(past)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(shown.track, event)
    assert event.isAccepted()


def test_a_press_anywhere_on_the_track_moves_there(timeline, past):
    shown = timeline(past)
    shown.click(1000, 8)
    ((name, step),) = shown.heard
    assert name == "moved"
    assert step == pytest.approx(1000, abs=1)


def test_a_drag_tells_every_step_it_passes(timeline, past):
    shown = timeline(past)
    QTest.mousePress(shown.track, LEFT, pos=shown.at(1000))
    for step in (1010, 1020, 1030):
        QTest.mouseMove(shown.track, shown.at(step))
    QTest.mouseRelease(shown.track, LEFT, pos=shown.at(1030))
    assert [step for _, step in shown.heard] == pytest.approx([1000, 1010, 1020, 1030], abs=1)


def test_a_drag_beyond_the_run_ends_at_its_end(timeline, past):
    shown = timeline(replace(past, end=900, bookmarks=()))
    QTest.mousePress(shown.track, LEFT, pos=shown.at(1700))
    QTest.mouseMove(shown.track, QPoint(0, 18))
    QTest.mouseRelease(shown.track, LEFT, pos=QPoint(0, 18))
    assert shown.heard == [("moved", 900), ("moved", 0)]


def test_a_state_from_elsewhere_does_not_disturb_a_drag(timeline, past):
    shown = timeline(past)
    QTest.mousePress(shown.track, LEFT, pos=shown.at(1000))
    step = shown.track.step
    shown.bar.set_state(past)
    assert shown.track.step == step
    QTest.mouseRelease(shown.track, LEFT, pos=shown.at(1000))
    shown.bar.set_state(past)
    assert shown.track.step == 540


def test_pressing_a_ring_or_a_name_goes_exactly_to_the_bookmark(timeline, past):
    shown = timeline(past)
    shown.click(840)
    place = shown.label("below 0.6").place.center().toPoint()
    QTest.mousePress(shown.track, LEFT, pos=place)
    QTest.mouseMove(shown.track, place + QPoint(1, 0))  # a hand is never quite still
    QTest.mouseRelease(shown.track, LEFT, pos=place)
    assert shown.heard == [("moved", 837), ("moved", 297)]


def test_m_bookmarks_the_step_once(timeline, past):
    shown = timeline(past)
    shown.key(Qt.Key.Key_M)
    shown.bar.set_state(replace(past, bookmarks=(*past.bookmarks, Bookmark(1, 540, "step 540"))))
    shown.key(Qt.Key.Key_M)
    assert shown.heard == [("bookmark_wanted", 540)]


def test_del_deletes_the_bookmark_at_the_handle_and_never_anything_else(timeline, past):
    shown = timeline(past)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(shown.track, event)
    assert event.isAccepted()
    shown.bar.set_state(replace(past, shown=837))
    shown.key(Qt.Key.Key_Delete)
    assert shown.heard == [("bookmark_deleted", 837)]


def test_f2_edits_the_name_of_the_bookmark_at_the_handle(timeline, past):
    shown = timeline(replace(past, shown=837))
    shown.key(Qt.Key.Key_F2)
    field = shown.track.name_field
    assert (field.isVisible(), field.text()) == (True, "below 0.5")
    QTest.keyClicks(field, "half  a ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert shown.heard == [("bookmark_renamed", 837, "half a")]
    assert not field.isVisible()


def test_a_double_click_on_a_name_edits_it_and_esc_keeps_it(timeline, past):
    shown = timeline(past)
    QTest.mouseDClick(shown.track, LEFT, pos=shown.label("below 0.6").place.center().toPoint())
    field = shown.track.name_field
    assert field.isVisible()
    QTest.keyClicks(field, "another")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert [each for each in shown.heard if each[0] != "moved"] == []


def test_an_empty_name_is_not_taken(timeline, past):
    shown = timeline(replace(past, shown=837))
    shown.key(Qt.Key.Key_F2)
    QTest.keyClick(shown.track.name_field, Qt.Key.Key_Backspace)
    QTest.keyClick(shown.track.name_field, Qt.Key.Key_Return)
    assert shown.heard == []


def menu_at(shown, tips, point, reason=QContextMenuEvent.Reason.Mouse) -> dict[str, object]:
    QApplication.sendEvent(shown.track, QContextMenuEvent(reason, point, shown.track.mapToGlobal(point)))
    menu = tips[-1]
    assert isinstance(menu, QMenu)
    return {action.text().split("\t")[0]: action for action in menu.actions()}


def test_the_menu_of_a_bookmark_renames_and_deletes_it(timeline, past, tips):
    shown = timeline(past)
    found = menu_at(shown, tips, shown.at(837))
    assert list(found) == ["Rename", "Delete"]
    found["Delete"].trigger()
    found["Rename"].trigger()
    assert shown.heard == [("bookmark_deleted", 837)]
    assert shown.track.name_field.text() == "below 0.5"


def test_the_menu_by_key_is_the_handles(timeline, past, tips):
    shown = timeline(past)
    keyboard = QContextMenuEvent.Reason.Keyboard
    menu_at(shown, tips, QPoint(0, 0), keyboard)["Bookmark this step"].trigger()
    shown.bar.set_state(replace(past, shown=837))
    assert list(menu_at(shown, tips, QPoint(0, 0), keyboard)) == ["Rename", "Delete"]
    assert shown.heard == [("bookmark_wanted", 540)]


def test_hovering_tells_epoch_step_and_loss(timeline, past, tips):
    shown = timeline(replace(past, bookmarks=(), marks=(Mark(540, "branched from Spiral"),)))
    point = shown.at(540)
    QApplication.sendEvent(
        shown.track, QHelpEvent(QEvent.Type.ToolTip, point, shown.track.mapToGlobal(point))
    )
    assert tips == ["branched from Spiral\nepoch 60, step 540, train loss 0.5500"]


def test_between_two_measurements_the_loss_is_about(timeline, past):
    shown = timeline(replace(past, bookmarks=(), steps_per_epoch=1, end=200, shown=200))
    words = shown.track.words_at(QPointF(shown.at(100)))
    assert words == "epoch 100, step 100, train loss 0.4500"
    shown.bar.set_state(replace(past, end=1804, planned=None))
    assert ", train loss ≈ 0.4" in shown.track.words_at(QPointF(shown.at(1004)))


def test_a_hidden_name_is_in_the_tip_of_its_ring(timeline, past):
    names = [Bookmark(1, 900 + 20 * number, f"a long name {number}") for number in range(3)]
    shown = timeline(replace(past, bookmarks=tuple(names)))
    assert shown.label("a long name 1").place is None
    assert shown.track.words_at(QPointF(shown.at(920))).startswith("a long name 1\nepoch 102, step 920")


def test_screen_readers_find_a_slider_with_the_step_in_words(timeline, past):
    shown = timeline(past)
    found = QAccessible.queryAccessibleInterface(shown.track)
    assert found.role() == QAccessible.Role.Slider
    assert found.text(QAccessible.Text.Name) == "Time"
    assert found.text(QAccessible.Text.Description) == "epoch 60, step 540"
    assert found.valueInterface().currentValue() == 540
    assert found.valueInterface().maximumValue() == 1800
    found.valueInterface().setCurrentValue(600)
    assert shown.heard == [("moved", 600)]
    assert found.text(QAccessible.Text.Description) == "epoch 66, step 600"


def test_a_run_of_any_length_has_a_timeline(timeline):
    far = 3 * 2**31
    shown = timeline(TimelineState(far, far, steps_per_epoch=7))
    shown.key(Qt.Key.Key_Left)
    assert shown.heard == [("moved", far - 1)]


@pytest.fixture
def painted(timeline, past, settle):
    """Show a run of a million epochs at some of them, and count how often that is painted."""
    shown = timeline(replace(past, end=10**6, shown=10**6, planned=10**6, running=True))
    count, paint = [0], shown.track._painter.paint

    def counted(*args):
        count[0] += 1
        paint(*args)

    def at(step, **changes):
        before = count[0]
        shown.bar.set_state(replace(shown.bar.state, **({"end": step, "shown": step} | changes)))
        settle()
        return count[0] - before

    shown.track._painter.paint = counted
    at.shown = shown
    return at


def test_a_step_that_moves_no_pixel_paints_nothing(painted):
    assert painted(10**6 + 10) == 0
    assert painted(2 * 10**6) == 1


def test_the_handle_follows_a_drag_at_once_while_training_runs(painted):
    painted.shown.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    at = painted.shown.track._drawn
    QTest.mousePress(painted.shown.track, Qt.MouseButton.LeftButton, pos=painted.shown.at(9.95 * 10**5))
    assert painted.shown.track._drawn != at
