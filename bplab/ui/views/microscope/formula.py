"""Formulas as pictures: letters in italics, layers over indices, derivatives as fractions."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import FontRole
from bplab.ui.views.microscope.latex import Fraction, Line, Node, Scripted, Text, parse

SCRIPT = 0.68  # of the size of the line
RAISED, LOWERED = 0.42, 0.22  # of the size: how far scripts stand off
GAP = 3.0  # beside a fraction's parts
MOST = 4000  # measured pieces that are kept
UPRIGHT_LETTERS = "∂"  # which the font of letters does not have


@dataclass(frozen=True)
class Box:
    """A measured piece; `draw` paints it at a place of its baseline."""

    width: float
    ascent: float
    descent: float
    draw: Callable[[QPainter, float, float], None]

    @property
    def height(self) -> float:
        """From its highest point to its lowest."""
        return self.ascent + self.descent


class Typesetter:
    """Measures formulas and texts once; plain, each sign is one that can be copied from a PDF."""

    def __init__(self, theme: Theme, *, plain: bool = False) -> None:
        self._theme, self._plain = theme, plain
        self._boxes: dict[tuple[str, float], Box] = {}
        self._fonts: dict[tuple[str, int], tuple[QFont, QFontMetricsF]] = {}
        self._widths: dict[tuple[str, FontRole, int | None], float] = {}

    def width(self, text: str, role: FontRole, weight: int | None = None) -> float:
        """Measure a text."""
        key = (text, role, weight)
        if key not in self._widths:
            if len(self._widths) > MOST:
                self._widths.clear()
            self._widths[key] = QFontMetricsF(self._theme.font(role, weight)).horizontalAdvance(text)
        return self._widths[key]

    def box(self, latex: str, size: float = 14.0) -> Box:
        """Measure a formula."""
        key = (latex, size)
        if key not in self._boxes:
            if len(self._boxes) > MOST:
                self._boxes.clear()
            self._boxes[key] = self._set(parse(latex), size)
        return self._boxes[key]

    def draw(self, painter: QPainter, latex: str, at: QPointF, color: QColor, size: float = 14.0) -> Box:
        """Paint a formula from a place of its baseline on."""
        found = self.box(latex, size)
        painter.setPen(QPen(color, 1))
        found.draw(painter, at.x(), at.y())
        return found

    def _set(self, node: Node, size: float) -> Box:
        if isinstance(node, Text):
            return self._text(node, size)
        if isinstance(node, Scripted):
            return self._scripted(node, size)
        if isinstance(node, Fraction):
            return self._fraction(node, size)
        return self._line(node, size)

    def _text(self, node: Text, size: float) -> Box:
        letter = node.kind == "letter" and node.text not in UPRIGHT_LETTERS
        font, metrics = self._font("formula" if letter else "form", round(size))
        if node.kind == "word":
            font, metrics = self._font("form", round(size * 0.87))
        text = node.text

        def draw(painter: QPainter, x: float, y: float) -> None:
            painter.setFont(font)
            painter.drawText(QPointF(x, y), text)

        room = 1.0 if node.kind == "letter" else 0.0
        return Box(metrics.horizontalAdvance(text) + room, 0.76 * size, 0.22 * size, draw)

    def _line(self, node: Line, size: float) -> Box:
        boxes = [self._set(part, size) for part in node.parts]

        def draw(painter: QPainter, x: float, y: float) -> None:
            for box in boxes:
                box.draw(painter, x, y)
                x += box.width

        ascent = max((box.ascent for box in boxes), default=size * 0.76)
        descent = max((box.descent for box in boxes), default=size * 0.22)
        return Box(sum(box.width for box in boxes), ascent, descent, draw)

    def _scripted(self, node: Scripted, size: float) -> Box:
        base = self._set(node.base, size)
        above = self._set(node.above, size * SCRIPT) if node.above is not None else None
        below = self._set(node.below, size * SCRIPT) if node.below is not None else None
        up, down = size * RAISED, size * LOWERED

        def draw(painter: QPainter, x: float, y: float) -> None:
            base.draw(painter, x, y)
            if above is not None:
                above.draw(painter, x + base.width, y - up)
            if below is not None:
                below.draw(painter, x + base.width, y + down)

        wide = max((part.width for part in (above, below) if part is not None), default=0.0)
        ascent = max(base.ascent, up + above.ascent if above is not None else 0.0)
        descent = max(base.descent, down + below.descent if below is not None else 0.0)
        return Box(base.width + wide + 1, ascent, descent, draw)

    def _fraction(self, node: Fraction, size: float) -> Box:
        above, below = self._set(node.above, size), self._set(node.below, size)
        wide, middle = max(above.width, below.width) + 2 * GAP, 0.3 * size

        def draw(painter: QPainter, x: float, y: float) -> None:
            above.draw(painter, x + (wide - above.width) / 2, y - middle - 3 - above.descent)
            below.draw(painter, x + (wide - below.width) / 2, y - middle + 2 + below.ascent)
            painter.drawLine(QLineF(x, round(y - middle) + 0.5, x + wide, round(y - middle) + 0.5))

        return Box(wide, middle + 3 + above.height, below.height + 2 - middle, draw)

    def _font(self, role: str, size: int) -> tuple[QFont, QFontMetricsF]:
        key = (role, size)
        if key not in self._fonts:
            font = self._theme.font("formula" if role == "formula" else "form", tabular=not self._plain)
            if self._plain:
                font.setFeature(QFont.Tag("calt"), 0)
            font.setPixelSize(max(size, 8))
            self._fonts[key] = font, QFontMetricsF(font)
        return self._fonts[key]
