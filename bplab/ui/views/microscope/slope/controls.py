"""What can be done at the slope: choose whose loss it is, try another learning rate, see the other sign."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bplab.numerals import minus
from bplab.ui.controls.button import Button
from bplab.ui.controls.options import Option, wrapped
from bplab.ui.controls.scales import DecadeScale
from bplab.ui.controls.segmented import Segmented
from bplab.ui.controls.slider import Slider
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme

VALUE = 52  # pixels of a rate
BATCH, TRAINING = "batch", "training"
PARTS = (
    Option(
        BATCH,
        "This batch",
        "The loss that the next step goes down: of its examples, with its dropout, and with the penalty if "
        "there is one.",
    ),
    Option(
        TRAINING,
        "Training part",
        "The same loss over all training examples, without dropout. The step follows the batch's.",
    ),
)
RATE_TIP = "Shows where the step would land at another learning rate. The run keeps its own."
SIGN_TIP = "Selects the weight or bias with the largest gradient of the other sign, among those trained."
NO_SIGN = "No trained parameter has a gradient of the other sign."


class Decades(DecadeScale):
    """Powers of ten without marks: the value stands beside the slider."""

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """None."""
        return ()


def part_switch(theme: Theme) -> Segmented:
    """This batch, or the training part."""
    return Segmented(theme, PARTS, height=24, name="Loss over")


def sign_button(theme: Theme) -> Button:
    """Show the other sign."""
    return Button(theme, "Show the other sign", height=26)


class WhatIf(QWidget):
    """A learning rate to try: `edited` with every move; the run keeps its own."""

    edited = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._run = 0.0  # the run's own rate
        self.label = TextLabel(theme, "What if η")
        self.slider = Slider(theme, Decades(-4, 1), "What if η")
        self.value = TextLabel(theme, "", weight=500)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.value.setFixedWidth(VALUE)  # a slider that changed its length could not be dragged
        self.kept = TextLabel(theme, "", "caption", "t3", parent=self)  # to be placed where there is room
        self.label.setBuddy(self.slider)
        for part in (self.label, self.slider):
            part.setToolTip(wrapped(RATE_TIP))
        row.addWidget(self.label)
        row.addWidget(self.slider, 1)
        row.addWidget(self.value)
        self.slider.edited.connect(self._moved)

    @property
    def rate(self) -> float:
        """The rate that is tried."""
        return self.slider.number

    def set_run(self, rate: float) -> None:
        """Go back to the run's own rate, which may be another now."""
        self._run = rate
        self.slider.setSliderDown(False)
        self.slider.set_value(rate)
        self._show()

    def _moved(self, rate: float) -> None:
        self._show()
        self.edited.emit(rate)

    def _show(self) -> None:
        tried = self.rate != self._run
        self.value.setText(minus(f"{self.rate:.3g}"))
        self.value.set_color("acc" if tried else "text")
        run = minus(f"the run: η = {self._run:.3g}")
        self.kept.setText(run if tried else "")
        self.value.setToolTip(run)
