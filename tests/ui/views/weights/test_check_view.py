"""Weights > Gradient check: a map of all parameters, made in another thread, that can be given up."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from bplab.experiment.parameters import Parameter
from bplab.experiment.spec import Experiment, Layer
from bplab.training.snapshot import Needs
from bplab.training.trainer import Trainer
from bplab.training.verification import point_of, verify_at
from bplab.ui.views.weights.check_layout import lay_out
from bplab.ui.views.weights.check_view import CANCEL, CHECK, CheckView


@pytest.fixture
def checked():
    """A check of a small network, made at once."""
    point = point_of(Trainer(Experiment(layers=(Layer(units=3),))))
    return verify_at(point), point


@pytest.fixture
def view(stage, theme, table):
    made = CheckView(theme, table(Experiment(layers=(Layer(units=3),))).session)
    return stage(made, 840, 208)


def test_it_needs_nothing_and_invites_to_check(view, start):
    assert view.view.needs == Needs()
    view.show(start("circle").snapshot())
    assert view.view._invitation() == (
        "Check gradients compares all 17 gradients of the next step with central differences of its loss."
    )
    assert view.view.values_text() == ""


def test_what_was_found_is_a_map_with_a_summary(view, checked, theme):
    view.view._take(*checked)
    assert "13 gradients of the loss" in view.view.accessibleDescription()
    assert len(view.view.plan()) == 2
    image = view.pixels()
    for block in view.view.plan():
        cell = block.place(Parameter(block.layer, 0, 0)).center().toPoint()
        assert image.pixelColor(cell) != theme.color("panel")
    assert len(view.view.values_text().splitlines()) == 14


def test_the_pointer_finds_a_parameter_with_all_digits_and_a_click_selects_it(view, checked):
    view.view._take(*checked)
    picked = []
    view.view.picked.connect(picked.append)
    wanted = Parameter(0, 1, 2)
    at = view.view.plan()[0].place(wanted).center()
    view.point_at(at.x(), at.y())
    text = view.view.accessibleDescription()
    assert text.startswith("W1[2,3] from x₂ to Hidden 1, neuron 3, by backpropagation ")
    assert str(checked[0].check.gradient[5]).lstrip("-") in text
    QTest.mouseClick(view.view, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert picked == [wanted]


def test_arrows_walk_the_cells_of_all_layers_and_enter_selects(view, checked):
    view.view._take(*checked)
    picked = []
    view.view.picked.connect(picked.append)
    keys = Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right
    for key in (*keys, Qt.Key.Key_Return):
        QTest.keyClick(view.view, key)
    assert picked == [Parameter(1, 1, 0)]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(view.view, key)
    assert picked[-1] == Parameter(1, None, 0)
    QTest.keyClick(view.view, Qt.Key.Key_Up)
    QTest.keyClick(view.view, Qt.Key.Key_Left)
    assert view.view.probe == Parameter(0, 1, 2)
    QTest.keyClick(view.view, Qt.Key.Key_Escape)
    assert view.view.probe is None


def test_another_run_takes_the_map_away(view, checked):
    view.view._take(*checked)
    session = view.view.checker._session
    session.edit("Add", session.spec.but(layers=(Layer(units=4),)))
    assert view.view._map is None


def test_relative_and_absolute_are_remembered(view, theme):
    assert view.view.choices == {"weights.error": "relative"}
    view.view.switch.segment("absolute").click()
    assert view.view.choices == {"weights.error": "absolute"}
    view.view.restore({"weights.error": "nonsense"})
    assert view.view.switch.value == "absolute"


@pytest.mark.parametrize("shapes", [[(2, 4), (4, 1)], [(784, 512), (512, 512), (512, 10)], [(6, 6)] * 21])
def test_every_parameter_has_a_cell_and_no_two_layers_overlap(shapes):
    area = QRectF(16, 70, 808, 116)
    blocks = lay_out(shapes, area)
    for block, (rows, columns) in zip(blocks, shapes, strict=True):
        errors = np.zeros((rows + 1, columns))
        for parameter in (
            Parameter(block.layer, 0, 0),
            Parameter(block.layer, rows - 1, columns - 1),
            Parameter(block.layer, None, columns // 2),
        ):
            place = block.place(parameter)
            assert area.adjusted(-1, -1, 1, 1).contains(place)
            found = block.at(QPointF(place.center()), errors)
            assert block.place(found) == place
        values, biases = block.cells(errors)
        assert values.size <= area.width() * area.height()
        assert biases.shape[0] == 1
    for left, right in pairwise(blocks):
        assert left.weights.right() < right.weights.left()


def test_the_worst_of_a_shared_cell_is_shown_and_found():
    (block,) = lay_out([(784, 2000)], QRectF(0, 0, 800, 100))
    errors = np.zeros((785, 2000))
    errors[101, 1001] = 0.5
    place = block.place(Parameter(0, 101, 1001))
    assert block.across > 1
    assert block.at(place.center(), errors) == Parameter(0, 101, 1001)
    assert block.cells(errors)[0].max() == 0.5


def test_in_the_window_the_check_runs_beside_training_and_can_be_given_up(driver):
    lab = driver.lab
    lab.commands.view.show_everything()
    place = lab.workspace.places["weights"]
    lab.commands.view.show_view(place)
    weights = place.fill()
    weights.choose("check")
    page = weights.current
    page.button.click()
    assert page.button.text() == CANCEL
    driver.until(lambda: page._map is not None)
    assert page.button.text() == CHECK
    assert page._map.found.check.complete
    page.picked.emit(Parameter(0, 1, 1))
    assert lab.workspace.canvas.graph.scene.selected == Parameter(0, 1, 1) == page._selected
    page.button.click()
    page.button.click()
    assert not page.checker.busy
    assert page._map is None
