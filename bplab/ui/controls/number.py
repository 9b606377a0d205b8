"""A field for a number, which explains invalid input in a sentence and keeps the old value."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from bplab.ui.controls.field import Field
from bplab.ui.controls.options import set_tip, wrapped
from bplab.ui.style.theme import Theme


class NumberRule(Protocol):
    """What the field needs of a rule: parse a text, check a value; both raise ValueError with a sentence."""

    def parse(self, text: str) -> Any:
        """Parse a text."""

    def check(self, value: Any) -> Any:
        """Return the normalized value."""


class NumberField(Field):
    """Enter or leaving the field accepts the number, Esc restores the old one, arrows step whole numbers.

    A flat field looks like plain text until hovered; `text` formats a value that is not being typed.
    One that `keeps` leaves a rejected text to be corrected; `judged` reports what is wrong with it.
    """

    edited = Signal(object)
    takes_letters = False  # as the first key
    judged = Signal(str)  # what is wrong with the text entered; empty once it is corrected

    def __init__(
        self,
        theme: Theme,
        rule: NumberRule,
        title: str,
        tip: str = "",
        flat: bool = False,
        text: Callable[[Any], str] | None = None,
        keeps: bool = False,
    ) -> None:
        super().__init__()
        self._keeps = keeps
        self._text = text or number_text
        self._flat = flat
        self._rule = rule
        self._title = title
        self._tip = tip
        self._value: Any = None
        self._fitted: bool | None = None  # whether its width was chosen for typing
        self.setFont(theme.font("form", 500 if flat else None))
        self.setAccessibleName(title)
        self.setProperty("flat", flat)
        self.setFixedHeight(22 if flat else 28)
        if flat:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._mark("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.returnPressed.connect(self._commit)
        self.textEdited.connect(self._judge)

    @property
    def value(self) -> Any:
        """The accepted number, whatever is being typed."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value without emitting `edited`, unless the user is typing here."""
        self._value = value
        if self.hasFocus() and self.isModified():
            return
        everything, cursor = self.selectedText() == self.text(), self.cursorPosition()
        self._show_value()
        if self.hasFocus() and everything:
            self._select()  # what is typed next replaces it
        elif self.hasFocus():
            self.setCursorPosition(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._show_value()
        elif event.key() in steps and isinstance(self._value, int):
            self._step(steps[Qt.Key(event.key())])
        elif event.text().isalpha() and not (self.takes_letters or self.isModified()):
            event.ignore()  # no number begins with a letter: it is a key of the window's
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setText(number_text(self._value))
        super().focusInEvent(event)
        self._fit()
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            QTimer.singleShot(0, self, self._select)  # after the click has placed the cursor
        elif event.reason() != Qt.FocusReason.PopupFocusReason:
            self._select()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.isModified() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit()
        super().focusOutEvent(event)
        if not self.isModified():
            self._show_value()

    def _select(self) -> None:
        """Select the number backward: of one that is too long its beginning is seen."""
        self.setSelection(len(self.text()), -len(self.text()))

    def _fit(self) -> None:
        # A flat field is as wide as its text, with extra room while typing.
        self._fitted = self.hasFocus()
        if self._flat:
            needed = self.fontMetrics().horizontalAdvance(self.text()) + 18
            self.setFixedWidth(max(needed, 84 if self.hasFocus() else 34))

    def sizeHint(self) -> QSize:
        return QSize(64, 28)

    minimumSizeHint = sizeHint

    def _step(self, by: int) -> None:
        try:
            value = self._rule.check(self._value + by)
        except ValueError:
            return
        self.set_value(value)
        self.edited.emit(value)

    def _judge(self) -> None:
        complaint = self._complaint()
        self._mark(complaint)
        if not complaint:
            self.judged.emit("")

    def _complaint(self) -> str:
        try:
            self._rule.check(self._rule.parse(self.text()))
        except ValueError as wanted:
            return f"{self._title} must be {wanted}."
        return ""

    def _commit(self) -> None:
        complaint = self._complaint()
        if complaint:
            self._refuse(complaint)
            return
        QToolTip.hideText()  # what may have been said about an earlier text
        value = self._rule.check(self._rule.parse(self.text()))
        changed = value != self._value
        self._value = value
        self._show_value()
        if changed:
            self.edited.emit(value)

    def _refuse(self, complaint: str) -> None:
        """Keep the old value, and say why."""
        if self._keeps:
            self.judged.emit(complaint)
            return
        self._show_value()
        where = self.mapToGlobal(QPoint(0, self.height() - 8))
        QToolTip.showText(where, wrapped(f"{complaint} The value is still {self.text() or 'empty'}."), self)

    def _show_value(self) -> None:
        text = number_text(self._value) if self.hasFocus() else self._text(self._value)
        if (text, self.hasFocus()) != (self.text(), self._fitted):
            self.setText(text)
            self._fit()
        self.setModified(False)
        self._mark("")
        self.judged.emit("")

    def _mark(self, complaint: str) -> None:
        set_tip(self, complaint or self._tip)
        if bool(self.property("invalid")) != bool(complaint):
            self.setProperty("invalid", bool(complaint))
            self.style().unpolish(self)
            self.style().polish(self)


def number_text(value: Any) -> str:
    """Format a number as one would type it, with all significant digits."""
    if value is None:
        return ""
    if isinstance(value, float):
        text = repr(value)
        return text.removesuffix(".0")
    return str(value)
