"""A bar that says what happened and offers what helps; it is never modal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

Tone = Literal["bad", "info"]
_LOOKS: dict[Tone, tuple[ColorToken, ColorToken, str]] = {
    "bad": ("badw", "bad", "triangle-alert"),
    "info": ("accw", "acc", "info"),
}


class Rank(IntEnum):
    """The priority of messages: closing one shows the next, so that none is lost."""

    STATE = 0  # true as long as the run is unchanged
    ANSWER = 1  # about the last command; replaced by the next
    BUG = 2  # until it is closed by hand


@dataclass(frozen=True)
class Message:
    """A message to show."""

    head: str
    lines: str
    tone: Tone
    buttons: tuple[tuple[str, Callable[[], object]], ...]


class Notice(QWidget):
    """Hidden until `tell`: an icon, a bold title, up to two lines, buttons, and a close button."""

    closed = Signal()
    left = Signal()  # closed while it had the focus

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone: Tone = "bad"
        self._standing: dict[Rank, Message] = {}
        self._shown: Message | None = None
        self._held_back = False
        self._buttons: list[Button] = []
        self._head = TextLabel(theme, "", "body", "text", 600)
        self._lines = TextLabel(theme, "", "form", "text")
        self._lines.setWordWrap(True)
        self.cross = close = Button(theme, icon="x", kind="quiet")
        close.setFixedWidth(28)
        close.setToolTip("Close (Esc)")
        close.setAccessibleName("Close the notice")
        close.clicked.connect(self.dismiss)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(44, 8, 8, 8)
        self._row.setSpacing(8)
        words = QVBoxLayout()
        self._row.addLayout(words, 1)
        words.setSpacing(2)
        words.addWidget(self._head)
        words.addWidget(self._lines)
        self._row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()
        theme.changed.connect(self.update)

    def tell(
        self,
        head: str,
        lines: str = "",
        tone: Tone = "bad",
        buttons: Sequence[tuple[str, Callable[[], object]]] = (),
        rank: Rank = Rank.ANSWER,
    ) -> Message:
        """Show a message in place of the last of its rank; pressing a button also closes it."""
        told = self._standing[rank] = Message(head, lines, tone, tuple(buttons))
        self._show_first()
        return told

    def take_back(self, told: Message) -> None:
        """Withdraw this very message, if no other has taken its place."""
        self.withdraw(*[rank for rank, message in self._standing.items() if message is told])

    def withdraw(self, *ranks: Rank) -> None:
        """Withdraw a message that is no longer true, seen or not."""
        for rank in ranks:
            self._standing.pop(rank, None)
        self._show_first()

    def dismiss(self) -> None:
        """Close the current message and show the one it covered."""
        if self._standing:
            self.withdraw(max(self._standing))

    def hold_back(self, on: bool) -> None:
        """Leave its room to what is beside it, as while a picture is taken, or show what stands again."""
        self._held_back = on
        self.setVisible(self._shown is not None and not on)
        parent = self.parentWidget()
        beside = parent.layout() if parent is not None else None
        if beside is not None:
            beside.activate()  # at once: what is drawn next is drawn without it

    def _show_first(self) -> None:
        first = self._standing[max(self._standing)] if self._standing else None
        if first is self._shown:
            return
        before, self._shown = self._shown, first
        if first is not None:
            self._show(first)
        elif before is not None:
            self._leave()

    def _leave(self) -> None:
        held = self.isAncestorOf(self.window().focusWidget())
        self.hide()
        self.closed.emit()
        if held:
            self.left.emit()

    def _show(self, message: Message) -> None:
        self._tone = message.tone
        self._head.setText(message.head)
        self._lines.setText(message.lines)
        self._lines.setVisible(bool(message.lines))
        self.setAccessibleName(f"{message.head} {message.lines}")
        had_focus = any(button.hasFocus() for button in self._buttons)
        for button in self._buttons:
            button.deleteLater()
        self._buttons = [self._button(title, call) for title, call in message.buttons]
        for place, button in enumerate(self._buttons, 1):
            self._row.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignVCenter)
        for before, after in pairwise([self.cross, *self._buttons, self.cross]):
            self.setTabOrder(before, after)  # the new buttons take the place of the close button
        if had_focus:
            self.cross.setFocus()  # the button that had the focus is removed
        self.setVisible(not self._held_back)
        self.update()

    @property
    def text(self) -> str:
        """The complete text of the notice, empty while it is hidden."""
        if self.isHidden():
            return ""
        return " ".join(filter(None, (self._head.text(), self._lines.text())))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(46, super().sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        wash, ink, icon = _LOOKS[self._tone]
        rect = QRectF(self.rect())
        draw_frame(painter, rect, self._theme.color(wash), self._theme.color(ink), 8)
        draw_icon(painter, icon, self._theme.color(ink), QRectF(14, rect.center().y() - 9, 18, 18))

    def _button(self, title: str, call: Callable[[], object]) -> Button:
        button = Button(self._theme, title)

        def act() -> None:
            self.dismiss()
            call()

        button.clicked.connect(act)
        return button
