"""The table of views: each is made when it is first seen, and a row is all that a new one needs."""

import json

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest

from bplab.app import make_lab
from bplab.experiment.parameters import Parameter
from bplab.training.snapshot import Needs
from bplab.ui.shell import workspace as parts_module
from bplab.ui.views.base.picture import Picture
from bplab.ui.views.table import VIEWS, ViewRow


def made(lab):
    return {name for name, place in lab.workspace.places.items() if place.view is not None}


class LastLayer(Picture):
    """A view of a test: the mean weight of the last layer."""

    title = "Last layer"

    def __init__(self, theme):
        super().__init__(theme, self.title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.unit, self.snapshot, self.painted = "mean", None, []

    @property
    def needs(self):
        return Needs(parameters=True)

    @property
    def choices(self):
        return {"unit": self.unit}

    def restore(self, choices):
        self.unit = choices["unit"]

    def show_snapshot(self, snapshot):
        self.snapshot = snapshot

    def paintEvent(self, event):
        self.painted.append(self.snapshot)
        QPainter(self).fillRect(self.rect(), self.theme.color("panel"))


ROW = ViewRow("last", "Last layer", "Its mean weight.", "dock", lambda context: LastLayer(context.theme))


@pytest.fixture
def one_more(monkeypatch):
    """A row in the table, before the lab is made."""
    place = [row.id for row in VIEWS].index("gradients") + 1
    monkeypatch.setattr(parts_module, "VIEWS", (*VIEWS[:place], ROW, *VIEWS[place:]))


@pytest.fixture
def remembered(qapp):
    """A choice of the last time for the new view."""
    store = QSettings("Backprop Lab", "bplab")
    store.setValue("view/last", json.dumps({"unit": "median"}))
    yield store
    store.remove("view/last")


def test_with_everything_open_only_what_is_seen_is_made(driver):
    driver.lab.commands.view.set_essentials(False)
    driver.until_shown()
    assert made(driver.lab) == {"signal", "output", "loss", "gradients"}


@pytest.fixture
def essentials(qapp):
    store = QSettings("Backprop Lab", "bplab")
    store.setValue("essentials", "true")
    yield
    store.remove("essentials")


def test_among_the_essentials_only_picture_and_loss_are_made(essentials, driver):
    driver.until(lambda: "loss" in made(driver.lab))
    driver.until_shown()
    assert made(driver.lab) == {"output", "loss"}


def test_under_the_start_page_views_and_forms_are_made_after_the_first_paint(qapp, qtbot):
    lab = make_lab(qapp)
    qtbot.addWidget(lab.window)
    before = []
    complete = lab.window._complete
    sidebar = lab.workspace.sidebar
    lab.window._complete = lambda: (before.append((made(lab), sidebar._form)), complete())
    lab.commands.file.show_start()
    lab.window.show()
    qtbot.waitUntil(lambda: made(lab) == {"signal", "output", "loss", "gradients"}, timeout=60_000)
    assert before == [(set(), None)]
    assert sidebar._form is not None
    assert not lab.window.in_lab
    lab.window.close()
    lab.deleteLater()


def test_the_strip_has_the_height_that_its_place_keeps_for_it(driver):
    place = driver.lab.workspace.places["signal"]
    before = place.height()
    assert driver.lab.workspace.view("signal").height() == before == place.row.height


def test_a_view_made_late_shows_the_run_before_it_is_painted_and_the_layer_selected(driver):
    lab = driver.lab
    driver.until_shown()
    lab.workspace.canvas.edits.set_sizes("4-3-2")
    driver.until_shown()
    lab.workspace.canvas.graph.select(Parameter(2, 1, 1))
    lab.workspace.dock.select(2)
    weights = lab.workspace.places["weights"].view
    assert weights is not None
    assert weights._snapshot.run == lab.session.run
    driver.until_shown()
    assert weights.values.layer == 2


def test_a_row_is_all_that_a_new_view_needs(one_more, remembered, driver):
    lab = driver.lab
    lab.commands.view.set_essentials(False)
    driver.play(epochs=2)
    dock = lab.workspace.dock
    assert dock.tabs.tabText(1) == "Last layer"
    assert dock.tabs.tabToolTip(1) == "Its mean weight. (key 2)"
    assert "last" not in made(lab)
    lab.workspace.canvas.graph.setFocus()
    QTest.keyClick(lab.workspace.canvas.graph, Qt.Key.Key_2)
    view = lab.workspace.places["last"].view
    assert view is not None
    assert view.isVisible()
    driver.until_shown()
    driver.until(lambda: bool(view.painted))
    assert None not in view.painted  # never seen empty
    assert view.snapshot.weights is not None
    assert view.unit == "median"
    found = [item for item in lab.commands.help.items() if item.title == "Last layer"]
    assert len(found) == 1
    dock.select(0)
    found[0].run()
    assert view.isVisible()
    assert lab.window.focusWidget() is view
    lab.actions["present"].trigger()
    assert lab.commands.view.present.view is view
    lab.commands.view.present.end()
    said = []
    lab.session.failed.connect(said.append)
    view.failed.emit("It could not be.")
    assert said == ["It could not be."]
    view.unit = "mode"
    lab.window.close()
    assert json.loads(remembered.value("view/last")) == {"unit": "mode"}
