"""A line of words in several weights and colors, cut where its room ends; the tooltip has all of it."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.ui.controls.options import set_tip
from bplab.ui.controls.painting import painter_for
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken, FontRole

CUT = Qt.TextElideMode.ElideRight


class Words(NamedTuple):
    """Some words of a line."""

    text: str
    role: FontRole = "form"
    color: ColorToken = "text"
    weight: int = 400


class CutText(QWidget):
    """Takes the width there is; a line that does not fit ends in an ellipsis."""

    def __init__(self, theme: Theme, gap: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._gap = theme, gap
        self._words: tuple[Words, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The complete line."""
        return " ".join(words.text for words in self._words)

    def set_words(self, *words: Words) -> None:
        """Show another line."""
        if words != self._words:
            self._words = words
            self.setAccessibleName(self.text)
            self._tell_rest()
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        heights = [self._metrics(words).height() for words in self._words]
        return QSize(round(self._needed()) + 1, round(max(heights, default=16.0)))

    def resizeEvent(self, event: object) -> None:
        self._tell_rest()

    def _tell_rest(self) -> None:
        set_tip(self, self.text if self._needed() > self.width() else "")

    def _needed(self) -> float:
        gaps = self._gap * max(len(self._words) - 1, 0)
        return sum(self._metrics(words).horizontalAdvance(words.text) for words in self._words) + gaps

    def _metrics(self, words: Words) -> QFontMetricsF:
        return QFontMetricsF(self._theme.font(words.role, words.weight))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, x = painter_for(self), 0.0
        for words in self._words:
            metrics = self._metrics(words)
            shown = metrics.elidedText(words.text, CUT, max(self.width() - x, 0.0))
            painter.setFont(self._theme.font(words.role, words.weight))
            painter.setPen(self._theme.color(words.color))
            room = QRectF(x, 0, self.width() - x + 2, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            x += metrics.horizontalAdvance(words.text) + self._gap
