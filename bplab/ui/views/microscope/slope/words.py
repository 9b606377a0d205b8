"""What is said under the plot: which way the parameter goes, and what each step makes of the loss."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from bplab.explain.slope.curve import Slope
from bplab.explain.slope.point import Landing
from bplab.explain.slope.words import Outcome, Told
from bplab.numerals import exact
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken, FontRole

BETWEEN = 5  # pixels
NUMBERS = Qt.TextInteractionFlag.TextSelectableByMouse


class SlopeWords(QWidget):
    """All sentences in a column; with little height captions and numbers share a line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terse, self._remark, self._small = False, "", ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self.headline = sentence(theme, "caption", "text", 600)
        self.remark, self.small = sentence(theme), sentence(theme)
        self.alone, self.own, self.real = (OutcomeLines(theme) for _ in range(3))
        for part in (self.headline, self.remark, self.small, self.alone, self.own, self.real):
            column.addWidget(part)
        column.addStretch(1)

    def set_inline(self, inline: bool, terse: bool) -> None:
        """Let captions and numbers share a line, or not; leave the smaller sentences out, or not."""
        self._terse = terse
        for lines in (self.alone, self.own, self.real):
            lines.set_inline(inline, terse)
        self._say_more()

    def show_told(self, slope: Slope, words: Told, small: str) -> None:
        """Say what there is to say, and that the step is too small to be drawn, if it is."""
        steps = slope.steps
        say(self.headline, words.headline)
        self._remark = words.remark
        self.tell_small(small)
        self.alone.show_outcome(words.alone, steps.plain, "text")
        self.own.show_outcome(words.own, steps.own, "t2")
        self.real.show_outcome(words.real, steps.real, "ok")

    def tell_small(self, small: str) -> None:
        """Say that the step is too small to be drawn, if it is."""
        self._small = small
        self._say_more()

    def _say_more(self) -> None:
        say(self.remark, "" if self._terse else self._remark)
        say(self.small, "" if self._terse or self._remark else self._small)


class OutcomeLines(QWidget):
    """One step: its caption, then the true loss beside what the tangent promises.

    In a line that is too short for all of it, the promise is told by the loss's tooltip.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._inline, self._terse = theme, False, False
        self._outcome: Outcome | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3, 0, 0)
        column.setSpacing(0)
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._line.setSpacing(0)
        column.addLayout(self._line)
        self.caption = sentence(theme)
        self._line.addWidget(self.caption)
        numbers = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        numbers.setSpacing(BETWEEN)
        self._line.addLayout(numbers)
        self.loss, self.promise = (
            TextLabel(theme, "", "form", weight=600),
            TextLabel(theme, "", "form"),
        )
        for label in (self.loss, self.promise):
            label.setTextInteractionFlags(NUMBERS)
            numbers.addWidget(label)
        numbers.addStretch(1)
        self.note = sentence(theme, color="bad")
        column.addWidget(self.note)

    def set_inline(self, inline: bool, terse: bool) -> None:
        """Let the caption stand before the numbers, or over them."""
        self._inline, self._terse = inline, terse
        for label, weight in ((self.loss, 600), (self.promise, 400)):
            label.setFont(self._theme.font("caption" if inline else "form", weight))
        self._say()

    def show_outcome(self, outcome: Outcome | None, landing: Landing | None, color: ColorToken) -> None:
        """Say what a step makes of the loss; one that is none is not mentioned."""
        self._outcome = outcome
        self.setVisible(outcome is not None)
        if outcome is None or landing is None:
            return
        self.loss.setText(outcome.loss)
        self.promise.setText(f"(tangent {outcome.promise})")
        tone: ColorToken = "bad" if outcome.rises else color
        self.loss.set_color(tone)
        self.promise.set_color("t2" if tone == "text" else tone)
        promised = f"{exact(landing.promise)} by the tangent"
        said = ((self.loss, f"{exact(landing.loss)}, {promised}"), (self.promise, exact(landing.promise)))
        for label, value in said:
            label.setToolTip(wrapped(f"{value}, where it is {exact(landing.value)}"))
            label.setAccessibleName(f"{outcome.caption} {label.text()}")
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where a line is short the numbers have one of their own, and the promise is left out."""
        caption, loss, promise = (_width(label) for label in (self.caption, self.loss, self.promise))
        shared = self._inline and caption + BETWEEN + loss <= self.width()
        way = QBoxLayout.Direction
        self._line.setDirection(way.LeftToRight if shared else way.TopToBottom)
        self._line.setSpacing(BETWEEN if shared else 0)
        self.caption.setWordWrap(not shared)
        before = caption + BETWEEN if shared else 0
        self.promise.setVisible(before + loss + BETWEEN + promise <= self.width())

    def _say(self) -> None:
        outcome = self._outcome
        if outcome is not None:
            self.caption.setText(outcome.short if self._inline else outcome.caption)
            self.caption.setToolTip(wrapped(outcome.caption))
            say(self.note, "" if self._terse else outcome.note)
            self._fit()


def _width(label: TextLabel) -> int:
    return label.fontMetrics().horizontalAdvance(label.text()) + 1


def sentence(
    theme: Theme, role: FontRole = "caption", color: ColorToken = "t2", weight: int | None = None
) -> TextLabel:
    """A line of words that wraps."""
    label = TextLabel(theme, "", role, color, weight)
    label.setWordWrap(True)
    return label


def say(label: TextLabel, text: str) -> None:
    """Show a sentence, or nothing at all."""
    label.setText(text)
    label.setVisible(bool(text))
