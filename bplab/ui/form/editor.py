"""A row of the form: it shows an experiment's value, and reports edits."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from bplab.experiment.rules import Choice as ChoiceRule
from bplab.experiment.rules import Flag
from bplab.experiment.spec import Experiment
from bplab.ui.controls.options import Option, set_tip
from bplab.ui.controls.rows import INSET
from bplab.ui.controls.text import TextLabel
from bplab.ui.form.fields import FormRow
from bplab.ui.form.values import declared, value_of
from bplab.ui.style.theme import Theme


class Editor(QWidget):
    """One row of the form; `edited` carries path, value, display text, and a key that merges a drag."""

    edited = Signal(str, object, str, str)
    released = Signal()

    def __init__(self, theme: Theme, row: FormRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.declared = declared(row.path)
        self._theme = theme
        self._spec: Experiment | None = None
        self._told: object = None  # everything that the row shows
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.fields: list[QWidget] = []
        self._mark: TextLabel | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_spec(self, spec: Experiment) -> None:
        """Show the setting's value, whether it applies, and why it cannot be changed, if any of it is new.

        All rows are asked at every step of a dragged slider, and most of them stay as they are.
        """
        self._spec = spec
        shown, why, value = self.row.shown(spec), self.row.why(spec), value_of(spec, self.row.path)
        options = self.row.options(spec) if self.row.options is not None else ()
        told = shown, why, value, self.label, self.text_of(value), options
        if told != self._told:
            self.setVisible(shown)
            self._show_why(why)
            if options:
                self._show_options(options)
            self.show_value(value)
            self._told = told

    def forget(self) -> None:
        """Show everything the next time: the fields may hold what was refused, or not yet accepted."""
        self._told = None

    def _show_why(self, why: str) -> None:
        for field in self.fields:
            field.setEnabled(not why)
        set_tip(self, why)

    def _show_options(self, options: tuple[Option, ...]) -> None:
        """Show what can be chosen."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show the value itself."""
        raise NotImplementedError

    @property
    def label(self) -> str:
        """The row's label for the experiment shown."""
        if callable(self.row.label):
            return self.row.label(self._spec) if self._spec else self.declared.title
        return self.row.label or self.declared.title

    def text_of(self, value: Any) -> str:
        """The display text of a value; choices and flags have texts of their own."""
        if self._spec is None or value is None or isinstance(self.declared.rule, ChoiceRule | Flag):
            return ""
        if self.row.path.startswith("data.") and self.row.why(self._spec):
            return "–"  # the set has another value of its own, or none
        return self.row.text(value, self._spec)

    def show_mark(self, text: str) -> None:
        """Say what a compared run has instead, or nothing."""
        if text and self._mark is None:
            self._mark = self.add_mark()
        if self._mark is not None:
            self._mark.setText(text)
            self._mark.setVisible(bool(text))
        for field in self.fields:
            if bool(field.property("marked")) != bool(text):
                field.setProperty("marked", bool(text))
                field.style().unpolish(field)
                field.style().polish(field)

    def add_mark(self) -> TextLabel:
        """Make room for a mark: under the fields."""
        mark = TextLabel(self._theme, "", "caption", "acc")
        mark.setAlignment(Qt.AlignmentFlag.AlignRight)
        mark.setContentsMargins(INSET, 0, INSET, 3)
        self._layout.addWidget(mark)
        return mark

    def tell(self, value: Any, merge: str = "") -> None:
        """Report the user's edit."""
        self.edited.emit(self.row.path, value, self.text_of(value), merge)
