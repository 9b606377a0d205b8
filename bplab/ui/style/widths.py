"""How wide texts are that differ by their figures alone: each kind of text is measured once."""

from PySide6.QtGui import QFontMetricsF

from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import FontRole

FIGURES = str.maketrans("123456789", "000000000")  # all are equally wide
MOST = 500  # kinds of text that are remembered


class NumberWidths:
    """Measures texts in a font of the theme."""

    def __init__(self, theme: Theme, role: FontRole) -> None:
        self._theme = theme
        self._role: FontRole = role
        self._known: dict[tuple[str, int | None], float] = {}

    def forget(self) -> None:
        """Measure anew: the font may be another."""
        self._known = {}

    def of(self, text: str, weight: int | None = None) -> float:
        """Give the width of a text in pixels; a weight overrides the role's own."""
        key = text.translate(FIGURES), weight
        if key not in self._known:
            if len(self._known) >= MOST:
                self.forget()
            metrics = QFontMetricsF(self._theme.font(self._role, weight))
            self._known[key] = metrics.horizontalAdvance(text)
        return self._known[key]
