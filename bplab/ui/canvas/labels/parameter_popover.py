"""One weight or bias in a popup: its value, to be set by hand, and whether it is frozen."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from bplab.experiment.parameters import Parameter
from bplab.experiment.rules import Number
from bplab.ui.canvas.base.editing import Edits
from bplab.ui.canvas.base.numbers import Numbers
from bplab.ui.canvas.base.picks import still_there
from bplab.ui.canvas.base.wording import parameter_title
from bplab.ui.canvas.cards.popover import Popover
from bplab.ui.canvas.labels.descriptions import parameter_value
from bplab.ui.canvas.labels.values import is_frozen
from bplab.ui.controls.button import Button
from bplab.ui.controls.check import Check
from bplab.ui.controls.number import NumberField
from bplab.ui.controls.text import TextLabel
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme

VALUE = Number(-1e6, 1e6)  # as for initial weights
VALUE_TIP = "Enter sets it: before the first step as an initial weight, later as a change of the run."
WIDE = 210
FREEZE_TIP = "Training does not change a frozen weight or bias; its gradient remains visible."


class ParameterPopover(Popover):
    """Sets and freezes a weight or bias."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        edits: Edits,
        numbers: Numbers,
        parameter: Parameter,
        parent: QWidget,
    ) -> None:
        kind = "Bias" if parameter.source is None else "Weight"
        super().__init__(theme, f"{kind} {parameter.name}", parent)
        self._session, self._edits, self._numbers = session, edits, numbers
        self.parameter = parameter
        title = parameter_title(session.spec, session.shape, parameter)
        self.column.addWidget(TextLabel(theme, title, "caption", "t3", parent=self))
        self.value = NumberField(theme, VALUE, f"{kind} {parameter.name}", VALUE_TIP, keeps=True)
        self.value.setMinimumWidth(WIDE)
        self.column.addWidget(self.value)  # before the others, so that it gets the focus first
        self.complaint = TextLabel(theme, "", "caption", "bad", parent=self)
        self.complaint.setWordWrap(True)
        self.complaint.setFixedWidth(WIDE)
        self.complaint.hide()
        self.column.addWidget(self.complaint)
        self.freeze = Check(theme, "Freeze", FREEZE_TIP, self)
        close = Button(theme, "Close", parent=self)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        self.column.addLayout(row)
        row.addWidget(self.freeze)
        row.addStretch(1)
        row.addWidget(close)
        self.value.edited.connect(self._set)
        self.value.judged.connect(self._complain)
        self.freeze.edited.connect(lambda on: edits.freeze(parameter, on))
        session.spec_changed.connect(self._refresh)
        self._refresh()

    def show_numbers(self) -> None:
        """Show the latest value, unless the user is editing it."""
        if not self.value.hasFocus():
            self.value.set_value(parameter_value(self._numbers, "weights", self.parameter))

    def _complain(self, complaint: str) -> None:
        self.complaint.setText(complaint)
        self.complaint.setVisible(bool(complaint))
        self.adjustSize()

    def _set(self, value: float) -> None:
        old = parameter_value(self._numbers, "weights", self.parameter)
        snapshot = self._numbers.snapshot
        started = snapshot is not None and snapshot.step > 0
        self._edits.set_parameter(self.parameter, value, value if old is None else old, started)

    def _refresh(self) -> None:
        shape = self._session.shape
        if not still_there(self.parameter, shape.sizes, shape.fan_in):
            self.close()
            return
        self.freeze.set_value(is_frozen(self._session.spec, self.parameter))
        self.show_numbers()
        if self.value.value is None:
            self.value.set_value(parameter_value(self._numbers, "weights", self.parameter))
