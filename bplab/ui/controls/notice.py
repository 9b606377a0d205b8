"""A bar that says what happened and offers what helps; it never stands in the way."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bplab.ui.controls.button import Button
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.controls.text import Text
from bplab.ui.resources import draw_icon
from bplab.ui.style.tokens import ColorToken
from bplab.ui.theme import Theme

Tone = Literal["bad", "info"]
_LOOKS: dict[Tone, tuple[ColorToken, ColorToken, str]] = {
    "bad": ("badw", "bad", "triangle-alert"),
    "info": ("accw", "acc", "info"),
}


class Notice(QWidget):
    """Hidden until `tell`: an icon, a bold head, up to two lines, buttons, and a cross to close it."""

    closed = Signal()
    told = Signal()
    left = Signal()  # closed while it had the focus

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone: Tone = "bad"
        self._buttons: list[Button] = []
        self._head = Text(theme, "", "body", "text", 600)
        self._lines = Text(theme, "", "form", "text")
        self._lines.setWordWrap(True)
        close = self._close = Button(theme, icon="x", kind="quiet")
        close.setFixedWidth(28)
        close.setToolTip("Close (Esc)")
        close.setAccessibleName("Close the notice")
        close.clicked.connect(self.dismiss)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(44, 8, 8, 8)
        self._row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._head)
        words.addWidget(self._lines)
        self._row.addLayout(words, 1)
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
    ) -> None:
        """Show a notice in place of the last one; a button's call also closes it."""
        self._tone = tone
        self._head.setText(head)
        self._lines.setText(lines)
        self._lines.setVisible(bool(lines))
        self.setAccessibleName(f"{head} {lines}")
        for button in self._buttons:
            button.deleteLater()
        self._buttons = [self._button(title, call) for title, call in buttons]
        for place, button in enumerate(self._buttons, 1):
            self._row.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignVCenter)
        for before, after in pairwise([*self._buttons, self._close]):
            self.setTabOrder(before, after)
        self.show()
        self.update()
        self.told.emit()

    def dismiss(self) -> None:
        """Hide the notice."""
        if self.isVisible():
            held = self.isAncestorOf(self.window().focusWidget())
            self.hide()
            self.closed.emit()
            if held:
                self.left.emit()

    @property
    def text(self) -> str:
        """All that the notice says, empty while it is hidden."""
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
