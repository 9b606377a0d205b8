"""In a walk a click beside the batch's points passes a point of one's own forward; it has no target."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bplab.experiment.parameters import parse_parameter
from bplab.explain.stages import Stop

Key = Qt.Key


class OwnPoint:
    """A walk at Hidden 1, the map beside it."""

    def __init__(self, driver):
        self.driver, self.lab = driver, driver.lab
        self.lab.window.resize(1440, 900)
        self.lab.window.activateWindow()
        driver.until_shown()
        self.canvas = self.lab.workspace.canvas
        self.canvas.graph.setFocus()
        self.map = self.lab.workspace.view("output").map
        for stop in (Stop("forward", 0), Stop("forward", 1)):
            self.press(Key.Key_N)
            driver.until(lambda stop=stop: self.lab.stepper.stop == stop)
        driver.until_shown()

    def press(self, *keys):
        for key in keys:
            QTest.keyClick(self.lab.window.focusWidget() or self.lab.window, key)

    def click(self, across=0.9, down=0.08):
        square = self.map.plan().square
        at = square.topLeft() + QPoint(round(square.width() * across), round(square.height() * down))
        QTest.mouseClick(self.map, Qt.MouseButton.LeftButton, pos=at.toPoint())

    def click_example(self, number):
        points, square = self.map._points, self.map.plan().square
        at = points.at(int(self.map.batch.rows[number - 1]), square)
        QTest.mouseClick(self.map, Qt.MouseButton.LeftButton, pos=at.toPoint())

    @property
    def numbers(self):
        return self.canvas.graph.numbers

    @property
    def sentence(self):
        return self.canvas.stages.sentence.text

    @property
    def kinds(self):
        return {pill.position.kind for pill in self.canvas.graph.values.layer.pills}

    def walk_on(self, stop):
        while self.lab.stepper.stop != stop:
            self.canvas.stages.next.click()


@pytest.fixture
def own(driver):
    return OwnPoint(driver)


def test_a_click_beside_the_points_shows_its_forward_pass(own):
    own.click()
    x, y = own.numbers.point
    assert own.numbers.trace.is_own
    assert tuple(own.numbers.trace.x) == pytest.approx((x, y))
    assert own.sentence.endswith("of my point; it has no target")
    assert own.canvas.graph.values.picker.text == "my point"
    assert own.map.batch.titles == ("in this batch", "my point")
    assert own.map._ringed is None
    assert "It has no target." in own.canvas.graph.accessibleDescription()


def test_loss_backward_and_update_are_the_batchs_and_say_so(own):
    own.click()
    own.walk_on(Stop("loss", 2))
    assert own.sentence.startswith("My point has no target, so no loss; loss of the batch:")
    own.walk_on(Stop("backward", 1))
    assert own.sentence.startswith("Without my point, which has no target: Hidden 1")
    assert not own.kinds & {"delta", "dt"}
    own.walk_on(Stop("update", 0))
    assert "All 17 gradients" in own.sentence


@pytest.mark.parametrize("way", ["example", "escape on the map", "escape on the network", "picker", "done"])
def test_it_is_left(own, way):
    own.click()
    if way == "example":
        own.click_example(5)
        assert own.numbers.stop == 5
    elif way == "escape on the map":
        assert own.lab.window.focusWidget() is own.map
        own.press(Key.Key_Escape)
    elif way == "escape on the network":
        own.canvas.graph.setFocus()
        own.press(Key.Key_Escape)
    elif way == "picker":
        own.canvas.graph.values.picker.pick(own.numbers.stop)
    else:
        own.canvas.stages.done.click()
    assert own.numbers.point is None
    assert not own.numbers.trace.is_own
    assert own.map._point is None
    assert "my point" not in own.sentence or not own.canvas.stages.isVisible()


def test_outside_a_walk_a_click_on_the_map_does_nothing(own):
    own.canvas.stages.done.click()
    own.click()
    assert own.numbers.point is None


def test_keys_put_it_at_the_crosshair(own):
    own.map.setFocus()
    own.press(*[Key.Key_Right] * 3, *[Key.Key_Up] * 46, Key.Key_Return)
    assert own.numbers.point is not None
    assert own.numbers.point[1] > 4


def test_it_moves_nothing_of_the_run(own):
    before = own.lab.stepper.trace
    own.click()
    own.click(0.1, 0.1)
    assert own.lab.stepper.trace is before
    assert own.driver.snapshot.step == 0


def test_the_microscope_shows_its_forward_card_and_why_nothing_comes_back(own):
    own.canvas.graph.select(parse_parameter("W1[1,1]"))
    own.canvas.graph.look_closer()
    own.driver.until_shown()
    own.click()
    view = own.lab.workspace.view("microscope")
    forward, backward, _ = view.page.cards
    assert forward.number == 1
    assert "no target" in backward.note
    own.press(Key.Key_Escape)
    assert [card.number for card in view.page.cards] == [1, 2, 3]
    assert view.page.example is not None
