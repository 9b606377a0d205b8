"""A column that scrolls keeps in sight what keys give the focus."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.overlay import OverlayScrollArea


def test_what_keys_give_the_focus_comes_into_sight(theme, shown, qtbot):
    page = QWidget()
    column = QVBoxLayout(page)
    buttons = [Button(theme, str(number)) for number in range(30)]
    for button in buttons:
        column.addWidget(button)
    area = OverlayScrollArea(theme)
    area.setWidget(page)
    area.resize(200, 200)
    shown(area)
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    for number in (29, 0, 15):  # not by Tab: Qt would not scroll
        buttons[number].setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(buttons[number].hasFocus)
        top = buttons[number].mapTo(area, QPoint(0, 0)).y()
        assert 0 <= top <= 200 - buttons[number].height()
