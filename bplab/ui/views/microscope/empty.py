"""What stands in the Microscope while nothing is to be seen: why, and the largest gradient to begin with."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bplab.numerals import short
from bplab.training.step import StepTrace
from bplab.ui.controls.button import Button
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme
from bplab.ui.views.microscope.selection import steepest

LARGE = "Training runs, and a step of this network takes long to follow: pause to see its numbers."
WAITING = "The numbers come with the next step."
INPUT = "This is an input: its numbers are the data's own. Select a weight, a bias or a neuron."
NOTHING = "Nothing selected: click a weight, a bias or a neuron of the network."


class Empty(QWidget):
    """A sentence, and where nothing is selected an offer."""

    wanted = Signal(object)  # the Parameter that was offered

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._trace: StepTrace | None = None
        self.message = TextLabel(theme, WAITING, "body", "t2")
        self.message.setWordWrap(True)
        self.offer = Button(theme, "")
        self.offer.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 8)
        column.addWidget(self.message)
        row = QHBoxLayout()
        column.addLayout(row)
        row.addWidget(self.offer)
        row.addStretch(1)
        column.addStretch(1)

    def say(self, text: str, trace: StepTrace | None) -> None:
        """Say why nothing is to be seen; offer the largest gradient of a step."""
        self._trace = trace
        self.message.setText(text)
        self.offer.setVisible(trace is not None)
        if trace is not None:
            parameter, value = steepest(trace)
            self.offer.setText(f"Look at the largest gradient: {parameter.name}, {short(value)}")
            self.offer.updateGeometry()

    def _take(self) -> None:
        if self._trace is not None:
            self.wanted.emit(steepest(self._trace)[0])
