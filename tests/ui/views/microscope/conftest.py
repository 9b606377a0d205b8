"""The Microscope in the open lab."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.experiment.presets import preset


class Microscope:
    """Selects, reads and clicks."""

    def __init__(self, driver):
        self.driver, self.lab = driver, driver.lab
        self.parts = driver.lab.workspace
        self.graph = self.parts.canvas.graph

    def open(self, name="worked-example", essentials=False):
        self.lab.session.restart("Open", preset(name))
        self.lab.commands.view.show_network()
        self.lab.commands.view.set_essentials(essentials)
        self.driver.until_shown()
        return self

    def look_at(self, pick, edit=False):
        self.graph.select(pick)
        self.graph.look_closer(edit=edit)
        self.driver.until_shown()

    @property
    def view(self):
        return self.parts.places["microscope"].fill()

    @property
    def sheet(self):
        return self.view.sheet

    def stop(self, words):
        return next(stop for stop in self.sheet.stops if words in stop.tip)

    def click(self, words):
        QTest.mouseClick(self.sheet, Qt.MouseButton.LeftButton, pos=self.stop(words).place.center().toPoint())
        self.driver.until_shown()

    @property
    def rows(self):
        return [row for card in self.view.page.cards for row in card.rows]


@pytest.fixture
def microscope(driver):
    return Microscope(driver)
