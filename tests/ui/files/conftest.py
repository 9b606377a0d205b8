"""A hand that answers the questions about files and chooses names."""

import pytest
from PySide6.QtWidgets import QFileDialog

from bplab.ui.dialogs.choices import Choices
from bplab.ui.files import locks


@pytest.fixture(autouse=True)
def own_locks(monkeypatch, tmp_path):
    monkeypatch.setattr(locks, "lock_folder", lambda: tmp_path / "locks")


@pytest.fixture
def lab(driver):
    driver.until_shown()
    return driver.lab


class Hand:
    """What a person does about files."""

    def __init__(self, driver):
        self._driver, self._lab = driver, driver.lab

    def dialog(self, kind):
        """Wait for a dialog."""

        def shown():
            return [each for each in self._lab.window.findChildren(kind) if each.isVisible()]

        self._driver.until(lambda: bool(shown()))
        return shown()[-1]

    def answer(self, title):
        """Press a button of the question."""
        question = self.dialog(Choices)
        next(button for button in question.buttons.buttons() if button.text() == title).click()

    def choose(self, path):
        """Choose a file in the dialog."""
        dialog = self.dialog(QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.accepted.emit()
        dialog.hide()

    def save_as(self, path):
        self._lab.actions["save_as"].trigger()
        self.choose(path)
        self._driver.until(lambda: not self._lab.files.saving.is_busy)

    def open(self, path):
        """Open a file that nothing stands in the way of."""
        before = self._lab.session.run
        self._lab.files.opens.open(path)
        self._driver.until(lambda: self._lab.session.run != before)
        self._driver.until(lambda: self._driver.snapshot.run == self._lab.session.run)
        self._driver.until_shown()


@pytest.fixture
def hand(driver):
    return Hand(driver)


@pytest.fixture
def saved(driver, lab, hand, tmp_path):
    """A trained run with a note, saved."""
    driver.play(2)
    lab.document.set_note("Task for Tuesday")
    path = tmp_path / "class" / "circle-task.bplab"
    path.parent.mkdir()
    hand.save_as(path)
    return path
