"""How losses and accuracies are written."""

import math

import pytest

from bplab.training.metrics import PartScore
from bplab.ui.scores import accuracy_text, loss_text


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
