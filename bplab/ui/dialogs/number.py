"""A dialog that asks for one whole number, and says what it means."""

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from bplab.experiment.rules import Whole
from bplab.ui.controls.number import NumberField
from bplab.ui.dialogs.question import Question
from bplab.ui.style.theme import Theme

WIDTH = 380


class NumberPage(QWidget):
    """The field, and what its number means, or what is wrong with it."""

    def __init__(
        self, theme: Theme, label: str, rule: Whole, value: int, meaning: Callable[[int], str]
    ) -> None:
        super().__init__()
        self._label, self._rule = label, rule
        column, form = QVBoxLayout(self), QFormLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        self._number = NumberField(theme, rule, label, keeps=True)
        self._number.set_value(value)
        form.addRow(label, self._number)
        self._said = QLabel(meaning(value))
        self._said.setWordWrap(True)
        column.addWidget(self._said)
        self._number.judged.connect(lambda wrong: self._said.setText(wrong or meaning(self._number.value)))
        self._number.edited.connect(lambda number: self._said.setText(meaning(number)))

    @property
    def value(self) -> int | None:
        """The number; None if what is typed is none."""
        try:
            return self._rule.check(self._rule.parse(self._number.text()))
        except ValueError as wanted:
            self._said.setText(f"{self._label} must be {wanted}.")
            return None


def ask_number(
    window: QWidget, title: str, verb: str, page: NumberPage, act: Callable[[int], object]
) -> Question:
    """Ask for a number; `act` gets it."""

    def take() -> bool:
        value = page.value
        if value is not None:
            act(value)
        return value is not None

    dialog = Question(window, title, page, verb, take)
    dialog.setMinimumWidth(WIDTH)
    dialog.open()
    return dialog
