"""The dialog of Other seeds...: how many."""

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from bplab.trials.seeds import MOST, USUAL
from bplab.ui.background.seeds import Made
from bplab.ui.dialogs.question import Question


def ask_seeds(window: QWidget, run: Made, begin: Callable[[int], None]) -> Question:
    """Ask how many seeds to train a run with; `begin` gets the number."""
    page = QWidget()
    column, form = QVBoxLayout(page), QFormLayout()
    column.setContentsMargins(0, 0, 0, 0)
    number = QSpinBox()
    number.setRange(2, MOST)
    number.setValue(USUAL)
    number.setAccessibleName("Number of seeds")
    said = QLabel()
    said.setWordWrap(True)

    def say() -> None:
        last = run.spec.seed + number.value() - 1
        said.setText(
            f"{run.title} is trained with the seeds {run.spec.seed:,} to {last:,}, {run.step:,} steps each, "
            "in the background. The seed decides the initial weights and the order of the examples; the "
            "data stay the same."
        )

    number.valueChanged.connect(say)
    say()
    column.addLayout(form)
    form.addRow("Seeds", number)
    column.addWidget(said)

    def act() -> bool:
        begin(number.value())
        return True

    dialog = Question(window, "Other seeds", page, "Train", act)
    dialog.setMinimumWidth(380)
    dialog.open()
    return dialog
