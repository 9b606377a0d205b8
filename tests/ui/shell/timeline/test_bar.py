from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.ui.shell.timeline.axis import axis_for
from bplab.ui.shell.timeline.bar import TimelineBar
from bplab.ui.shell.timeline.labels import RING_Y
from bplab.ui.shell.timeline.painting import shape_of
from bplab.ui.shell.timeline.state import EMPTY, TimelineState

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(params=["light", "dark"])
def themes(theme, request):
    theme.set_mode(request.param)
    return theme


def color(shown, step, y):
    """The color of the track at a step, on a screen of any pixels."""
    image = shown.track.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(shown.track.axis.x_of(step) * ratio), round(y * ratio))


def chroma(color) -> int:
    return max(color.getRgb()[:3]) - min(color.getRgb()[:3])


def test_buttons_tell_what_is_wanted(timeline, past):
    shown = timeline(past)
    QTest.mouseClick(shown.bar.branch, LEFT)
    QTest.mouseClick(shown.bar.latest, LEFT)
    assert shown.heard == [("branch_wanted",), ("latest_wanted",)]


def test_latest_is_an_outline_in_the_past_and_quiet_at_the_end(themes, timeline, past):
    shown = timeline(past)
    corner = shown.bar.latest.grab().toImage().pixelColor(40, 3)
    assert corner == themes.color("field")
    shown.bar.set_state(replace(past, shown=1800))
    assert shown.bar.latest.grab().toImage().pixelColor(40, 3) == themes.color("accw")


def test_latest_follows_the_handle_at_once(timeline, past):
    shown = timeline(replace(past, shown=1800))
    tip = shown.bar.latest.toolTip()
    shown.key(Qt.Key.Key_Left)
    assert shown.bar.latest.toolTip() != tip


def test_before_the_first_step_there_is_nothing_to_branch_from(timeline, past):
    shown = timeline(TimelineState())
    assert not shown.bar.branch.isEnabled()
    shown.bar.set_state(past)
    assert shown.bar.branch.isEnabled()


def test_what_came_after_is_gray(themes, timeline, past):
    shown = timeline(replace(past, bookmarks=()))
    before, after = color(shown, 300, 18), color(shown, 1200, 18)
    assert chroma(before) > 45
    assert chroma(after) < 20
    shown.bar.set_state(replace(past, bookmarks=(), shown=1800))
    assert color(shown, 1200, 18) == before


def test_the_handle_is_a_ring_in_the_accent(themes, timeline, past):
    shown = timeline(past)
    shown.bar.branch.setFocus()
    assert color(shown, 540, RING_Y + 5) == themes.color("acc")
    assert color(shown, 540, RING_Y) == themes.color("panel")


def test_the_silhouette_ends_with_the_run(past):
    axis = axis_for(replace(past, planned=400), 0, 800)
    shape = shape_of(past.silhouette, axis).boundingRect()
    assert (shape.left(), shape.right()) == (0, 400)
    assert shape_of(EMPTY, axis).isEmpty()


def test_everything_fits_the_smallest_window(timeline, past):
    shown = timeline(past, 1120)
    assert shown.bar.minimumSizeHint().width() <= 1120
    assert shown.bar.latest.geometry().right() == 1120 - 17
    assert shown.track.width() > 700


def test_a_handle_that_moves_repaints_nothing_beneath_the_track(timeline, past, monkeypatch):
    painted, beneath = [], TimelineBar.paintEvent

    def paint(bar, event):
        painted.append(event.region())
        beneath(bar, event)

    monkeypatch.setattr(TimelineBar, "paintEvent", paint)
    bar = timeline(past).bar
    assert painted
    del painted[:]
    bar.set_state(replace(past, shown=700))
    QApplication.processEvents()
    assert not any(region.intersects(bar.track.geometry()) for region in painted)
