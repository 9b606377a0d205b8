"""Draw points: a finished stroke is trained on, and one Undo takes back both the points and the run."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from bplab.training.snapshot import RunState

Key = Qt.Key


class Drawn:
    """The sheet of an open lab, drawn on as a person would."""

    def __init__(self, driver):
        self.driver, self.lab = driver, driver.lab
        self.commands = self.lab.commands.file.drawing
        self.lab.workspace.sidebar.form.picker.own.actions()[1].trigger()
        self.view = self.commands.view
        self.sheet, self.head = self.view.sheet, self.view.head
        driver.until_shown()

    @property
    def drawing(self):
        return self.sheet.drawing

    @property
    def session(self):
        return self.lab.session

    def at(self, x, y):
        square, extent = self.sheet.plan().square, self.drawing.extent
        across, up = x / (2 * extent) + 0.5, y / (2 * extent) + 0.5
        return QPoint(
            round(square.left() + across * square.width()), round(square.bottom() - up * square.height())
        )

    def stroke(self, *way):
        QTest.mousePress(self.sheet, Qt.MouseButton.LeftButton, pos=self.at(*way[0]))
        for point in way[1:]:
            QTest.mouseMove(self.sheet, self.at(*point))
            self.driver.settle()
        QTest.mouseRelease(self.sheet, Qt.MouseButton.LeftButton, pos=self.at(*way[-1]))
        self.driver.until(lambda: self.driver.snapshot.run == self.session.run)

    def choose(self, tool):
        self.head.tools.segment(tool).click()

    def press(self, *keys):
        for key in keys:
            QTest.keyClick(self.sheet, key)

    @property
    def trained_on(self):
        return self.driver.snapshot.prepared.dataset


@pytest.fixture
def drawn(driver):
    return Drawn(driver)


def test_a_stroke_restarts_training_and_one_undo_takes_back_points_and_run(drawn):
    session, before = drawn.session, drawn.session.run
    assert drawn.drawing.count == 400  # those of the circle
    drawn.lab.commands.train.play_or_pause()
    drawn.driver.until(lambda: drawn.driver.snapshot.step > 10)
    drawn.stroke((-5, 5), (-3, 5), (5, 5))
    assert drawn.drawing.count > 420
    assert drawn.driver.state is RunState.RUNNING
    drawn.lab.runner.pause()
    drawn.driver.until_shown()
    assert session.run != before
    assert np.array_equal(drawn.trained_on.inputs, drawn.drawing.points)
    added = drawn.drawing.count - 400
    assert drawn.sheet.message == f"{added} orange added"
    assert session.undo_stack.undoText() == f"Add {added} orange"
    drawn.head.undo.click()
    drawn.driver.until_shown()
    assert (session.run, drawn.drawing.count, drawn.sheet.message) == (before, 400, "")
    assert drawn.trained_on.count == 400
    assert session.spec.data.name == "circle"
    session.undo_stack.redo()
    drawn.driver.until_shown()
    assert drawn.drawing.count == drawn.trained_on.count == 400 + added


def test_from_nothing_the_first_point_is_a_set(drawn):
    drawn.head.clear.click()
    assert (drawn.drawing.count, drawn.session.spec.data.name) == (0, "circle")
    drawn.choose("single")
    drawn.head.chips.chips[1].click()
    drawn.stroke((2, 1))
    assert drawn.trained_on.targets.tolist() == [1]
    assert drawn.trained_on.inputs[0] == pytest.approx([2, 1], abs=0.03)
    drawn.session.undo_stack.undo()
    assert drawn.session.spec.data.name == "circle"
    drawn.session.undo_stack.undo()  # Clear
    assert drawn.drawing.count == 400
    assert not drawn.head.undo.isEnabled()


def test_points_are_moved_and_erased(drawn):
    drawn.head.clear.click()
    drawn.choose("single")
    for place in ((-2, 0), (2, 0), (4, 4)):
        drawn.stroke(place)
    drawn.choose("move")
    drawn.stroke((2, 0), (0, 3))
    assert drawn.trained_on.inputs[1] == pytest.approx([0, 3], abs=0.03)
    drawn.choose("erase")
    drawn.stroke((4, 4))
    assert drawn.trained_on.count == 2
    assert drawn.sheet.message == "1 point erased"


def test_erasing_the_last_point_leaves_the_run_and_can_be_undone(drawn):
    drawn.head.clear.click()
    drawn.choose("single")
    drawn.stroke((1, 1))
    run = drawn.session.run
    drawn.choose("erase")
    drawn.stroke((1, 1))
    assert (drawn.drawing.count, drawn.session.run) == (0, run)
    drawn.head.undo.click()
    assert drawn.drawing.count == 1


def test_a_third_class_is_trained_on_as_soon_as_it_has_a_point(drawn):
    run = drawn.session.run
    drawn.head.chips.more.click()
    assert (drawn.session.run, len(drawn.head.chips.chips)) == (run, 3)
    assert drawn.sheet.tool.target == 2
    drawn.stroke((0, 5))
    assert drawn.trained_on.classes == ("orange", "blue", "yellow")
    assert drawn.session.spec.output.activation == "softmax"
    assert drawn.sheet.message == "1 yellow added"


def test_for_regression_the_height_of_new_points_is_chosen(drawn):
    drawn.head.task.segment("regression").click()
    drawn.driver.until_shown()
    assert set(drawn.trained_on.targets[:, 0]) == {-1, 1}
    assert drawn.session.spec.loss == "half_squared"
    assert drawn.head.chips.isHidden()
    drawn.head.height_slider.setValue(3)
    drawn.choose("single")
    drawn.stroke((5, -5))
    assert drawn.trained_on.targets[-1] == pytest.approx(-0.7)
    drawn.head.task.segment("classification").click()
    drawn.driver.until_shown()
    assert drawn.trained_on.targets[-1] == 0


def test_another_set_can_be_started_from(drawn):
    moons = next(action for action in drawn.head.start.menu().actions() if action.text() == "Moons")
    moons.trigger()
    drawn.driver.until_shown()
    assert drawn.session.spec.data.own.title == "Drawn points"
    assert drawn.trained_on.count == drawn.drawing.count == 400
    assert drawn.sheet.message == "400 points of Moons"


def test_keys_alone_draw(drawn):
    drawn.head.clear.click()
    drawn.choose("single")
    drawn.sheet.setFocus(Qt.FocusReason.TabFocusReason)
    drawn.press(Key.Key_Right, Key.Key_Right, Key.Key_Up, Key.Key_Return, Key.Key_Up, Key.Key_Space)
    assert drawn.drawing.points == pytest.approx(np.array([[0.2, 0.2], [0.2, 0.4]]))
    drawn.choose("move")
    drawn.press(Key.Key_Return, *[Key.Key_Left] * 5, Key.Key_Return)
    assert drawn.drawing.points == pytest.approx(np.array([[0.2, 0.2], [-0.8, 0.4]]))
    drawn.press(Key.Key_Delete)
    assert drawn.drawing.count == 1
    drawn.press(Key.Key_Escape)
    assert not drawn.commands.is_on
    assert drawn.lab.workspace.view("output").current is drawn.lab.workspace.view("output").map


def test_done_gives_the_room_back(drawn):
    column = drawn.lab.workspace.right
    assert column.width() == 496
    drawn.head.done.click()
    drawn.driver.settle()
    assert column.width() == 336
    assert drawn.view.isHidden()


def test_choosing_data_that_is_not_in_the_plane_ends_it(drawn):
    drawn.lab.commands.file.choose_data("digits")
    drawn.driver.until_shown()
    assert not drawn.commands.is_on
    drawn.commands.begin()
    drawn.driver.until_shown()
    assert (drawn.drawing.count, drawn.drawing.classes) == (0, ("orange", "blue"))
    drawn.stroke((-1, 1), (2, 2))
    assert drawn.trained_on.classes == ("orange", "blue")
    assert drawn.trained_on.count == drawn.drawing.count


def test_test_points_stay_squares_while_others_are_drawn(drawn):
    split = drawn.driver.snapshot.prepared.split
    shown = drawn.sheet.parts.of(drawn.drawing.points)
    assert set(shown.test.tolist()) == set(split.test.tolist())
    assert drawn.head.parts.text() == "● train 280  ■ test 120"


def test_in_a_narrow_window_the_dock_gives_way_until_it_is_wanted_or_drawing_ends(drawn):
    dock, window, settle = drawn.lab.workspace.dock, drawn.lab.window, drawn.driver.settle
    window.resize(1120, 700)
    settle()
    assert not dock.isVisible()
    assert dock.choices["dock.open"] is True  # as it is remembered
    drawn.lab.workspace.actions["dock"].trigger()
    assert dock.isVisible()
    window.resize(1440, 900)
    window.resize(1120, 700)
    settle()
    assert not dock.isVisible()
    drawn.head.done.click()
    assert dock.isVisible()


def test_in_a_low_and_narrow_window_the_loss_gives_way(drawn):
    parts, window = drawn.lab.workspace, drawn.lab.window
    assert parts.places["loss"].isVisible()
    window.resize(1120, 700)
    drawn.driver.settle()
    assert drawn.view.isVisible()
    assert not parts.places["loss"].isVisible()
    assert parts.canvas.header.sizes.isHidden()  # the edges' choice keeps its room
    drawn.head.done.click()
    drawn.driver.settle()
    assert parts.dock.isAncestorOf(parts.places["loss"])
    window.resize(1440, 900)
    drawn.driver.settle()
    assert parts.places["loss"].isVisible()


def act(drawn, chance):
    """Do one of what can be done, as a person would."""
    stack, head = drawn.session.undo_stack, drawn.head
    acts = (
        lambda: drawn.stroke(*chance.uniform(-5.9, 5.9, (3, 2))),
        lambda: drawn.stroke(*chance.uniform(-5.9, 5.9, (2, 2))),
        lambda: drawn.choose(str(chance.choice(["brush", "single", "move", "erase"]))),
        lambda: head.size_slider.setValue(int(chance.integers(19))),
        lambda: head.choose_class(int(chance.integers(len(head.chips.chips) + 1))),
        head.chips.more.click,
        stack.undo,
        stack.redo,
        lambda: head.task.segment(str(chance.choice(["classification", "regression"]))).click(),
        head.clear.click,
        lambda: chance.choice(head.start.menu().actions()).trigger(),
        lambda: drawn.session.edit("x", drawn.session.spec.but(learning_rate=float(chance.random()))),
    )
    acts[int(chance.integers(len(acts)))]()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_after_whatever_is_done_the_run_has_the_points_that_are_shown(drawn, seed):
    chance = np.random.default_rng(seed)
    for _ in range(60):
        act(drawn, chance)
        drawn.driver.until_shown()
        assert drawn.driver.snapshot.run == drawn.session.run
        drawing, trained_on = drawn.drawing, drawn.trained_on
        if drawing.count:
            assert np.array_equal(trained_on.inputs, drawing.points)
            assert np.array_equal(trained_on.targets.reshape(-1), drawing.targets)
            shares = drawn.driver.snapshot.prepared.split
            assert len(drawn.sheet.parts.of(drawing.points).test) == len(shares.test)
    while drawn.session.undo_stack.canUndo():
        drawn.session.undo_stack.undo()
    drawn.driver.until_shown()
    assert (drawn.drawing.count, drawn.session.spec.data.name) == (400, "circle")
