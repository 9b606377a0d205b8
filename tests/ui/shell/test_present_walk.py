"""A step that is presented: stage bar and network, the Microscope under them once a number is clicked."""

from collections import Counter
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from bplab.experiment.parameters import parse_parameter
from bplab.explain.stages import Stop
from bplab.ui.canvas.cards.row import InsertButton

Key = Qt.Key


class Projector:
    """The worked example on 1024 x 768, with the keys of a presenter."""

    def __init__(self, driver):
        self.driver, self.lab = driver, driver.lab
        self.lab.commands.file.open_preset("worked-example")
        driver.until(lambda: driver.snapshot.spec == self.lab.session.spec)
        self.canvas = self.lab.workspace.canvas
        self.present = self.lab.commands.view.present
        self.lab.window.activateWindow()
        self.canvas.graph.setFocus()

    def begin(self):
        self.press(Key.Key_F5)
        self.lab.window.resize(1024, 768)
        self.driver.until(lambda: self.present.viewport().size() == QSize(1024, 768))
        self.driver.until_shown()

    def press(self, *keys):
        for key in keys:
            QTest.keyClick(self.lab.window.focusWidget() or self.lab.window, key)

    def walk_to(self, stop):
        while self.lab.stepper.stop != stop:
            before = self.lab.stepper.stop
            self.press(Key.Key_PageDown)
            self.driver.until(lambda before=before: self.lab.stepper.stop != before)
        self.driver.until_shown()

    def click(self, name):
        """Click a number on the network, through the enlarged view."""
        pick = parse_parameter(name)
        box = self.canvas.graph.values.layer.box_of(pick)
        assert box is not None
        self.click_at(self.canvas.graph, box.center())

    def click_at(self, part, at):
        inside = part.mapTo(part.window(), at.toPoint())
        place = self.present.mapFromScene(self.present._proxy.mapToScene(QPointF(inside)))
        QTest.mouseClick(self.present.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.driver.until_shown()
        self.driver.settle()

    @property
    def microscope(self):
        return self.lab.workspace.view("microscope")


@pytest.fixture
def projector(driver):
    return Projector(driver)


def shown_texts(part: QWidget):
    return [label.text() for label in part.window().findChildren(QLabel) if label.isVisible()]


def test_it_has_plain_titles_and_nothing_that_edits(projector):
    projector.begin()
    projector.walk_to(Stop("backward", 1))
    canvas = projector.canvas
    assert {card.face.kind for card in canvas.cards.cards} == {"title"}
    assert not [plus for plus in canvas.findChildren(InsertButton) if plus.isVisible()]
    assert not canvas.header.isVisible()
    assert not canvas.stages.hide_sentence.isVisible()
    assert not canvas.graph.values.picker.isVisible()  # the batch is one example
    canvas.graph.show_grip(1, "drag")
    assert canvas.graph.scene.grip is None
    assert canvas.stages.sentence.text.startswith("Hidden 1: its share of the error")


def test_the_active_stage_keeps_its_name_and_the_footer_names_the_keys(projector):
    projector.begin()
    projector.walk_to(Stop("backward", 1))
    chips = projector.canvas.stages.chips
    assert [chips.box(stage).width() > 40 for stage in ("forward", "loss", "backward", "update")] == [
        False, False, True, False,
    ]  # fmt: skip
    assert "Page Down next · Page Up previous · B blank · Esc ends" in shown_texts(projector.canvas)


def test_the_microscope_comes_under_the_network_with_a_number_and_goes_without_one(projector):
    projector.begin()
    projector.walk_to(Stop("backward", 1))
    assert projector.present.under is None
    projector.click("W2[1,1]")
    assert projector.present.under is projector.microscope
    assert projector.microscope.isVisible()
    assert projector.microscope.head.title.text() == "Hidden 1, neuron 1 → Output 1"
    assert not projector.microscope.head.freeze.isVisible()
    projector.canvas.graph.select(None)
    assert projector.present.under is None
    assert projector.canvas.isVisible()


def test_the_chain_of_a_weight_at_the_output_stands_under_the_network_without_scrolling(projector):
    projector.begin()
    projector.microscope.forms.set_value("chain")
    projector.walk_to(Stop("backward", 1))
    projector.click("W2[1,1]")
    view = projector.microscope
    assert view.sheet.height() <= view.area.viewport().height()
    pills = projector.canvas.graph.values.layer.pills
    kinds = Counter(pill.position.kind for pill in pills)
    assert kinds == {"x": 2, "za": 4, "t": 2, "delta": 4, "b": 4, "w": 4, "dw": 4}
    said = [pill.saying.words for pill in pills if pill.position.kind == "t"]
    assert said == ["target 0.0100", "target 0.9900"]
    boxes = [pill.box for pill in pills]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].intersects(pair[1])]
    texts = [stop.tip for stop in view.sheet.stops]
    assert not [tip for tip in texts if "Copy" in tip]


def test_a_number_that_is_selected_before_is_looked_at_from_the_start(projector):
    projector.canvas.graph.select(parse_parameter("W1[1,1]"))
    projector.begin()
    assert projector.present.under is projector.microscope


def test_afterwards_both_are_in_their_places_and_everything_edits_again(projector):
    projector.begin()
    projector.walk_to(Stop("backward", 1))
    projector.click("W2[1,1]")
    projector.press(Key.Key_Escape)
    workspace = projector.lab.workspace
    assert projector.present.view is None
    assert workspace.places["microscope"].isAncestorOf(projector.microscope)
    assert projector.canvas.window() is projector.lab.window
    assert not projector.canvas.graph.scene.presented
    assert projector.canvas.stages.hide_sentence.isVisibleTo(projector.canvas)
    assert "devicePixelRatioF" not in vars(projector.microscope.sheet)


def test_of_a_batch_an_example_is_picked_beside_the_sentence(projector):
    projector.lab.commands.file.open_preset("circle")
    projector.driver.until(lambda: projector.driver.snapshot.spec == projector.lab.session.spec)
    projector.begin()
    projector.walk_to(Stop("forward", 1))
    picker = projector.canvas.graph.values.picker
    assert picker.isVisible()
    assert projector.canvas.stages.isAncestorOf(picker)
    projector.press(Key.Key_Escape)
    assert not projector.canvas.stages.isAncestorOf(picker)


def test_in_a_walk_the_microscope_is_presented_with_the_network(projector):
    projector.canvas.graph.select(parse_parameter("W2[1,1]"))
    projector.press(Key.Key_N)
    projector.driver.until(lambda: projector.lab.stepper.stop is not None)
    projector.canvas.graph.look_closer()
    projector.driver.until_shown()
    projector.microscope.sheet.setFocus()
    projector.press(Key.Key_F5)
    assert projector.present.view is projector.canvas
    assert projector.present.under is projector.microscope


def test_without_room_for_captions_no_hint_covers_a_neuron(projector):
    projector.lab.commands.file.open_preset("circle")
    projector.driver.until(lambda: projector.driver.snapshot.spec == projector.lab.session.spec)
    projector.canvas.graph.select(parse_parameter("W1[1,1]"))
    projector.begin()
    graph = projector.canvas.graph
    assert graph.scene.hint
    assert not graph.scene.captions
    drawn = graph.grab().toImage()
    graph.scene.hint = False
    assert graph.grab().toImage() == drawn


def test_a_target_is_told_with_the_loss_and_not_before(projector):
    projector.begin()
    pills = projector.canvas.graph.values.layer
    projector.walk_to(Stop("forward", 2))
    assert "t" not in {pill.position.kind for pill in pills.pills}
    projector.walk_to(Stop("loss", 2))
    assert "t" in {pill.position.kind for pill in pills.pills}
