"""A line of text in a role and a color of the theme, never read as markup."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from bplab.ui.style.tokens import ColorToken, FontRole
from bplab.ui.theme import Theme


class Text(QLabel):
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

    def _recolor(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(self._token))
        self.setPalette(palette)
