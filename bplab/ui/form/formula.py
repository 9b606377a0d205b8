"""A formula field, which explains in a sentence what cannot be parsed or computed."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from bplab.errors import UserError
from bplab.ui.controls.number import NumberField, NumberRule
from bplab.ui.style.theme import Theme


class FormulaField(NumberField):
    """Accepted like a number; a rejected formula can be corrected until the field is left.

    `told` says why a formula was rejected, and is empty once it is corrected.
    """

    told = Signal(str)
    takes_letters = True

    def __init__(self, theme: Theme, rule: NumberRule, title: str, tip: str) -> None:
        super().__init__(theme, rule, title, tip)
        self.textEdited.connect(lambda _text: self.told.emit(""))

    def set_value(self, value: Any) -> None:
        """Show a formula without emitting `edited`, unless the user is typing here."""
        if value != self.value:
            self.told.emit("")
        super().set_value(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.told.emit("")
        super().keyPressEvent(event)

    def _complaint(self) -> str:
        try:
            return super()._complaint()
        except UserError as error:
            return str(error)

    def _commit(self) -> None:
        self.told.emit("")
        super()._commit()

    def _refuse(self, complaint: str) -> None:
        if self.hasFocus():
            self.told.emit(complaint)
            return
        self._show_value()
        self.told.emit(f"{complaint} The formula is still {self.text()}.")
