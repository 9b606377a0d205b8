"""Minus, a number, plus: how many neurons a layer has."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.text import Text
from bplab.ui.theme import Theme


class Stepper(QWidget):
    """Two small buttons around a whole number from low to high."""

    edited = Signal(int)

    def __init__(
        self, theme: Theme, low: int, high: int, what: str, parent: QWidget | None = None, side: int = 20
    ) -> None:
        super().__init__(parent)
        self._low, self._high, self._side = low, high, side
        self._value = low
        self.setAccessibleName(what)
        self._less = self._button(theme, "minus", f"One fewer: {what}")
        self._number = Text(theme, str(low), "body", "text", 600)
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number.setMinimumWidth(side + 2)
        self._more = self._button(theme, "plus", f"One more: {what}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._less, self._number, self._more):
            layout.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._less.clicked.connect(lambda: self._step(-1))
        self._more.clicked.connect(lambda: self._step(1))
        self.set_value(low)

    @property
    def value(self) -> int:
        """The number shown."""
        return self._value

    def set_value(self, value: int) -> None:
        """Show a number without telling anyone."""
        self._value = value
        self._number.setText(str(value))
        self._less.setEnabled(value > self._low)
        self._more.setEnabled(value < self._high)

    def _button(self, theme: Theme, icon: str, tip: str) -> Button:
        button = Button(theme, icon=icon, height=self._side)
        button.padding = self._side // 7
        button.setFixedWidth(self._side)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRepeat(True)
        return button

    def _step(self, by: int) -> None:
        self.set_value(min(max(self._value + by, self._low), self._high))
        self.edited.emit(self._value)
