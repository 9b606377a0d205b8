"""A stepper for the number of neurons of a layer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme


class PlusMinus(QWidget):
    """Two small buttons around a whole number from low to high."""

    edited = Signal(int)

    def __init__(
        self, theme: Theme, low: int, high: int, what: str, parent: QWidget | None = None, side: int = 20
    ) -> None:
        super().__init__(parent)
        self._theme, self._low, self._high, self._side = theme, low, high, side
        self._value = low - 1  # none yet
        self._less = self._button(theme, "minus")
        self._number = TextLabel(theme, str(low), "body", "text", 600)
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._more = self._button(theme, "plus")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.buttons = self._less, self._more
        for widget in (self._less, self._number, self._more):
            layout.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._less.clicked.connect(lambda: self._step(-1))
        self._more.clicked.connect(lambda: self._step(1))
        self.set_name(what)
        self.set_value(low)

    def set_name(self, what: str) -> None:
        """Set what is counted, for tooltips and screen readers."""
        self.setAccessibleName(what)
        for button, how in ((self._less, "fewer"), (self._more, "more")):
            button.setToolTip(f"One {how}: {what}")
            button.setAccessibleName(f"One {how}: {what}")

    @property
    def value(self) -> int:
        """The number shown."""
        return self._value

    def set_value(self, value: int) -> None:
        """Show a number without emitting `edited`."""
        if value == self._value:
            return
        self._value = value
        self._number.setText(str(value))
        self._number.setFixedWidth(_room(self._theme, value, self._side))
        self.resize(self.sizeHint())
        self._less.setEnabled(value > self._low)
        self._more.setEnabled(value < self._high)

    def _button(self, theme: Theme, icon: str) -> Button:
        button = Button(theme, icon=icon, height=self._side)
        button.padding = self._side // 7
        button.setFixedWidth(self._side)
        button.setAutoRepeat(True)
        return button

    def _step(self, by: int) -> None:
        self.set_value(min(max(self._value + by, self._low), self._high))
        self.edited.emit(self._value)


def stepper_width(theme: Theme, value: int, side: int = 20) -> int:
    """The width of a stepper that shows a number."""
    return 2 * side + _room(theme, value, side)


def _room(theme: Theme, value: int, side: int) -> int:
    wide = QFontMetricsF(theme.font("body", 600)).horizontalAdvance(f"{value}")
    return max(side + 2, round(wide) + 8)
