"""The network on top of a sheet: small ones with all values, larger ones with connections only."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from bplab.explain.formula_sheet.closing import Digits
from bplab.explain.formula_sheet.equations import Quantity, Sheet
from bplab.explain.formula_sheet.names import places
from bplab.ui.formula_sheet.paper import LEFT, RIGHT, Paper, ink

SMALL_UNITS, SMALL_COLUMNS = 3, 4
SHORT = 7  # characters of a weight that has room beside others
MOST_UNITS, MOST_COLUMNS = 12, 9
NODE, LITTLE = 48.0, 24.0
ROW, BLANK_ROW, LITTLE_ROW = 131.0, 94.0, 34.0
AT = {0: 0.61, 1: 0.32, 2: 0.46}  # where along a connection its weight stands, by the rows that it crosses
WIDEST = 4.0


@dataclass(frozen=True)
class Diagram:
    """Places of all neurons of a network."""

    sizes: tuple[int, ...]
    top: float
    detailed: bool
    blank: bool  # without results

    @property
    def side(self) -> float:
        """The size of a neuron."""
        return NODE if self.detailed else LITTLE

    @property
    def row(self) -> float:
        """The distance of neurons of a layer."""
        return (BLANK_ROW if self.blank else ROW) if self.detailed else LITTLE_ROW

    @property
    def height(self) -> float:
        """Of all of it."""
        below = (20.0 if self.blank else 62.0) if self.detailed else 12.0
        return (26.0 if self.detailed else 6.0) + (max(self.sizes) - 1) * self.row + self.side + below

    def center(self, column: int, unit: int) -> QPointF:
        """The middle of a neuron, units counted from 1."""
        left, right = (LEFT + 112, RIGHT - 192) if self.detailed else (LEFT + 60, RIGHT - 60)
        x = left + (right - left) * column / (len(self.sizes) - 1)
        free = (max(self.sizes) - self.sizes[column]) * self.row / 2
        top = self.top + (26.0 if self.detailed else 6.0) + self.side / 2
        return QPointF(x, top + free + (unit - 1) * self.row)


def diagram_of(sheet: Sheet, digits: Digits, sizes: Sequence[int], top: float, blank: bool) -> Diagram | None:
    """Choose how a network is drawn; None if it is too large to be drawn."""
    longest = max(len(digits.write(each)) for name, each in sheet.names.items() if name[0] in "wb")
    if max(sizes) <= SMALL_UNITS and len(sizes) <= SMALL_COLUMNS and longest <= SHORT:
        return Diagram(tuple(sizes), top, detailed=True, blank=blank)
    if max(sizes) <= MOST_UNITS and len(sizes) <= MOST_COLUMNS:
        return Diagram(tuple(sizes), top, detailed=False, blank=blank)
    return None


class NetworkDrawing:
    """Draws a network on paper."""

    def __init__(self, paper: Paper, sheet: Sheet, digits: Digits, diagram: Diagram) -> None:
        self._paper, self._sheet, self._digits, self._diagram = paper, sheet, digits, diagram
        weights = [each.value for name, each in sheet.names.items() if name[0] == "w"]
        self._largest = max(map(abs, weights), default=1.0) or 1.0

    def draw(self) -> None:
        """Draw connections, then what stands on them, then neurons."""
        sizes = self._diagram.sizes
        pairs = [
            (column, source, unit)
            for column in range(1, len(sizes))
            for source in range(1, sizes[column - 1] + 1)
            for unit in range(1, sizes[column] + 1)
        ]
        for column, source, unit in pairs:
            self._connection(column, source, unit)
        if self._diagram.detailed:
            for column, source, unit in pairs:
                self._weight(column, source, unit)
        for column, count in enumerate(sizes):
            for unit in range(1, count + 1):
                self._neuron(column, unit)

    def _get(self, letter: str, layer: int, *numbers: int) -> Quantity:
        return self._sheet.names[f"{letter}{layer}_{places(*numbers)}"]

    def _path(self, column: int, source: int, unit: int) -> QPainterPath:
        half = self._diagram.side / 2
        begin = self._diagram.center(column - 1, source) + QPointF(half, 0)
        end = self._diagram.center(column, unit) - QPointF(half, 0)
        bend = QPointF((end.x() - begin.x()) / 2, 0)
        path = QPainterPath(begin)
        path.cubicTo(begin + bend, end - bend, end)
        return path

    def _connection(self, column: int, source: int, unit: int) -> None:
        path, value = self._path(column, source, unit), self._get("w", column, source, unit).value
        width = 0.6 + (WIDEST - 0.6) * abs(value) / self._largest * (1 if self._diagram.detailed else 0.6)

        def paint(painter: QPainter) -> None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            color = ink("pos" if value >= 0 else "neg")
            color.setAlphaF(0.85)
            painter.setPen(QPen(color, width))
            painter.drawPath(path)

        self._paper.add(path.boundingRect(), "", paint)

    def _weight(self, column: int, source: int, unit: int) -> None:
        weight = self._get("w", column, source, unit)
        at = self._path(column, source, unit).pointAtPercent(AT[abs(source - unit)])
        text = self._digits.write(weight)
        width = self._paper.width(text, 13, 600) + 18
        self._paper.frame(QRectF(at.x() - width / 2, at.y() - 11, width, 22), "panel", "line2", 11)
        color = "pos" if weight.value >= 0 else "neg_text"
        self._paper.text(at.x(), at.y() + 4.7, text, 13, 600, color, "center")  # type: ignore[arg-type]

    def _neuron(self, column: int, unit: int) -> None:
        diagram, paper = self._diagram, self._paper
        at, half = diagram.center(column, unit), diagram.side / 2
        rect = QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half)
        paper.frame(rect, "panel", "text", 6 if diagram.detailed else 4, 1.3 if diagram.detailed else 0.9)
        last = len(diagram.sizes) - 1
        letter = "x" if column == 0 else "o" if column == last else "h"
        size = 17 if diagram.detailed else 11
        name = f"{letter}{str(unit).translate(LOWERED)}"
        paper.text(
            at.x(), at.y() + 0.35 * size, name, size, 600 if diagram.detailed else 400, "text", "center"
        )
        if diagram.detailed:
            self._values(column, unit, rect)

    def _values(self, column: int, unit: int, rect: QRectF) -> None:
        paper, write = self._paper, self._digits.write
        if column == 0:
            text = write(self._get("a", 0, unit))
            paper.text(rect.left() - 10, rect.center().y() + 5, text, 13, 600, "pos", "right")
            return
        b = f"b = {write(self._get('b', column, unit))}"
        paper.text(rect.center().x(), rect.top() - 7, b, 13, 400, "t2", "center")
        output = column == len(self._diagram.sizes) - 1
        lines = [(f"t = {write(self._sheet.names[f't{unit}'])}", False)] if output else []
        if not self._diagram.blank:
            made = [(f"{sign} = {write(self._get(letter, column, unit))}", letter == "a")
                    for letter, sign in (("z", "z"), ("a", "a"), ("d", "δ"))]  # fmt: skip
            lines = [*made, *lines]
        x = rect.right() + 10 if output else rect.left() - 24
        y = rect.center().y() - 9.5 * len(lines) + 14.5 if output else rect.bottom() + 17
        for number, (text, strong) in enumerate(lines):
            color = "acc" if strong else "text"
            paper.text(x, y + 18.5 * number, text, 13, 600 if strong else 400, color)  # type: ignore[arg-type]


LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
