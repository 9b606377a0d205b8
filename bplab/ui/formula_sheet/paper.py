"""Pages of text, formulas and lines, each with the place that it takes, to be painted as vectors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import COLORS, ColorToken
from bplab.ui.views.microscope.formula import Typesetter

WIDTH, HEIGHT = 924.0, 924.0 * 297 / 210  # of a page, A4; all units are its
LEFT, RIGHT, TOP, BOTTOM = 52.0, 872.0, 40.0, 1290.0
FORMULA = 15.0  # size of letters
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, eq=False)
class Item:
    """Something on a page: its place, its text if it has one, and how it is painted."""

    rect: QRectF
    text: str  # of a formula its LaTeX
    paint: Callable[[QPainter], None]


def ink(token: ColorToken) -> QColor:
    """A color as on paper."""
    return QColor(COLORS[token].light)


class Paper:
    """Collects items page by page."""

    def __init__(self, theme: Theme) -> None:
        self.pages: list[list[Item]] = [[]]
        self._typesetter = Typesetter(theme, plain=True)
        self._fonts: dict[tuple[int, int], tuple[QFont, QFontMetricsF]] = {}

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append([])

    def width(self, text: str, size: int = 14, weight: int = 400) -> float:
        """Measure a text."""
        return self._font(size, weight)[1].horizontalAdvance(text)

    def formula_width(self, latex: str, size: float = FORMULA) -> float:
        """Measure a formula."""
        return self._typesetter.box(latex, size).width

    def text(
        self, x: float, y: float, text: str, size: int = 14, weight: int = 400, color: ColorToken = "text",
        align: Align = "left",
    ) -> float:  # fmt: skip
        """Write a text from, around or up to a place of its baseline; return its width."""
        font, metrics = self._font(size, weight)
        width = metrics.horizontalAdvance(text)
        x -= {"left": 0.0, "center": width / 2, "right": width}[align]

        def paint(painter: QPainter) -> None:
            painter.setFont(font)
            painter.setPen(ink(color))
            painter.drawText(QPointF(x, y), text)

        self.add(QRectF(x, y - 0.8 * size, width, size), text, paint)
        return width

    def formula(
        self, x: float, y: float, latex: str, size: float = FORMULA, color: ColorToken = "text"
    ) -> float:
        """Write a formula from a place of its baseline on; return its width."""
        box = self._typesetter.box(latex, size)

        def paint(painter: QPainter) -> None:
            self._typesetter.draw(painter, latex, QPointF(x, y), ink(color), size)

        self.add(QRectF(x, y - box.ascent, box.width, box.height), latex, paint)
        return box.width

    def rule(self, x: float, to: float, y: float, color: ColorToken = "line2") -> None:
        """Draw a thin line across."""
        self._stroke(QLineF(x, y, to, y), QPen(ink(color), 0.8))

    def dots(self, x: float, to: float, y: float, color: ColorToken = "line2") -> None:
        """Draw a dotted line across, to lead the eye or to write on."""
        if to > x:
            pen = QPen(ink(color), 0.9, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([1.2, 1.6])
            self._stroke(QLineF(x, y, to, y), pen)

    def frame(
        self, rect: QRectF, fill: ColorToken | None, border: ColorToken, radius: float, width: float = 0.9
    ) -> None:
        """Draw a rounded rectangle."""

        def paint(painter: QPainter) -> None:
            painter.setPen(QPen(ink(border), width))
            painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else ink(fill))
            painter.drawRoundedRect(rect, radius, radius)

        self.add(rect, "", paint)

    def add(self, rect: QRectF, text: str, paint: Callable[[QPainter], None]) -> None:
        """Put something on the page."""
        self.pages[-1].append(Item(rect, text, paint))

    def _stroke(self, line: QLineF, pen: QPen) -> None:
        def paint(painter: QPainter) -> None:
            painter.setPen(pen)
            painter.drawLine(line)

        self.add(QRectF(line.p1(), line.p2()), "", paint)

    def _font(self, size: int, weight: int) -> tuple[QFont, QFontMetricsF]:
        key = size, weight
        if key not in self._fonts:
            font = QFont("Inter")
            font.setPixelSize(size)
            font.setWeight(QFont.Weight(weight))
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            font.setFeature(QFont.Tag("calt"), 0)  # variants of signs could not be copied as text
            self._fonts[key] = font, QFontMetricsF(font)
        return self._fonts[key]
