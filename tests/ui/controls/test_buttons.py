import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bplab.ui.controls.button import Button, words_of
from bplab.ui.controls.check import Check
from bplab.ui.controls.disclosure import Disclosure
from bplab.ui.controls.options import Option
from bplab.ui.controls.plus_minus import PlusMinus
from bplab.ui.controls.segmented import Segmented
from bplab.ui.controls.split_button import SplitButton
from bplab.ui.controls.thumbnail import Thumbnail


@pytest.mark.parametrize("kind", ["plain", "primary", "quiet"])
def test_a_button_is_as_high_as_asked_and_shows_itself_in_both_modes(theme, shown, kind):
    button = Button(theme, "Play", "play", kind, 36)
    shown(button)
    light = button.grab().toImage()
    theme.set_mode("dark")
    assert button.height() == 36
    assert button.grab().toImage() != light


def test_the_primary_button_is_filled_with_the_accent(theme, shown):
    button = Button(theme, "Play", "play", "primary", 36)
    shown(button)
    assert button.grab().toImage().pixelColor(10, 18) == theme.color("acc")


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_what_space_presses(theme, shown, key):
    disclosure = Disclosure(theme, "More")
    shown(disclosure)
    for button in (Button(theme, "Reset"), Thumbnail(theme, "Circle", lambda *_: None), disclosure.head):
        heard = []
        button.clicked.connect(lambda *_, heard=heard: heard.append(1))
        QTest.keyClick(button, key)
        assert len(heard) == 1


def test_what_has_the_focus_as_the_window_opens_shows_it(theme, shown, qtbot):
    button = Button(theme, "Open")
    button.setFocus()
    shown(button)
    button.activateWindow()
    qtbot.waitUntil(button.hasFocus)
    assert button.ring


def test_the_ring_is_back_after_the_menu_bar_had_the_focus(theme, shown, qtbot):
    button = Button(theme, "Open")
    shown(button)
    button.activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    QApplication.sendEvent(button, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.MenuBarFocusReason))
    QApplication.sendEvent(button, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.MenuBarFocusReason))
    assert button.ring


def test_tab_stops_at_the_choice_that_is_taken(theme, shown, qtbot):
    kind = Segmented(theme, [Option("batch", "Batch"), Option("epoch", "Epoch")])
    kind.set_value("epoch")
    shown(kind)
    stops = [
        value for value in ("batch", "epoch") if kind.segment(value).focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == ["epoch"]
    kind.activateWindow()
    kind.segment("epoch").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(kind.segment("epoch").hasFocus)
    QTest.keyClick(kind.segment("epoch"), Qt.Key.Key_Left)
    assert kind.value == "batch"


def test_keyboard_focus_draws_a_ring_and_a_click_does_not(theme, shown, qtbot):
    button = Button(theme, "New", "dices")
    shown(button)
    button.activateWindow()
    qtbot.waitUntil(button.isActiveWindow)
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert button.grab().toImage().pixelColor(0, 14) == theme.color("acc")
    button.clearFocus()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert button.grab().toImage().pixelColor(0, 14) != theme.color("acc")


def test_a_bound_button_follows_its_action(theme, shown):
    action = QAction("&Reset\tR")
    action.setToolTip("Start again")
    button = Button(theme)
    shown(button)
    button.bind(action)
    done = []
    action.triggered.connect(lambda: done.append(1))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    action.setEnabled(False)
    assert (button.text(), button.toolTip(), button.isEnabled(), done) == ("Reset", "Start again", False, [1])
    assert words_of(action) == "Reset"


def test_a_check_tells_only_what_a_person_does(theme, shown):
    check = Check(theme, "Log", "A log axis")
    heard = shown(check, check.edited)
    check.set_value(True)
    assert heard == []
    QTest.mouseClick(check, Qt.MouseButton.LeftButton, pos=QPoint(check.width() - 4, 12))
    assert heard == [False]


def test_segments_are_taken_by_click_and_by_arrow_keys(theme, shown, qtbot):
    segments = Segmented(theme, [Option("w", "Weights"), Option("g", "Gradients"), Option("u", "Updates")])
    heard = shown(segments, segments.edited)
    segments.set_value("g")
    assert heard == []
    segments.activateWindow()
    qtbot.waitUntil(segments.isActiveWindow)
    QTest.mouseClick(segments.segment("u"), Qt.MouseButton.LeftButton)
    QTest.keyClick(segments.segment("u"), Qt.Key.Key_Left)
    assert heard == ["u", "g"]
    assert segments.value == "g"


def test_a_stepper_stays_within_its_bounds(theme, shown):
    stepper = PlusMinus(theme, 1, 3, "neurons of Hidden 1")
    heard = shown(stepper, stepper.edited)
    stepper.set_value(2)
    less, more = stepper._less, stepper._more
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert not more.isEnabled()
    for _ in range(2):
        QTest.mouseClick(less, Qt.MouseButton.LeftButton)
    assert not less.isEnabled()
    assert heard == [3, 2, 1]


def test_the_words_of_a_split_button_act_and_its_chevron_opens_the_menu(theme, shown, monkeypatch):
    menu = QMenu()
    menu.addAction("Other")
    button = SplitButton(theme, "Step", "step-forward", menu)
    button.setFixedWidth(88)
    heard = shown(button, button.clicked)
    opened = []
    monkeypatch.setattr(menu, "popup", opened.append)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(20, 18))
    assert (len(heard), len(opened)) == (1, 0)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(80, 18))
    assert (len(heard), len(opened)) == (1, 1)


def test_a_disclosure_hides_its_content_until_opened(theme, shown):
    disclosure = Disclosure(theme, "More settings")
    inner = Check(theme, "Inside")
    disclosure.body.addWidget(inner)
    heard = shown(disclosure, disclosure.toggled)
    assert not inner.isVisible()
    QTest.keyClick(disclosure.head, Qt.Key.Key_Space)
    assert inner.isVisible()
    assert disclosure.open
    assert heard == [True]
