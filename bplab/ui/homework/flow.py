"""Sentences with formulas among their words, broken into lines as wide as there is room."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.homework.reasons import Why
from bplab.ui.style.theme import Theme
from bplab.ui.views.microscope.formula import Typesetter

LINE, BASELINE = 21, 15
SIZE = 15.0  # of formulas


class Piece(NamedTuple):
    """A word or a formula, and whether a space stands before it."""

    text: str
    is_formula: bool
    spaced: bool


class FlowText(QWidget):
    """Reasons, each from a new line on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._typesetter = Typesetter(theme)
        self._font = theme.font("form", tabular=False)
        self._metrics = QFontMetricsF(self._font)
        self._reasons: tuple[Why, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def show_reasons(self, reasons: tuple[Why, ...]) -> None:
        """Write other sentences."""
        self._reasons = reasons
        self.setAccessibleName(" ".join(why.plain for why in reasons))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return LINE * len(self._lines(width))

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 400)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, LINE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = self._theme.color("t2")
        for number, line in enumerate(self._lines(self.width())):
            y = LINE * number + BASELINE
            for x, piece in line:
                painter.setPen(color)
                if piece.is_formula:
                    self._typesetter.draw(painter, piece.text, QPointF(x, y), color, SIZE)
                else:
                    painter.setFont(self._font)
                    painter.drawText(QPointF(x, y), piece.text)
        painter.end()

    def _lines(self, width: int) -> list[list[tuple[float, Piece]]]:
        """Place all pieces, each with its x."""
        lines: list[list[tuple[float, Piece]]] = []
        space = self._metrics.horizontalAdvance(" ")
        for why in self._reasons:
            line: list[tuple[float, Piece]] = []
            lines.append(line)
            x = 0.0
            for piece in _pieces(why):
                wide = self._width(piece)
                x += space if piece.spaced and line else 0.0
                if line and piece.spaced and x + wide > width:
                    line = []
                    lines.append(line)
                    x = 0.0
                line.append((x, piece))
                x += wide
        return lines

    def _width(self, piece: Piece) -> float:
        if piece.is_formula:
            return self._typesetter.box(piece.text, SIZE).width
        return self._metrics.horizontalAdvance(piece.text)


def _pieces(why: Why) -> Iterable[Piece]:
    yield from _words(why.lead)
    if why.formula.latex:
        yield Piece(why.formula.latex, is_formula=True, spaced=why.lead.endswith(" "))
    yield from _words(why.tail)


def _words(text: str) -> Iterable[Piece]:
    for place, word in enumerate(text.split()):
        yield Piece(word, is_formula=False, spaced=place > 0 or text.startswith(" "))
