"""How the panel stands: heading and switch, the plot, words under or beside it, what can be done."""

from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from bplab.explain.slope.curve import Slope
from bplab.explain.slope.words import Told
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme
from bplab.ui.views.microscope.slope.controls import NO_SIGN, SIGN_TIP, WhatIf, part_switch, sign_button
from bplab.ui.views.microscope.slope.plot import SlopePlot
from bplab.ui.views.microscope.slope.words import SlopeWords

TITLE = "Slope of the loss"
LOW = 340  # pixels of height under which captions and numbers share a line
LOWEST = 215  # and where there is room for few sentences
BESIDE, CLOSE = 680, 520  # from these widths on the words stand beside the plot, in a low and in the lowest
WORDS = 300  # their width there, at least
HIGH, FLAT = 96, 64  # of the plot, at least; where the words take what there is
ONE_ROW = 300  # from this width on two controls stand side by side

DOWN, ALONG = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


class Arrangement(NamedTuple):
    """What depends on the size."""

    beside: bool  # the words beside the plot
    inline: bool  # captions and numbers in one line
    terse: bool  # smaller sentences left out
    one_row: bool  # the switch beside the heading, the sign beside the rate


def arrangement_for(width: int, height: int) -> Arrangement:
    """Choose how the panel stands in a room of this size."""
    low, lowest = height < LOW, height < LOWEST
    beside = low and width >= (CLOSE if lowest else BESIDE)
    return Arrangement(beside, low, low and (lowest or not beside), width >= ONE_ROW)


class SlopeLayout(QWidget):
    """The parts of the panel and their places."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(TITLE)
        self.plot, self.words = SlopePlot(theme), SlopeWords(theme)
        self.switch, self.what_if, self.sign = part_switch(theme), WhatIf(theme), sign_button(theme)
        self.what = TextLabel(theme, "", "caption", "t3")  # which loss it is, where the switch does not say
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._head, self._body = QBoxLayout(ALONG), QBoxLayout(DOWN)
        column.addLayout(self._head)
        column.addLayout(self._body, 1)
        self._head.setSpacing(4)
        self.title = TextLabel(theme, TITLE, "body", "text", 600)
        self._head.addWidget(self.title)
        self._head.addStretch(1)
        self._head.addWidget(self.switch)
        self._side = QWidget()
        self._body.setSpacing(6)
        self._body.addWidget(self.plot, 1)
        self._body.addWidget(self._side)
        self._fill_side()
        self._arrange(Arrangement(beside=False, inline=False, terse=False, one_row=False))  # the narrowest
        self.show_opposite(False)

    def _fill_side(self) -> None:
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(4)
        side.addWidget(self.what)
        side.addWidget(self.words)
        side.addStretch(1)
        self._foot = QBoxLayout(DOWN)
        self._foot.setSpacing(4)
        side.addLayout(self._foot)
        self._foot.addWidget(self.what_if)
        button = QHBoxLayout()
        self._foot.addLayout(button)
        button.addWidget(self.sign)
        button.addStretch(1)
        button.addWidget(self.what_if.kept)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 150)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        now = arrangement_for(self.width(), self.height())
        if now != self._arranged:
            self._arrange(now)
        self._fit()

    def _fit(self) -> None:
        """Say less where all of it would be cut off."""
        now = self._arranged
        for less in (now, now._replace(inline=True), now._replace(inline=True, terse=True)):
            if less != self._arranged:
                self._arrange(less)
            if self._column.minimumHeightForWidth(self.width()) <= self.height():
                return

    def _arrange(self, now: Arrangement) -> None:
        self._arranged = now
        self._head.setDirection(ALONG if now.one_row else DOWN)
        self._body.setDirection(ALONG if now.beside else DOWN)
        self._body.setSpacing(16 if now.beside else 6)
        self._foot.setDirection(ALONG if now.inline and now.one_row else DOWN)
        self._side.setMinimumWidth(WORDS if now.beside else 0)
        self.plot.setMinimumHeight(FLAT if now.terse else HIGH)
        self.words.set_inline(now.inline, now.terse)
        self.what_if.kept.setVisible(not now.inline)
        self._show_what()

    def show_message(self, message: str) -> None:
        """Show no slope, and say why; with nothing to say the next one is on its way."""
        self.plot.show_message(message)
        self.words.hide()
        self._arrange(arrangement_for(self.width(), self.height()))  # what is said next may be shorter
        self.what.setText("")
        self._show_what()
        if message:  # a button that was off for a moment would lose the focus
            self.what_if.setEnabled(False)
            self.show_opposite(False)

    def show_words(self, slope: Slope, words: Told, small: str, what: str) -> None:
        """Say what a slope says."""
        self.words.show_told(slope, words, small)
        self.words.show()
        self.what.setText(what)
        self._show_what()
        self.what_if.setEnabled(True)
        self._fit()

    def _show_what(self) -> None:
        """Say under the plot or, where there is no room, in a tooltip which loss it is."""
        what = self.what.text()
        self.what.setVisible("," in what and not self._arranged.terse)
        self.title.setToolTip(wrapped(f"{TITLE}: {what}") if what else "")

    def tell_small(self, small: str) -> None:
        """Say that the step is too small to be drawn, or no longer."""
        self.words.tell_small(small)

    def show_opposite(self, possible: bool) -> None:
        """Offer the other sign, if there is a parameter that has it."""
        self.sign.setEnabled(possible)
        self.sign.setToolTip(wrapped(SIGN_TIP if possible else NO_SIGN))
