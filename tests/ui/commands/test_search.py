"""Command search: what it finds, and that keys alone do it all."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from bplab.experiment.presets import PRESETS
from bplab.ui.actions import ACTIONS
from bplab.ui.commands.search_items import Item, matching
from bplab.ui.dialogs.help import HelpPage
from bplab.ui.form.fields import ROWS
from bplab.ui.form.values import declared

Key = Qt.Key

FILE = {"Revert to saved", "Next file in folder", "Previous file in folder"}
IDLE = {"Previous stage", *FILE}  # what cannot be done at first


def item(title, kind="", tip=""):
    return Item(title, kind, tip, lambda: None)


@pytest.fixture
def search(driver):
    driver.lab.window.activateWindow()
    driver.lab.actions["search"].trigger()
    return driver.lab.commands.help.search


@pytest.mark.parametrize(("words", "title"), [("draw", "Draw points"), ("my data", "My data...")])
def test_own_data_is_found_and_asked_for(driver, words, title):
    sidebar, wanted = driver.lab.workspace.sidebar, []
    sidebar.own_wanted.disconnect()
    sidebar.drawing_wanted.disconnect()
    sidebar.own_wanted.connect(lambda: wanted.append("My data..."))
    sidebar.drawing_wanted.connect(lambda: wanted.append("Draw points"))
    found = matching(driver.lab.commands.help.items(), words)[0]
    found.run()
    assert (found.title, wanted) == (title, [title])


def test_titles_that_begin_with_the_words_come_first():
    items = [item("Unreal", tip="of reset"), item("Preset"), item("Reset")]
    assert [found.title for found in matching(items, "reset")] == ["Reset", "Preset", "Unreal"]


def test_all_words_must_occur_in_any_order():
    items = [item("Step batch"), item("Step epoch"), item("Batch size")]
    assert [found.title for found in matching(items, "batch step")] == ["Step batch"]


def test_nothing_typed_finds_everything(search):
    assert {row.text for row in ACTIONS} <= set(search.found) | {"Undo", "Redo", *IDLE}
    assert {preset.title for preset in PRESETS.values()} <= set(search.found)


def test_it_finds_every_command_by_its_name(search):
    for row in ACTIONS:
        if row.text in IDLE:
            continue
        search.field.setText(row.text)
        search.field.textEdited.emit(row.text)
        assert row.text in search.found


def test_enter_runs_what_is_marked(driver, search):
    QTest.keyClicks(search.field, "step ba")
    assert search.found[0] == "Step batch"
    QTest.keyClick(search.field, Key.Key_Return)
    assert not search.isVisible()
    driver.until(lambda: driver.snapshot.step == 1)


def test_arrows_walk_and_escape_closes_with_the_focus_where_it_was(driver, search):
    search.close_again()
    driver.lab.workspace.canvas.graph.setFocus()
    search.open()
    QTest.keyClick(search.field, Key.Key_Down)
    assert search.list.currentRow() == 1
    QTest.keyClick(search.field, Key.Key_Up)
    QTest.keyClick(search.field, Key.Key_Up)
    assert search.list.currentRow() == 0
    QTest.keyClick(search.field, Key.Key_Escape)
    assert not search.isVisible()
    assert driver.lab.window.focusWidget() is driver.lab.workspace.canvas.graph


def test_a_preset_opens(driver, search):
    QTest.keyClicks(search.field, PRESETS["spiral"].title)
    QTest.keyClick(search.field, Key.Key_Return)
    assert driver.lab.session.spec == PRESETS["spiral"].spec


def test_words_that_fit_nothing_say_so_and_enter_does_nothing(search):
    QTest.keyClicks(search.field, "qqqq")
    assert search.found == []
    QTest.keyClick(search.field, Key.Key_Return)
    assert search.isVisible()


@pytest.mark.parametrize("path", ["learning_rate", "data.seed", "clip"])
def test_a_setting_is_jumped_to(driver, search, path):
    form = driver.lab.workspace.form
    QTest.keyClicks(search.field, declared(path).title.encode("ascii", "ignore").decode().strip())
    search.list.setCurrentRow(search.found.index(declared(path).title))
    QTest.keyClick(search.field, Key.Key_Return)
    focus = driver.lab.window.focusWidget()
    assert focus in form.editor(path).fields
    assert form.viewport().rect().contains(focus.mapTo(form.viewport(), focus.rect().center()))


def first(search, text):
    search.open()
    QTest.keyClicks(search.field, text)
    assert search.found
    QTest.keyClick(search.field, Key.Key_Return)


def test_a_view_is_opened_where_only_the_essentials_showed(driver, search):
    driver.lab.commands.view.set_essentials(True)
    first(search, "histograms")
    dock = driver.lab.workspace.dock
    assert dock.isVisible()
    assert dock.shown[dock.tabs.currentIndex()].title == "Histograms"


def test_the_gradients_are_checked(driver, search):
    driver.lab.commands.view.set_essentials(True)
    first(search, "gradients numerically")
    check = driver.lab.workspace.form.gradients
    driver.until(lambda: "gradients" in check.result.text())
    assert check.isVisible()


def test_a_theme_is_chosen(driver, search):
    first(search, "dark")
    assert driver.lab.theme.mode == "dark"
    menus = driver.lab.window.findChildren(QMenu)
    themes = next(menu for menu in menus if menu.title() == "Theme")
    themes.aboutToShow.emit()
    assert [action.text() for action in themes.actions() if action.isChecked()] == ["Dark"]


def test_a_word_opens_the_help_at_it(driver, search):
    first(search, "vanishing")
    page = driver.lab.window.findChild(HelpPage)
    assert page.found[0] == "vanishing gradient"
    page.window().close()


def test_settings_that_do_not_apply_are_not_found(driver, search):
    hidden = [row for row in ROWS if not row.shown(driver.lab.session.spec)]
    assert hidden
    found = {item.title for item in search._found if item.kind == "Setting"}
    assert found
    assert not {declared(row.path).title for row in hidden} & found
