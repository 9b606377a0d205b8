"""A picture worked out once and painted often: texts, formulas, frames, and numbers that tell more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from bplab.explain.cards.cells import Figure, Opens
from bplab.explain.cards.opening import told
from bplab.ui.canvas.labels.values import ink_of
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken, FontRole
from bplab.ui.views.microscope.formula import Typesetter

Align = Literal["left", "right", "center"]
Paint = Callable[[QPainter], None]
SHARE: dict[Align, float] = {"left": 0.0, "center": 0.5, "right": 1.0}
AROUND = 2.0  # pixels around a number that still belong to it
OPENS = "Enter or a click opens where it comes from."


@dataclass(frozen=True)
class Stop:
    """A place that can be asked: it tells something, and may act when it is clicked."""

    place: QRectF
    tip: str
    act: Callable[[], object] | None = None
    copy: str = ""  # the number, as a program would read it


class Drawing:
    """Collects what is to be painted; numbers open where they come from."""

    def __init__(self, theme: Theme, typesetter: Typesetter, follow: Callable[[Opens], object]) -> None:
        self._theme, self._typesetter, self._follow = theme, typesetter, follow
        self.paints: list[Paint] = []
        self.stops: list[Stop] = []

    def paint(self, painter: QPainter) -> None:
        """Paint all of it, in the order in which it was put there."""
        for paint in self.paints:
            paint(painter)

    def width(self, text: str, role: FontRole = "form", weight: int | None = None) -> float:
        """Measure a text."""
        return self._typesetter.width(text, role, weight)

    def text(
        self, x: float, y: float, text: str, role: FontRole = "form", ink: ColorToken = "text",
        weight: int | None = None, align: Align = "left",
    ) -> float:  # fmt: skip
        """Write a text on a baseline; give its width."""
        width = self.width(text, role, weight)
        at, theme = QPointF(x - SHARE[align] * width, y), self._theme

        def paint(painter: QPainter) -> None:
            painter.setFont(theme.font(role, weight))
            painter.setPen(theme.color(ink))
            painter.drawText(at, text)

        self.paints.append(paint)
        return width

    def formula_width(self, latex: str, size: float = 14) -> float:
        """Measure a formula."""
        return self._typesetter.box(latex, size).width if latex else 0.0

    def formula(
        self,
        x: float,
        y: float,
        latex: str,
        size: float = 14,
        ink: ColorToken = "text",
        align: Align = "left",
    ) -> float:
        """Set a formula on a baseline; give its width."""
        if not latex:
            return 0.0
        width = self.formula_width(latex, size)
        at, theme, typesetter = QPointF(x - SHARE[align] * width, y), self._theme, self._typesetter

        def paint(painter: QPainter) -> None:
            typesetter.draw(painter, latex, at, theme.color(ink), size)

        self.paints.append(paint)
        return width

    def number(
        self, x: float, y: float, figure: Figure, align: Align = "right", role: FontRole = "form",
        weight: int = 500, ink: ColorToken | None = None,
    ) -> float:  # fmt: skip
        """Write a number that tells all its digits and opens where it comes from; give its width."""
        width = self.text(x, y, figure.text, role, ink or ink_of(figure.value), weight, align)
        left, high = x - SHARE[align] * width, self._theme.font(role).pixelSize()
        place = QRectF(left - AROUND, y - high, width + 2 * AROUND, high + 4)
        target, follow = figure.opens, self._follow
        act = None if target is None else lambda: follow(target)
        tip = told(figure) + ("" if act is None else f"\n{OPENS}")
        self.stops.append(Stop(place, tip, act, repr(float(figure.value))))
        return width

    def rule(self, left: float, right: float, y: float, ink: ColorToken = "line2") -> None:
        """Draw a line across."""
        theme, line = self._theme, QLineF(left, round(y) + 0.5, right, round(y) + 0.5)

        def paint(painter: QPainter) -> None:
            painter.setPen(QPen(theme.color(ink), 1))
            painter.drawLine(line)

        self.paints.append(paint)

    def frame(
        self,
        place: QRectF,
        fill: ColorToken,
        border: ColorToken | None = None,
        radius: float = 8,
        at: int = -1,
    ) -> None:
        """Draw a frame; `at` is how many things lie over it already."""
        theme = self._theme

        def paint(painter: QPainter) -> None:
            draw_frame(painter, place, theme.color(fill), theme.color(border) if border else None, radius)

        self.paints.insert(len(self.paints) if at < 0 else at, paint)

    def link(self, right: float, y: float, text: str, tip: str, act: Callable[[], object]) -> float:
        """Write words that act when they are clicked, to the left of a place; give their width."""
        width = self.text(right, y, text, "form", "acc", 500, "right")
        self.stops.append(Stop(QRectF(right - width - 3, y - 14, width + 6, 20), tip, act))
        return width
