"""The result in a sentence, and why, on a wash of its color."""

from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from bplab.homework.reasons import Why
from bplab.ui.controls.painting import draw_frame, painter_for
from bplab.ui.controls.text import TextLabel
from bplab.ui.homework.flow import LINE, FlowText
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

Tone = Literal["bad", "ok", "busy"]
LOOKS: dict[Tone, tuple[ColorToken, ColorToken, str]] = {
    "bad": ("badw", "bad", "triangle-alert"),
    "ok": ("okw", "ok", "check"),
    "busy": ("hover", "t2", "info"),
}


class Banner(QWidget):
    """A sentence in bold, and under it its reasons."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone: Tone = "busy"
        self.head = TextLabel(theme, "", "heading", "text")
        self.head.setWordWrap(True)
        self.head.setMinimumHeight(LINE)  # else Qt takes its height in a narrower window for the least
        self.reasons = FlowText(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(42, 10, 14, 10)
        column.setSpacing(3)
        column.addWidget(self.head)
        column.addWidget(self.reasons)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def tell(self, tone: Tone, head: str, reasons: tuple[Why, ...] = ()) -> None:
        """Say something else."""
        self._tone = tone
        self.head.setText(head)
        self.reasons.show_reasons(reasons)
        self.reasons.setVisible(bool(reasons))
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, (wash, ink, icon) = painter_for(self), LOOKS[self._tone]
        draw_frame(painter, QRectF(self.rect()), self._theme.color(wash), None, 8)
        draw_icon(painter, icon, self._theme.color(ink), QRectF(15, 13, 17, 17))
        painter.end()
