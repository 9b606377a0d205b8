"""File > Export > Formula sheet (PDF)...: asks what is wanted, writes it, or says why there is none."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from bplab.ui.dialogs.formula_sheet import SheetPage
from bplab.ui.dialogs.question import Question
from bplab.ui.formula_sheet.making import SheetOptions


@pytest.fixture
def entry(driver):
    driver.until_shown()
    actions = driver.lab.window.menus.findChildren(QAction)
    return next(each for each in actions if each.text() == "Formula sheet (PDF)...")


def asked(driver):
    return next(each for each in driver.lab.window.findChildren(Question) if each.isVisible())


def test_a_worksheet_with_its_key_is_written_by_keys_alone(driver, entry, tmp_path, qtbot):
    driver.lab.commands.file.open_preset("worked-example")
    driver.until_shown()
    entry.trigger()
    dialog = asked(driver)
    page = dialog.findChild(SheetPage)
    assert page.options == SheetOptions(worksheet=False, decimals=9, key=False)
    driver.settle()
    segment = page.kind.segment("results")
    segment.setFocus()
    qtbot.keyClick(segment, Qt.Key.Key_Right)
    assert page.options == SheetOptions(worksheet=True, decimals=4, key=True)
    dialog.verb.click()
    files = next(each for each in driver.lab.window.findChildren(QFileDialog) if each.isVisible())
    files.fileSelected.emit(str(tmp_path / "sheet.pdf"))
    files.close()
    driver.until((tmp_path / "sheet.pdf").exists)  # a notice may say before that it is on its way
    data = (tmp_path / "sheet.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == 2
    driver.until(lambda: "sheet.pdf" in driver.lab.window.notice.text)


def test_a_network_that_is_too_large_is_refused_in_a_sentence(driver, entry):
    driver.lab.commands.file.open_preset("digits")
    driver.until_shown()
    entry.trigger()
    assert not [each for each in driver.lab.window.findChildren(Question) if each.isVisible()]
    assert "has room for 300 parameters" in driver.lab.window.notice.text


def test_decimals_that_are_no_number_are_told(qtbot, driver):
    page = SheetPage(driver.lab.theme)
    qtbot.addWidget(page)
    page.decimals.setText("many")
    assert page.options is None
    page.decimals.setText("5")
    assert page.options == SheetOptions(worksheet=False, decimals=5, key=False)
