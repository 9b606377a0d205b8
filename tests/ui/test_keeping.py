"""The window keeps what is in no file, lists what it opened and saved, and recovers what was left behind."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bplab.storage.document import Document
from bplab.storage.recovery import Session, left_behind, look_into
from bplab.training.snapshot import RunState
from bplab.ui import places
from bplab.ui.files.saving import Save
from bplab.ui.start.recovery_card import Left


def sessions():
    return places.data_folder() / "sessions"


def kept():
    """What is in the window's own folder."""
    folders = [path for path in sessions().iterdir() if path.name != "trash"] if sessions().exists() else []
    return next(filter(None, map(look_into, folders)), None)


def keep(driver):
    done = []
    driver.lab.keeping.autosave.keep(lambda: done.append(1))
    driver.until(lambda: bool(done))


def save(driver, path):
    done = []
    driver.lab.files.saving.start(Save(path, lambda: done.append(1), done.append))
    driver.until(lambda: done == [1])
    return path


@pytest.fixture
def saved(driver, tmp_path):
    """A trained experiment in a file."""
    driver.play(epochs=2)
    return save(driver, tmp_path / "mine.bplab")


def test_a_file_that_was_saved_is_listed_with_a_picture_and_can_be_opened_again(driver, saved):
    lab = driver.lab
    (recent,) = lab.keeping.recents.files
    assert (recent.path, recent.title) == (saved, "mine")
    assert recent.about.startswith("circle 2-4-1 · epoch ")
    assert recent.thumbnail.startswith(b"\x89PNG")
    lab.commands.file.new()
    driver.until(lambda: lab.document.path is None)
    lab.commands.file.show_start()
    (row,) = lab.commands.file.start.welcome.recents.rows
    row.click()
    driver.until(lambda: lab.document.path == saved and lab.window.in_lab)


def recent_menu(driver):
    """The menu as it is when it opens."""
    menu = driver.lab.window.menus.findChild(QMenu, "recent")
    menu.aboutToShow.emit()
    return menu.actions()


def test_the_menu_lists_recent_files_with_their_pictures_and_opens_them(driver, saved, tmp_path):
    lab = driver.lab
    save(driver, tmp_path / "R&D.bplab")
    other, mine = recent_menu(driver)
    assert [action.text() for action in (other, mine)] == ["R&&D", "mine"]
    assert not mine.icon().isNull()
    mine.trigger()
    driver.until(lambda: lab.document.path == saved)


def test_the_name_of_a_file_is_never_read_as_markup(driver):
    driver.lab.keeping.recents.add(Path("/home/<b>kim</b>/a.bplab"), Document())
    (action,) = recent_menu(driver)
    assert "&lt;b&gt;kim" in action.toolTip()


def test_a_menu_without_files_says_so(driver):
    (only,) = recent_menu(driver)
    assert (only.text(), only.isEnabled()) == ("No files yet", False)


def test_tab_leads_through_the_start_page_in_the_order_of_its_parts(driver, saved):
    lab = driver.lab
    lab.commands.file.show_start()
    start = lab.commands.file.start
    card = start.cards.add(Left("It ended", "mine", "as it was", "circle", b"", "kept"))
    ways = start.welcome
    stops = (
        ways.open, ways.link, ways.recents.clear, ways.recents.rows[0], ways.again,
        card.recover, card.discard, card.later, start.first.open, start.gallery.cards["circle"],
    )  # fmt: skip
    lab.window.activateWindow()
    ways.new.setFocus()
    driver.until(ways.new.hasFocus)
    for stop in stops:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is stop


def test_a_file_that_is_gone_leaves_the_list(driver, saved):
    saved.unlink()
    driver.lab.commands.file.open_recent(saved)
    assert "mine.bplab is not there any more" in driver.lab.window.notice.text
    assert driver.lab.keeping.recents.files == ()


def test_what_is_in_no_file_is_kept_until_it_is_saved(driver, tmp_path):
    driver.play(epochs=1)
    keep(driver)
    assert kept().snapshot.document.run(1).now.step == driver.snapshot.step
    assert kept().snapshot.document.thumbnail.startswith(b"\x89PNG")
    save(driver, tmp_path / "mine.bplab")
    driver.until(lambda: kept() is None)


def test_a_bug_keeps_the_work(driver):
    driver.play(epochs=1)
    driver.lab.crash_reports.report("Traceback: it broke")
    driver.until(lambda: kept() is not None)
    assert kept().snapshot.document.run(1).now.epoch >= 1


def test_what_was_left_behind_is_recovered_untitled_and_modified(driver, tmp_path, qtbot):
    lab = driver.lab
    driver.play(epochs=2)
    lost = []
    lab.document.freeze(lost.append)
    driver.until(lambda: bool(lost))
    session = Session(sessions())
    session.keep(lost[0], "spiral.bplab")
    session._lock.release()
    lab.commands.file.new()
    driver.until(lambda: driver.snapshot.step == 0)
    with qtbot.waitSignal(lab.keeping.recovering.found):
        lab.keeping.recovering.look()
    assert "ended unexpectedly" in lab.window.notice.text
    lab.commands.file.show_start()
    (card,) = lab.commands.file.start.cards.cards
    card.recover.click()
    driver.until(lambda: lab.window.in_lab and lab.document.name == "spiral.bplab")
    assert lab.document.path is None
    assert lab.document.is_modified
    driver.until(lambda: driver.snapshot.step == lost[0].run(lost[0].current).now.step)
    driver.until(lab.commands.file.start.cards.isHidden)
    driver.until(lambda: not session.folder.exists())
    assert kept().snapshot.name == "spiral.bplab"


def test_a_window_that_is_closed_leaves_nothing(driver):
    driver.play(epochs=1)
    keep(driver)
    assert kept() is not None
    driver.lab.window.close()
    driver.until(lambda: not sessions().exists())


def test_a_window_that_ends_by_an_error_leaves_its_work(driver):
    driver.play(epochs=1)
    keep(driver)
    driver.lab.close(unexpectedly=True)
    (folder,) = left_behind(sessions())
    assert look_into(folder).snapshot.document.run(1).now.epoch >= 1


def test_training_goes_on_while_a_snapshot_is_kept(driver):
    driver.lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.epoch >= 1)
    keep(driver)
    assert driver.state is RunState.RUNNING
    step = kept().snapshot.document.run(1).now.step
    assert step >= 1
    driver.until(lambda: driver.snapshot.step > step)


def test_at_log_out_nothing_can_be_asked_and_nothing_is_lost(driver):
    driver.lab.document.set_note("mine")
    keep(driver)
    driver.lab.leave()
    driver.lab.window.close()
    assert kept().snapshot.document.note == "mine"
