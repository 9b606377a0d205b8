"""One kind of form row for each kind of setting."""

import secrets
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.experiment.rules import Choice as ChoiceRule
from bplab.experiment.rules import Flag, Formula, Names
from bplab.experiment.spec import Experiment
from bplab.ui.controls.button import Button
from bplab.ui.controls.check import Check
from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.number import NumberField, number_text
from bplab.ui.controls.options import Option, options_of, wrapped
from bplab.ui.controls.rows import INSET, ROW, FieldRow, SliderRow
from bplab.ui.controls.scales import Scale
from bplab.ui.controls.slider import Slider
from bplab.ui.controls.text import TextLabel
from bplab.ui.form.conditions import SHORT
from bplab.ui.form.editor import Editor
from bplab.ui.form.features import FeatureChoice
from bplab.ui.form.fields import FormRow
from bplab.ui.form.formula import FormulaField
from bplab.ui.form.values import declared
from bplab.ui.style.theme import Theme

MARKED = 16  # pixels of a mark under a check box
NEW_SEEDS = 10_000  # short enough to be read aloud


class SliderEditor(Editor):
    """A slider, and its value at the right, which can also be typed."""

    def __init__(self, theme: Theme, row: FormRow, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(theme, row, parent)
        self._gesture = 0
        self.slider = Slider(theme, scale, self.declared.title)
        self.number = NumberField(
            theme, self.declared.rule, self.declared.title, self._typed_tip(), flat=True, text=self.text_of
        )
        self.fields = [self.slider, self.number]
        self._line = SliderRow(theme, self.label, self.declared.tip, self.number, self.slider)
        self._layout.addWidget(self._line)
        self.slider.edited.connect(self._dragged)
        self.slider.released.connect(self._released)
        self.number.edited.connect(self.tell)

    def show_value(self, value: Any) -> None:
        self._line.label.setText(self.label)
        self.number.set_value(value)
        self.slider.set_value(value)

    def add_mark(self) -> TextLabel:
        """Beside the number."""
        return self._line.add_before_value(TextLabel(self._theme, "", "caption", "acc"))

    def _typed_tip(self) -> str:
        return f"{self.declared.tip}\nClick to type {self.declared.rule.wants}."

    def _dragged(self, number: float) -> None:
        value = self.declared.rule.check(number)
        self.number.set_value(value)
        self.tell(value, f"{self.row.path}#{self._gesture}")

    def _released(self) -> None:
        self._gesture += 1
        self.forget()
        self.released.emit()


class ChoiceEditor(Editor):
    """A drop-down list, with a number beside it if the row has a second setting."""

    def __init__(self, theme: Theme, row: FormRow, parent: QWidget | None = None) -> None:
        super().__init__(theme, row, parent)
        rule = self.declared.rule
        options = options_of(rule.table, short=SHORT) if isinstance(rule, ChoiceRule) else ()
        self.choice = ChoiceBox(theme, options, tip=self.declared.tip)
        self.choice.setAccessibleName(self.declared.title)
        self.fields = [self.choice]
        self.beside: NumberEditor | None = None
        extra: list[QWidget] = []
        if row.beside is not None:
            self.beside = NumberEditor(theme, row.beside)
            self.beside.edited.connect(self.edited)
            self.beside.number.setFixedWidth(64)
            self.beside.setParent(
                self
            )  # its field becomes part of this row; without a parent it would be a window
            self.beside.setFixedSize(0, 0)
            extra.append(self.beside.number)
        self._layout.addWidget(
            FieldRow(theme, self.label, self.declared.tip, self.choice, *extra, parent=self)
        )
        self.choice.edited.connect(self.tell)

    def show_spec(self, spec: Experiment) -> None:
        super().show_spec(spec)
        if self.beside is not None:
            self.beside.show_spec(spec)

    def forget(self) -> None:
        super().forget()
        if self.beside is not None:
            self.beside.forget()

    def _show_options(self, options: tuple[Option, ...]) -> None:
        self.choice.set_options(options)

    def show_value(self, value: Any) -> None:
        self.choice.set_value(value)


class NumberEditor(Editor):
    """A number field, with a button that draws a new number if the row has dice."""

    def __init__(self, theme: Theme, row: FormRow, parent: QWidget | None = None) -> None:
        super().__init__(theme, row, parent)
        self._why = ""
        tip = f"{self.declared.tip}\n{self.declared.rule.wants.capitalize()}."
        self.number = NumberField(theme, self.declared.rule, self.declared.title, tip, text=self._number_text)
        self.fields = [self.number]
        if row.dice:
            self.number.setFixedWidth(84)
            self.new = Button(theme, "New", "dices")
            self.new.setFixedWidth(64)
            self.new.setToolTip("Draw a new seed: other initial weights, another run.")
            self.new.setAccessibleName(f"New {self.declared.title.lower()}")
            self.new.clicked.connect(lambda: self.tell(1 + secrets.randbelow(NEW_SEEDS - 1)))
            self._layout.addWidget(
                FieldRow(theme, self.label, self.declared.tip, self.number, self.new, parent=self)
            )
        elif row.section.startswith("more"):
            self.number.setFixedWidth(84)
            line = FieldRow(theme, self.label, self.declared.tip, self.number, wide=True, parent=self)
            self._layout.addWidget(line)
        self.number.edited.connect(self.tell)

    def _show_why(self, why: str) -> None:
        super()._show_why(why)
        self._why = why

    def show_value(self, value: Any) -> None:
        self.number.set_value(value)
        if self._why:
            self.number.setToolTip(wrapped(self._why))  # in place of what it asks for

    def _number_text(self, value: Any) -> str:
        shown = self.text_of(value)
        return shown if shown == "–" else number_text(value)


class CheckEditor(Editor):
    """A check box."""

    def __init__(self, theme: Theme, row: FormRow, parent: QWidget | None = None) -> None:
        super().__init__(theme, row, parent)
        self.check = Check(theme, self.label, self.declared.tip)
        self.fields = [self.check]
        self._layout.setContentsMargins(INSET, 0, INSET, 0)
        self.setFixedHeight(ROW - 4)
        self._layout.addWidget(self.check)
        self.check.edited.connect(self.tell)

    def show_value(self, value: Any) -> None:
        self.check.set_value(value)

    def show_mark(self, text: str) -> None:
        self.setFixedHeight(ROW - 4 + (MARKED if text else 0))
        super().show_mark(text)


class FeaturesEditor(Editor):
    """The input features of a 2-D data set, checked in a menu."""

    def __init__(self, theme: Theme, row: FormRow, parent: QWidget | None = None) -> None:
        super().__init__(theme, row, parent)
        self.choice = FeatureChoice(theme, self.declared.title)
        self.fields = [self.choice]
        self._layout.addWidget(FieldRow(theme, self.label, self.declared.tip, self.choice, parent=self))
        self.choice.edited.connect(self.tell)

    def show_value(self, value: Any) -> None:
        self.choice.set_value(value)


class FormulaEditor(Editor):
    """A formula field."""

    def __init__(self, theme: Theme, row: FormRow, parent: QWidget | None = None) -> None:
        super().__init__(theme, row, parent)
        room = self.sizePolicy()
        room.setVerticalPolicy(QSizePolicy.Policy.Minimum)  # lines at this width may need more than is fixed
        self.setSizePolicy(room)
        self.field = FormulaField(theme, self.declared.rule, self.declared.title, self.declared.tip)
        self.fields = [self.field]
        self.why = TextLabel(theme, "", "caption", "bad")
        self.why.setWordWrap(True)
        self.why.setContentsMargins(INSET, 0, INSET, 6)
        self.why.hide()
        self._layout.addWidget(FieldRow(theme, self.label, self.declared.tip, self.field, parent=self))
        self._layout.addWidget(self.why)
        self.field.told.connect(self._show_why)
        self.field.edited.connect(self.tell)

    def show_value(self, value: Any) -> None:
        self.field.set_value(value)

    def _show_why(self, sentence: str) -> None:
        self.why.setText(sentence)
        self.why.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)


def editor_for(theme: Theme, row: FormRow, parent: QWidget | None = None) -> Editor:
    """Make the row that fits a setting's rule."""
    rule = declared(row.path).rule
    if row.scale is not None:
        return SliderEditor(theme, row, row.scale, parent)
    if isinstance(rule, ChoiceRule):
        return ChoiceEditor(theme, row, parent)
    if isinstance(rule, Flag):
        return CheckEditor(theme, row, parent)
    if isinstance(rule, Names):
        return FeaturesEditor(theme, row, parent)
    if isinstance(rule, Formula):
        return FormulaEditor(theme, row, parent)
    return NumberEditor(theme, row, parent)
