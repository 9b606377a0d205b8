"""Recent files are rows that can be opened by click and by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.storage.document import Document
from bplab.storage.recents import Recent
from bplab.ui.recents import Recents
from bplab.ui.start.recent_list import RecentList, RecentRow
from bplab.ui.style.theme import Theme

NAMES = ("a", "b", "c")


@pytest.fixture
def recents(qapp, tmp_path):
    recents = Recents(tmp_path)
    yield recents
    recents.close()


@pytest.fixture
def rows(qtbot, recents):
    for name in reversed(NAMES):
        recents.add(Path(f"/files/{name}.bplab"), Document())
    rows = RecentList(Theme("light"), recents)
    qtbot.addWidget(rows)
    rows.resize(316, 400)
    rows.refresh()
    rows.show()
    rows.activateWindow()
    return rows


def test_without_files_there_is_no_list(qtbot, recents):
    rows = RecentList(Theme("light"), recents)
    qtbot.addWidget(rows)
    rows.refresh()
    assert rows.isHidden()


def test_rows_name_the_files_the_last_one_first(rows):
    assert [row.accessibleName() for row in rows.rows] == list(NAMES)
    assert rows.rows[0].accessibleDescription().startswith("Today ")


def test_a_click_opens_a_file(rows, qtbot):
    with qtbot.waitSignal(rows.wanted) as wanted:
        rows.rows[1].click()
    assert wanted.args == [Path("/files/b.bplab")]


def test_arrows_walk_the_rows_and_enter_opens_one(rows, qtbot):
    rows.rows[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(rows.rows[0].hasFocus)
    QTest.keyClick(rows.rows[0], Qt.Key.Key_Down)
    assert rows.rows[1].hasFocus()
    with qtbot.waitSignal(rows.wanted) as wanted:
        QTest.keyClick(rows.rows[1], Qt.Key.Key_Return)
    assert wanted.args == [Path("/files/b.bplab")]


def test_clear_empties_the_list_and_hides_it(rows, recents):
    rows.clear.click()
    assert rows.isHidden()
    assert recents.files == ()


def test_a_row_is_drawn_with_what_is_no_picture(qtbot):
    row = RecentRow(Theme("light"), Recent(Path("/files/d.bplab"), 0.0, thumbnail=b"no picture"), 0.0)
    qtbot.addWidget(row)
    assert not row.grab().isNull()
