"""The dialog of Formula sheet (PDF)...: with results or as a worksheet, and with how many decimals."""

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from bplab.experiment.rules import Whole
from bplab.ui.controls.check import Check
from bplab.ui.controls.number import NumberField
from bplab.ui.controls.options import Option
from bplab.ui.controls.segmented import Segmented
from bplab.ui.dialogs.question import Question
from bplab.ui.formula_sheet.making import SheetOptions
from bplab.ui.style.theme import Theme

WIDTH = 440
RULE = Whole(2, 12)
RESULTS, WORKSHEET = "results", "worksheet"
USUAL = {RESULTS: 9, WORKSHEET: 4}  # decimals
KINDS = (
    Option(RESULTS, "With results", "Every equation with its numbers."),
    Option(WORKSHEET, "Worksheet", "The same equations with room to write the results."),
)
MEANING = {
    RESULTS: "The printed digits of each line give its result, with more decimals where that takes them.",
    WORKSHEET: "Numbers that are given are printed, all others are to be calculated.",
}


class SheetPage(QWidget):
    """Which kind, how many decimals, and whether the key follows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.kind = Segmented(theme, KINDS, name="Kind")
        self.decimals = NumberField(theme, RULE, "Decimals", keeps=True)
        self.key = Check(
            theme, "With its key, on pages of its own", "The solved sheet with the same decimals."
        )
        self.key.set_value(True)
        self._said = QLabel()
        self._said.setWordWrap(True)
        column, form = QVBoxLayout(self), QFormLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        form.addRow("Kind", self.kind)
        form.addRow("Decimals", self.decimals)
        form.addRow("", self.key)
        column.addWidget(self._said)
        self.kind.edited.connect(self._show)
        self.decimals.judged.connect(lambda wrong: self._said.setText(wrong or MEANING[self.kind.value]))
        self._show(RESULTS)

    def _show(self, kind: str) -> None:
        self.decimals.set_value(USUAL[kind])
        self.key.setEnabled(kind == WORKSHEET)
        self._said.setText(MEANING[kind])

    @property
    def options(self) -> SheetOptions | None:
        """What is wanted; None if the decimals typed are no number."""
        try:
            decimals = RULE.check(RULE.parse(self.decimals.text()))
        except ValueError as wanted:
            self._said.setText(f"Decimals must be {wanted}.")
            return None
        worksheet = self.kind.value == WORKSHEET
        return SheetOptions(worksheet, decimals, worksheet and self.key.isChecked())


def ask_sheet(window: QWidget, theme: Theme, save: Callable[[SheetOptions], object]) -> Question:
    """Ask what is wanted; `save` gets it."""
    page = SheetPage(theme)

    def act() -> bool:
        options = page.options
        if options is not None:
            save(options)
        return options is not None

    dialog = Question(window, "Formula sheet", page, "Save...", act)
    dialog.setMinimumWidth(WIDTH)
    dialog.open()
    return dialog
