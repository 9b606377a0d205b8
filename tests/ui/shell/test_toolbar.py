import math
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from bplab.training.metrics import Evaluation, PartScore
from bplab.training.snapshot import RunState
from bplab.ui.shell.toolbar import Toolbar, speed_text
from bplab.ui.style.theme import Theme

# Showing and hiding widgets of a top-level window asks the offscreen platform for size hints it has not.
pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


@pytest.fixture
def theme(qapp):
    theme = Theme("light")
    yield theme
    theme.set_mode("light")
    theme.deleteLater()


@pytest.fixture
def toolbar(theme, qtbot):
    done = []
    names = ("play", "batch", "epoch", "layer", "reset")
    actions = [QAction(name, theme) for name in names]
    for name, action in zip(names, actions, strict=True):
        action.setToolTip(f"tip of {name}")
        action.triggered.connect(lambda _=False, name=name: done.append(name))
    toolbar = Toolbar(theme, *actions)
    toolbar.done, toolbar.actions_ = done, dict(zip(names, actions, strict=True))
    qtbot.addWidget(toolbar)
    toolbar.resize(1440, 56)
    toolbar.show()
    return toolbar


def snapshot(**changes):
    scores = Evaluation(2808, 312, PartScore(0.0352, 270, 280), PartScore(), PartScore(0.1283, 112, 120))
    values = {"state": RunState.RUNNING, "epoch": 312, "step": 2808, "steps_per_epoch": 9, "run": 1}
    values |= {"spec": SimpleNamespace(reduction="mean"), "evaluation": scores}
    values |= {"prepared": SimpleNamespace(target_scaler=None)}
    return SimpleNamespace(**(values | changes))


def click(widget, x=10):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(x, widget.height() // 2))


def test_buttons_do_what_their_actions_do(toolbar):
    click(toolbar.play)
    click(toolbar.step)
    click(toolbar.kind.segment("epoch"))
    click(toolbar.step)
    click(toolbar.reset)
    assert toolbar.done == ["play", "batch", "epoch", "reset"]


def test_the_first_button_says_what_it_does_now(toolbar):
    assert toolbar.play.text() == "Play"
    toolbar.set_running(True)
    assert toolbar.play.text() == "Pause"
    toolbar.actions_["play"].setToolTip("another tip")
    assert toolbar.play.text() == "Pause"
    toolbar.set_running(False)
    assert toolbar.play.text() == "Play"


def test_a_step_that_cannot_be_made_now_cannot_be_clicked(toolbar):
    toolbar.actions_["batch"].setEnabled(False)
    assert not toolbar.step.isEnabled()
    click(toolbar.kind.segment("epoch"))
    assert toolbar.step.isEnabled()
    assert toolbar.step.toolTip() == "tip of epoch"


def test_speed_is_told_in_steps_a_second(toolbar):
    heard = []
    toolbar.speed_edited.connect(heard.append)
    toolbar.set_speed(50)
    assert heard == []
    QTest.keyClick(toolbar.speed, Qt.Key.Key_Right)
    QTest.keyClick(toolbar.speed, Qt.Key.Key_End)
    assert heard == [100, math.inf]


@pytest.mark.parametrize(
    ("steps", "per_epoch", "text"),
    [
        (1, 9, "1 step/s"),
        (50, 9, "50 steps/s"),
        (1000, 9, "110 ep/s"),
        (5000, 1, "5,000 ep/s"),
        (math.inf, 9, "flat out"),
    ],
)
def test_speed_reads_in_steps_and_when_fast_in_epochs(steps, per_epoch, text):
    assert speed_text(steps, per_epoch) == text


def test_readouts_name_their_set_and_count(toolbar):
    toolbar.show_snapshot(snapshot())
    readouts = toolbar.readouts
    assert readouts.epoch.text == "Epoch 312"
    assert readouts.step.text == "Step 2,808"
    assert readouts.train_loss.text == "Train loss 0.0352"
    assert readouts.test_loss.text == "Test loss 0.1283"
    assert readouts.accuracy.text == "Test accuracy 93.3 % (112/120)"
    assert readouts.accuracy.accessibleName() == readouts.accuracy.text


def test_measures_are_those_of_the_design(toolbar):
    toolbar.show_snapshot(snapshot())
    assert toolbar.height() == 56
    assert toolbar.play.geometry().getRect() == (16, 10, 104, 36)
    assert toolbar.step.geometry().getRect() == (128, 10, 88, 36)
    assert toolbar.kind.geometry().left() == 224
    assert toolbar.kind.height() == 32
    assert toolbar.readouts.geometry().right() == 1440 - 16 - 1


def test_in_a_narrow_window_speed_and_two_readouts_hide(toolbar):
    toolbar.show_snapshot(snapshot())
    toolbar.resize(1120, 56)
    assert not toolbar.speed.isVisible()
    assert not toolbar.readouts.epoch.isVisible()
    assert not toolbar.readouts.test_loss.isVisible()
    assert toolbar.readouts.accuracy.isVisible()
    assert toolbar.minimumSizeHint().width() <= 1120
    toolbar.resize(1280, 56)
    assert toolbar.speed.isVisible()
    assert toolbar.readouts.test_loss.isVisible()


def test_it_is_drawn_in_the_theme_s_colors(toolbar, theme):
    for mode in ("light", "dark"):
        theme.set_mode(mode)
        image = toolbar.grab().toImage()
        assert image.pixelColor(8, 28) == theme.color("panel")
        assert image.pixelColor(700, 55) == theme.color("line")
        assert image.pixelColor(24, 28) == theme.color("acc")


def test_a_slow_speed_is_shown_among_the_essentials_too(toolbar):
    toolbar.set_essentials(True)
    assert not toolbar.speed.isVisible()
    toolbar.set_speed(1.0)
    assert toolbar.speed.isVisible()
    toolbar.choose_speed(1000.0)
    assert toolbar.speed.isVisible()  # under the hand
    toolbar.set_essentials(True)
    assert not toolbar.speed.isVisible()
