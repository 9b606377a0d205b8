import math
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from bplab.training.metrics import Evaluation, PartScore
from bplab.ui.controls.readout import Readout
from bplab.ui.shell.readouts import Readouts
from bplab.ui.style.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


@pytest.fixture
def readouts(qtbot):
    theme = Theme("light")
    readouts = Readouts(theme)
    readouts.theme = theme
    qtbot.addWidget(readouts)
    readouts.show()
    yield readouts
    theme.deleteLater()


def show(readouts, train=None, test=None, step=1, epoch=0, reduction="mean", scaler=None):
    nothing = PartScore()
    scores = Evaluation(step, epoch, train or nothing, nothing, test or nothing)
    spec = SimpleNamespace(reduction=reduction)
    prepared = SimpleNamespace(target_scaler=scaler)
    readouts.show_snapshot(
        SimpleNamespace(evaluation=scores, step=step, epoch=epoch, spec=spec, prepared=prepared)
    )


def test_without_a_test_part_the_training_examples_are_named(readouts):
    show(readouts, train=PartScore(0.2, 3, 4))
    assert readouts.accuracy.text == "Train accuracy 75.0 % (3/4)"
    assert readouts.test_loss.text == "Test loss –"


def test_losses_of_scaled_targets_say_that_they_are_in_the_datas_own_units(readouts):
    show(readouts, train=PartScore(5000.0, None, 280), scaler=object())
    assert "In the data's own units" in readouts.train_loss.toolTip()
    show(readouts, train=PartScore(0.2, None, 280))
    assert "own units" not in readouts.train_loss.toolTip()


def test_losses_that_are_sums_are_called_so(readouts):
    show(readouts, train=PartScore(0.2, None, 280), reduction="sum")
    assert readouts.train_loss.text == "Train loss (sum) 0.2000"
    show(readouts, train=PartScore(0.2, None, 280))
    assert readouts.train_loss.text == "Train loss 0.2000"


def test_regression_has_no_accuracy(readouts):
    show(readouts, train=PartScore(0.2, None, 280), test=PartScore(0.3, None, 120))
    assert not readouts.accuracy.isVisible()


def test_a_loss_that_is_no_number_is_marked(readouts):
    show(readouts, train=PartScore(math.nan, 1, 2))
    image = readouts.train_loss.grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert readouts.theme.color("bad").name() in colors


def test_a_readout_widens_for_a_long_number_and_never_narrows(readouts):
    show(readouts, step=1)
    before = readouts.step.width()
    show(readouts, step=1_234_567)
    wide = readouts.step.width()
    show(readouts, step=2)
    assert before < wide == readouts.step.width()


def test_usual_numbers_have_room_from_the_start_so_that_nothing_moves(readouts):
    show(readouts, PartScore(0.8, 140, 280), PartScore(0.8, 59, 120), step=0)
    before = [one.width() for one in readouts.findChildren(Readout)]
    show(readouts, PartScore(0.1, 279, 280), PartScore(0.1, 118, 120), step=2808, epoch=312)
    assert [one.width() for one in readouts.findChildren(Readout)] == before


def test_a_number_that_changes_repaints_nothing_beneath_it(qtbot):
    painted = []

    class Beneath(QWidget):
        def paintEvent(self, event):
            painted.append(event.rect())

    beneath = Beneath()
    qtbot.addWidget(beneath)
    readout = Readout(Theme("light"), "Step", usual="1,000", parent=beneath)
    beneath.show()
    readout.set_value("1")
    QApplication.processEvents()
    del painted[:]
    readout.set_value("2")
    QApplication.processEvents()
    assert not painted
