"""The window's measures, as the design gives them: bars, columns, cards, rows, at 1440 x 900."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from bplab.ui.controls.rows import FieldRow, SliderRow


def place(driver, part: QWidget) -> tuple[int, int, int, int]:
    return QRect(part.mapTo(driver.lab.window, QPoint(0, 0)), part.size()).getRect()


@pytest.fixture
def wide(driver):
    driver.lab.window.resize(1440, 900)
    driver.lab.commands.view.set_essentials(False)
    driver.lab.workspace.dock.select(0)
    driver.until_shown()
    return driver


def test_regions_stand_where_the_design_has_them(wide):
    parts, window = wide.lab.workspace, wide.lab.window
    assert place(wide, window._menu) == (0, 0, 1440, 28)
    assert place(wide, parts.toolbar) == (0, 28, 1440, 56)
    assert place(wide, parts.timeline) == (0, 84, 1440, 40)
    assert place(wide, parts.sidebar) == (0, 124, 264, 752)
    assert place(wide, parts.canvas)[:3] == (264, 124, 840)
    assert place(wide, parts.right) == (1104, 124, 336, 752)
    assert place(wide, parts.dock) == (264, 632, 840, 244)
    assert place(wide, parts.dock.pages[0])[1] == 632 + 37
    assert place(wide, parts.status) == (0, 876, 1440, 24)


def test_controls_and_rows_are_as_high_as_the_design_says(wide):
    parts = wide.lab.workspace
    for button in (parts.toolbar.play, parts.toolbar.step, parts.toolbar.reset):
        assert button.height() == 36
    assert parts.sidebar.mode.height() == parts.canvas.header.neurons.height() == 28
    assert {row.height() for row in parts.form.findChildren(FieldRow)} == {36}
    assert {row.height() for row in parts.form.findChildren(SliderRow)} == {43, 60}  # 60 with its decades


def test_what_stands_at_the_left_and_right_keeps_the_same_inset(wide):
    parts = wide.lab.workspace
    assert parts.toolbar.play.x() == 16
    assert place(wide, parts.sidebar.mode)[0] == 16
    assert place(wide, parts.dock.tabs)[0] == place(wide, parts.canvas.cards.cards[0])[0] == 264 + 16
    number = parts.form.editor("learning_rate").number
    text = number.fontMetrics().horizontalAdvance(number.text())
    assert place(wide, number)[0] + number.width() - 9 == 264 - 16
    assert text < number.width()


def test_the_start_page_stands_on_the_same_lines(wide):
    wide.lab.commands.file.show_start()
    start = wide.lab.commands.file.start
    assert place(wide, start.welcome) == (0, 28, 340, 872)
    assert place(wide, start.first)[:3] == (376, 60, 1032)
    cards = [place(wide, card) for card in start.gallery.cards.values()][:5]
    assert [card[0] for card in cards] == [376, 638, 900, 1162, 376]
    assert {card[2] for card in cards} == {246}
    assert cards[4][1] - cards[0][1] == 206 + 14
