"""The dialog of Other seeds...: how many."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from bplab.experiment.rules import Whole
from bplab.trials.seeds import MOST, USUAL
from bplab.ui.background.seeds import Made
from bplab.ui.dialogs.number import NumberPage, ask_number
from bplab.ui.dialogs.question import Question
from bplab.ui.style.theme import Theme

RULE = Whole(2, MOST)


def ask_seeds(window: QWidget, theme: Theme, run: Made, begin: Callable[[int], object]) -> Question:
    """Ask how many seeds to train a run with; `begin` gets the number."""

    def meaning(count: int) -> str:
        return (
            f"Trains {run.title} with the seeds {run.spec.seed:,} to {run.spec.seed + count - 1:,}, "
            f"{run.step:,} steps each, in the background. The seed decides the initial weights and the order "
            "of the examples; the data stay the same."
        )

    page = NumberPage(theme, "Number of seeds", RULE, USUAL, meaning)
    return ask_number(window, "Other seeds", "Train", page, begin)
