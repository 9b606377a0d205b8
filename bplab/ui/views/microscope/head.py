"""The Microscope's head: what is looked at, its value, Freeze, and the check of its gradient."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bplab.experiment.parameters import Parameter
from bplab.experiment.rules import Number
from bplab.explain.cards.cells import Unit
from bplab.numerals import minus
from bplab.training.step import StepInput
from bplab.training.verification import Verification
from bplab.ui.canvas.base.editing import Edits
from bplab.ui.canvas.labels.values import is_frozen
from bplab.ui.checker import GradientChecker
from bplab.ui.controls.button import Button
from bplab.ui.controls.number import NumberField
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.text import TextLabel
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme
from bplab.ui.views.microscope.checking import words_of
from bplab.ui.views.microscope.selection import title_of

VALUE = Number(-1e6, 1e6)  # as for starting values
VALUE_TIP = (
    "Enter sets it: before the first step as a starting value, later as a change of the run. F2 comes here."
)
FREEZE_TIP = "Training leaves a frozen weight or bias as it is; its gradient stays visible."
CHECK_TIP = (
    "Nudges this one number a little up and down, and sees whether the loss of the batch changes as "
    "backpropagation says."
)
BACK_TIP = "Back to what was looked at before (Alt+Left)"
WIDE, INSET, RIGHT = 100, 16, 12
CLOSE = 8  # padding of the buttons, which share a row with a long title


class Head(QWidget):
    """A row of its own over the cards; a complaint or a finding stands under it."""

    back_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._edits = Edits(session)
        self.at: Parameter | Unit | None = None
        self._started, self._presented = False, False
        self.guests: tuple[QWidget, ...] = ()  # that may stand in the row too
        self._old: float | None = None
        self.back = Button(theme, icon="undo-2", kind="quiet", height=26, parent=self)
        self.back.setToolTip(wrapped(BACK_TIP))
        self.back.setAccessibleName("Back in the Microscope")
        self.back.padding = 6
        self.back.clicked.connect(self.back_wanted)
        self.title = TextLabel(theme, "", "body", "text", 600, parent=self)
        self.value = NumberField(theme, VALUE, "Value", VALUE_TIP, keeps=True, text=self._value_text)
        self.value.setFixedWidth(WIDE)
        self.freeze = Button(theme, "Freeze", parent=self)
        self.freeze.setCheckable(True)
        self.freeze.padding = CLOSE
        self.freeze.setToolTip(wrapped(FREEZE_TIP))
        self.check = Button(theme, "Check this gradient", parent=self)
        self.check.setToolTip(wrapped(CHECK_TIP))
        self.check.padding = CLOSE
        self.said = TextLabel(theme, "", "caption", "ok", 500, self)
        self.checker = GradientChecker(session, self)
        self._lay_out()
        self._connect()
        self.look_at(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET, 4, RIGHT, 4)
        column.setSpacing(2)
        self._over = QHBoxLayout()
        column.addLayout(self._over)
        self.row = QHBoxLayout()
        column.addLayout(self.row)
        self.row.setSpacing(8)
        for part in (self.back, self.title, self.value, self.freeze, self.check):
            self.row.addWidget(part)
        self.row.addStretch(1)
        column.addWidget(self.said)

    def _connect(self) -> None:
        self.value.edited.connect(self._set)
        self.value.judged.connect(lambda complaint: self._say(complaint, right=False))
        self.freeze.clicked.connect(self._freeze)
        self.check.clicked.connect(self._check)
        self.checker.found.connect(self._show_found)
        self.checker.refused.connect(lambda why: self._say(why, right=False))
        self._session.spec_changed.connect(self._show_frozen)

    def present(self, on: bool) -> None:
        """Leave out what changes the run while it is presented, from the next look on."""
        self._presented = on

    def _place_title(self) -> None:
        """Give the title a line of its own where there is no room for it beside the others."""
        parts = (self.back, self.value, self.freeze, self.check, *self.guests)
        others = [part for part in parts if not part.isHidden() and self.isAncestorOf(part)]
        needed = sum(
            max(part.sizeHint().width(), part.minimumWidth()) + self.row.spacing() for part in others
        )
        alone = needed + self.title.sizeHint().width() + INSET + RIGHT > self.width()
        if alone != (self._over.count() > 0):
            if alone:
                self._over.addWidget(self.title)
            else:
                self.row.insertWidget(1, self.title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_title()

    def look_at(self, at: Parameter | Unit | None) -> None:
        """Show what is looked at; what was found of another is forgotten."""
        if at != self.at:
            self.checker.forget()
            self._say("", right=True)
        self.at = at
        parameter = isinstance(at, Parameter)
        self.value.setVisible(parameter)
        for part in (self.freeze, self.check):
            part.setVisible(parameter and not self._presented)
        self.title.setText("" if at is None else title_of(self._session.spec, self._session.shape, at))
        if isinstance(at, Parameter):
            kind = "Bias" if at.source is None else "Weight"
            self.value.setAccessibleName(f"{kind} {at.name}")
        self._show_frozen()
        self._place_title()

    def show_value(self, value: float | None, *, started: bool) -> None:
        """Show the newest value, unless someone is typing another."""
        self._old, self._started = value, started
        self.value.set_value(value)

    def edit(self) -> None:
        """Have the number edited at once."""
        if isinstance(self.at, Parameter):
            self.value.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _value_text(self, value: float | None) -> str:
        letter = "b" if isinstance(self.at, Parameter) and self.at.source is None else "w"
        return "" if value is None else f"{letter} = {minus(f'{value:.4g}')}"

    def _set(self, value: float) -> None:
        if isinstance(self.at, Parameter):
            self._edits.set_parameter(
                self.at, value, value if self._old is None else self._old, self._started
            )

    def _freeze(self) -> None:
        if isinstance(self.at, Parameter):
            self._edits.freeze(self.at, self.freeze.isChecked())

    def _show_frozen(self) -> None:
        frozen = isinstance(self.at, Parameter) and is_frozen(self._session.spec, self.at)
        self.freeze.setChecked(frozen)
        self.freeze.setText("Frozen" if frozen else "Freeze")
        self.freeze.set_icon("lock" if frozen else "lock-open")
        self.freeze.updateGeometry()

    def _check(self) -> None:
        if isinstance(self.at, Parameter):
            self._say("Checking...", right=True)
            self.checker.check(self.at)

    def _show_found(self, found: Verification, _point: StepInput) -> None:
        self._say(words_of(found), right=found.check.within())

    def _say(self, text: str, *, right: bool) -> None:
        self.said.set_color("ok" if right else "bad")
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.check.setAccessibleDescription(text)
