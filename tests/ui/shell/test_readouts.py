import math
from types import SimpleNamespace

import pytest

from bplab.training.metrics import Evaluation, PartScore
from bplab.ui.controls.readout import Readout
from bplab.ui.shell.readouts import Readouts, accuracy_text, loss_text
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


def show(readouts, train=None, test=None, step=1, epoch=0, reduction="mean"):
    nothing = PartScore()
    scores = Evaluation(step, epoch, train or nothing, nothing, test or nothing)
    spec = SimpleNamespace(reduction=reduction)
    readouts.show_snapshot(SimpleNamespace(evaluation=scores, step=step, epoch=epoch, spec=spec))


@pytest.mark.parametrize(
    ("loss", "text"),
    [
        (None, "–"),
        (0.0, "0.0000"),
        (0.69314, "0.6931"),
        (1.234e-5, "1.23e−5"),
        (123456.0, "1.23e5"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-0.5, "−0.5000"),
    ],
)
def test_losses_are_written_to_four_places_or_with_a_power_of_ten(loss, text):
    assert loss_text(loss) == text


@pytest.mark.parametrize(
    ("correct", "count", "text"),
    [
        (112, 120, ("93.3 %", "(112/120)")),
        (120, 120, ("100 %", "(120/120)")),
        (9999, 10000, ("99.9 %", "(9,999/10,000)")),
        (0, 3, ("0.0 %", "(0/3)")),
        (None, 3, ("–", "")),
    ],
)
def test_accuracy_names_the_counts_and_never_rounds_up_to_faultless(correct, count, text):
    assert accuracy_text(PartScore(0.1, correct, count)) == text


def test_without_a_test_part_the_training_examples_are_named(readouts):
    show(readouts, train=PartScore(0.2, 3, 4))
    assert readouts.accuracy.text == "Train accuracy 75.0 % (3/4)"
    assert readouts.test_loss.text == "Test loss –"


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
