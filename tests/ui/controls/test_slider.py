import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bplab.ui.controls.scales import DecadeScale, Even
from bplab.ui.controls.slider import MARGIN, Slider


@pytest.fixture
def slider(theme, qtbot):
    slider = Slider(theme, Even(0, 50), "Noise")
    slider.resize(500 + 2 * MARGIN, 20)
    return slider


def wheel(widget, delta):
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event


def test_showing_a_value_tells_nobody(slider, shown):
    heard = shown(slider, slider.edited)
    slider.set_value(20)
    assert slider.number == 20
    assert heard == []


def test_a_value_between_the_stops_is_shown_as_it_is(theme, shown):
    slider = Slider(theme, DecadeScale(-4, 1))
    heard = shown(slider, slider.edited)
    slider.set_value(0.0123)
    assert slider.number == 0.0123
    assert heard == []


def test_a_click_takes_the_stop_under_the_pointer(slider, shown):
    heard = shown(slider, slider.edited)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(MARGIN + 200, 10))
    assert heard == [20]


def test_a_drag_tells_every_stop_and_then_that_it_is_over(slider, shown, qtbot):
    heard = shown(slider, slider.edited)
    over = []
    slider.released.connect(lambda: over.append(list(heard)))
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(MARGIN, 10))
    for x in (10, 20, 30):
        QTest.mouseMove(slider, QPoint(MARGIN + x, 10))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(MARGIN + 30, 10))
    assert over == [[1, 2, 3]]


def test_a_value_from_elsewhere_does_not_disturb_a_drag(slider, shown):
    shown(slider)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(MARGIN + 100, 10))
    slider.set_value(45)
    assert slider.number == 10
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(MARGIN + 100, 10))


def test_arrow_keys_go_from_stop_to_stop(theme, shown):
    slider = Slider(theme, DecadeScale(-4, 1))
    heard = shown(slider, slider.edited)
    slider.set_value(0.03)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert heard == [0.05, 0.1, 1e-4]


def test_each_key_is_a_gesture_of_its_own(slider, shown):
    over = shown(slider, slider.released)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert len(over) == 2


def test_the_wheel_passes_by_without_the_focus(slider, shown):
    heard = shown(slider, slider.edited)
    slider.clearFocus()
    assert not wheel(slider, 120).isAccepted()
    assert heard == []


def test_the_wheel_turns_it_with_the_focus(slider, shown, qtbot):
    heard = shown(slider, slider.edited)
    slider.activateWindow()
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    wheel(slider, 120)
    assert heard


def test_the_filled_part_ends_at_the_knob(theme, slider, shown):
    shown(slider)
    slider.set_value(25)
    image = slider.grab().toImage()
    assert image.pixelColor(MARGIN + 100, 10) == theme.color("acc")
    assert image.pixelColor(MARGIN + 400, 10) == theme.color("groove")
    assert image.pixelColor(MARGIN + 250, 10) == theme.color("handle")


def test_decade_marks_take_their_room_under_the_groove(theme, shown):
    slider = Slider(theme, DecadeScale(-4, 1))
    shown(slider)
    assert slider.sizeHint().height() == 38
