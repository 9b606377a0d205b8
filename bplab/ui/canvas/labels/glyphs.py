"""Draws numbers glyph by glyph: many at once, without text layout for each."""

from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QGlyphRun, QPainter, QRawFont, QTextLayout

CHARACTERS = "0123456789.−einfa≈"  # of numbers, infinity, NaN, and ≈
DIGITS = str.maketrans("123456789", "000000000")


class Glyph(NamedTuple):
    """A character of a font."""

    number: int
    advance: float


class Glyphs:
    """The glyphs of numbers in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.lift = (self.metrics.ascent() - self.metrics.descent()) / 2  # of the baseline, from the middle
        self._raw = QRawFont.fromFont(font)
        self._widths: dict[str, float] = {}
        self._glyphs = {character: self._find(character) for character in CHARACTERS}

    def width(self, text: str) -> float:
        """Measure a number; all digits have the same width."""
        pattern = text.translate(DIGITS)
        if pattern not in self._widths:
            self._widths[pattern] = sum(self._glyphs[character].advance for character in pattern)
        return self._widths[pattern]

    def add(self, run: "GlyphRun", text: str, x: float, y: float) -> None:
        """Add a number to draw, with its baseline beginning at a point."""
        for character in text:
            number, advance = self._glyphs[character]
            run.numbers.append(number)
            run.places.append(QPointF(x, y))
            x += advance

    def draw(self, painter: QPainter, run: "GlyphRun") -> None:
        """Draw all at once, in the painter's color."""
        glyphs = QGlyphRun()
        glyphs.setRawFont(self._raw)
        glyphs.setGlyphIndexes(run.numbers)
        glyphs.setPositions(run.places)
        painter.drawGlyphRun(QPointF(0, 0), glyphs)

    def _find(self, character: str) -> Glyph:
        layout = QTextLayout(character, self.font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        run = layout.glyphRuns()[0]
        self._raw = run.rawFont()
        return Glyph(run.glyphIndexes()[0], self.metrics.horizontalAdvance(character))


class GlyphRun:
    """Glyphs of one color and font."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.places: list[QPointF] = []
