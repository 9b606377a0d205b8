"""Check my gradients: read beside the window, shown, changed, copied and closed, also by keyboard alone."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from bplab.experiment.presets import preset
from bplab.homework.verdict import Tried
from bplab.ui.controls.overlay import OverlayScrollArea
from bplab.ui.homework.dialog import GradientDialog
from bplab.ui.homework.layer_map import plan_map, share_of
from bplab.ui.homework.tables import SHOWN, rest
from bplab.ui.style.theme import Theme


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(1120, 700)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def opened(qtbot, window):
    """Open the dialog on a file, and wait for the result."""

    def open_(path, another=None, mode="light"):
        dialog = GradientDialog(window, Theme(mode), lambda: preset("circle"), lambda _, take: take(another))
        dialog.read(path)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog.busy)
        return dialog

    return open_


def test_it_names_the_mistake_and_where_it_is(opened, homework_file):
    dialog = opened(homework_file())
    head = dialog.page.banner.head.text()
    assert head.startswith(
        "W1 and b1 differ by the missing factor f′(z): left out in the lab too, they agree to"
    )
    assert "f is tanh, so f′(z) = 1 − a²" in dialog.page.banner.reasons.accessibleName()
    assert [card.accessibleName() for card in dialog.page.cards] == ["Hidden 1: 12 differ", "Output: 5 agree"]
    assert dialog.count.text() == "17 gradients in float64 · the file was only read"


def test_right_homework_is_told_so(opened, homework_file):
    dialog = opened(homework_file(wrong=False))
    assert dialog.page.banner.head.text().startswith("All 17 gradients agree with the lab's")
    assert not dialog.page.tried.isVisible()
    assert [card.accessibleName() for card in dialog.page.cards] == ["Hidden 1: 12 agree", "Output: 5 agree"]


def test_what_cannot_be_read_is_said_and_another_file_can_be_chosen(opened, homework_file, tmp_path, qtbot):
    (tmp_path / "notes.npz").write_text("no archive")
    dialog = opened(tmp_path / "notes.npz", another=homework_file(wrong=False))
    assert "notes.npz cannot be read as .npz" in dialog.page.banner.head.text()
    assert not dialog.copy.isEnabled()
    dialog.other.click()
    qtbot.waitUntil(lambda: not dialog.busy)
    assert dialog.found.check.right
    assert dialog.copy.isEnabled()


def test_choosing_what_it_is_checked_as_checks_again(opened, homework_file, qtbot):
    dialog = opened(homework_file())
    [box] = [each for each in dialog.row.boxes if each.accessibleName() == "Batch reduction"]
    box.set_value("sum")
    box.edited.emit("sum")
    qtbot.waitUntil(lambda: not dialog.busy)
    assert [part.cause.kind for part in dialog.found.check.explained.parts] == ["slope", "1/n"]
    assert dialog.found.assumed.source == "as chosen here"


def test_the_result_can_be_copied_as_text(opened, homework_file):
    dialog = opened(homework_file())
    dialog.copy.click()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("homework-3.npz · 2-4-1 · 32 examples")
    assert "f′(z) missing" in text


def test_everything_is_reached_by_keys_and_escape_closes(opened, homework_file, qtbot):
    dialog = opened(homework_file())
    dialog.activateWindow()
    dialog.ready.setFocus()
    reached = set()
    for _ in range(12):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        reached.add(dialog.focusWidget())
    boxes = set(dialog.row.boxes)
    assert {dialog.cross, dialog.other, dialog.copy, dialog.ready} | boxes <= reached
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_nothing_is_cut_off_in_the_smallest_window(opened, homework_file, mode, settle):
    dialog = opened(homework_file(), mode=mode)
    settle()
    assert dialog.width() <= 1120
    assert dialog.height() <= 700
    area = dialog.page.parentWidget().parentWidget()
    assert dialog.page.width() <= area.width()
    for card in dialog.page.cards:
        assert (
            card.geometry().right()
            < dialog.page.differences.mapTo(card.parentWidget(), card.pos()).x() + 1000
        )
    assert dialog.grab().toImage().pixelColor(300, 100).isValid()


def test_nothing_scrolls_where_all_fits(opened, homework_file, window, settle):
    window.resize(1440, 900)
    dialog = opened(homework_file())
    settle()
    area = next(each for each in dialog.children() if isinstance(each, OverlayScrollArea))
    assert not area.bar.isVisible()


def test_a_layer_larger_than_its_place_shares_cells():
    plan = plan_map(784, 512, QPointF(0, 0), 276)
    assert (plan.down, plan.across) == (4, 2)
    assert not plan.has_numbers
    assert plan.gradient_at(QPointF(0.5, 0.5)) == (0, 0)
    assert plan.gradient_at(plan.biases.center()) == (784, 256)
    assert plan.weights.height() + plan.biases.height() < 270


def test_the_scale_goes_from_rounding_to_one():
    assert [share_of(value) for value in (0, 1e-16, 1e-8, 1, 2)] == [0, 0, 0.5, 1, 1]


def test_what_is_not_in_the_table_is_told_below_it():
    rows = [Tried("a", f"cause {number}", 1.0, False) for number in range(SHOWN)]
    rows += [Tried("2", "factor 2", 1.99, False), Tried("s", "another activation: ReLU", 2.0, False)]
    assert rest(rows) == "factor 2, another activation (ReLU): 2.0 each."
    assert rest(rows[:SHOWN]) == ""


def test_a_file_that_says_what_it_is_needs_no_experiment(opened, homework_file):
    said = {"activations": np.array(["tanh", "sigmoid"]), "loss": np.array("binary_cross_entropy"),
            "reduction": np.array("mean")}  # fmt: skip
    assert opened(homework_file(wrong=False, **said)).found.assumed.source == "as the file says"
