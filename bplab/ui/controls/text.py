"""A line of plain text in a role and a color of the theme."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken, FontRole


class TextLabel(QLabel):
    """A label that keeps its color when the theme changes."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: FontRole = "form",
        color: ColorToken = "t2",
        weight: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._token: ColorToken = color
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role, weight))
        theme.changed.connect(self._recolor)
        self._recolor()

    def set_color(self, token: ColorToken) -> None:
        """Change to another color of the theme."""
        self._token = token
        self._recolor()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._recolor()  # Qt restores an old palette if a style sheet is set before the first show

    def _recolor(self) -> None:
        palette, color = self.palette(), self._theme.color(self._token)
        if palette.color(QPalette.ColorRole.WindowText) != color:
            palette.setColor(QPalette.ColorRole.WindowText, color)
            self.setPalette(palette)
