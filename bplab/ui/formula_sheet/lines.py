"""One equation on paper: symbols, numbers or blanks, a dotted line, and the result or a box for it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QRectF

from bplab.explain.formula_sheet.closing import Digits
from bplab.explain.formula_sheet.equations import Equation, Quantity
from bplab.ui.formula_sheet.paper import LEFT, RIGHT, Paper

SIZE = 14  # of numbers
RESULT, AWAY = 729.0, 11.0  # where results begin, and how far from it the dotted line ends
BLANK, BOX = 86.0, 20.0  # width of a blank, height of a box
INDENT = 26.0  # of what does not fit into a line
GAP = 4.0
LINE, BLANK_LINE = 23.0, 27.6  # from line to line


class Part(NamedTuple):
    """A formula, a text, or a blank; a line may be broken before some."""

    formula: str = ""
    text: str = ""
    blank: bool = False
    breaks: bool = False


def written(digits: Digits, quantity: Quantity, before: str) -> str:
    """A number within an expression: in brackets where a sign stands before it."""
    text = digits.write(quantity)
    return f"({text})" if text.startswith("−") and before.strip()[-1:] in set("+−×÷") else text


class LineWriter:
    """Writes equations, with results or with room to write."""

    def __init__(self, paper: Paper, digits: Digits, *, blank: bool) -> None:
        self.paper, self.digits, self.blank = paper, digits, blank
        self.pitch = BLANK_LINE if blank else LINE

    def height(self, equation: Equation) -> float:
        """The height of an equation, which may be of several lines."""
        return self.pitch * len(self._lines(self.parts(equation, whole=True), self._room(equation) - LEFT))

    def write(self, equation: Equation, y: float) -> None:
        """Write an equation, its first baseline at y."""
        lines = self._lines(self.parts(equation, whole=True), self._room(equation) - LEFT)
        for number, line in enumerate(lines):
            end = self.put(line, LEFT + (INDENT if number else 0.0), y + self.pitch * number)
        self.finish(equation, end, y + self.pitch * (len(lines) - 1))

    def finish(self, equation: Equation, end: float, y: float) -> None:
        """Lead the eye from where an expression ends to its result."""
        place = self._result_place(equation)
        self.paper.dots(end + 10, place - AWAY, y + 2)
        self.result(equation, place, RIGHT, y)

    def _result_place(self, equation: Equation) -> float:
        """Where results begin; further left for one with very many digits."""
        text = self.digits.write(equation.result)
        width = self.paper.width("=", SIZE) + GAP + self.paper.width(text, SIZE, 600)
        return RESULT if self.blank else min(RESULT, RIGHT - width)

    def _room(self, equation: Equation) -> float:
        return self._result_place(equation) - AWAY

    def result(self, equation: Equation, x: float, right: float, y: float) -> None:
        """Write the result, or a box for it."""
        sign = "=" if self.digits.closes(equation) or self.blank else "≈"
        width = self.paper.width(sign, SIZE)
        if self.blank:
            self.paper.text(x - 4, y, sign, SIZE)
            self.paper.frame(QRectF(x + width, y - BOX + 5, right - x - width, BOX), None, "t2", 3)
            return
        self.paper.text(x, y, sign, SIZE)
        self.paper.text(x + width + GAP, y, self.digits.write(equation.result), SIZE, 600)

    def parts(self, equation: Equation, *, whole: bool) -> list[Part]:
        """What stands left of the result; `whole` with its name before."""
        parts = [Part(formula=equation.result.latex)] if whole else []
        for symbols in equation.symbols:
            if parts:
                parts.append(Part(text="=", breaks=True))
            parts.append(Part(formula=symbols))
        numbers = self._numbers(equation)
        if numbers and numbers[0] != (parts[-1] if parts else None):
            if parts:
                parts.append(Part(text="=", breaks=True))
            parts += numbers
        return parts

    def _numbers(self, equation: Equation) -> list[Part]:
        found: list[Part] = []
        before = ""
        for piece in equation.pieces:
            if isinstance(piece, str):
                sign = piece in (" + ", " − ")
                found.append(Part(text=piece.strip() if sign else piece, breaks=sign))
                before = piece
            elif self.blank and not piece.given:
                found.append(Part(blank=True))
            else:
                found.append(Part(text=written(self.digits, piece, before)))
        return _joined(found)

    def width(self, parts: Sequence[Part]) -> float:
        """The width of parts on one line."""
        gaps = sum(_gap(*pair) for pair in pairwise(parts))
        return sum(self._width(part) for part in parts) + gaps

    def _width(self, part: Part) -> float:
        if part.formula:
            return self.paper.formula_width(part.formula)
        return BLANK if part.blank else self.paper.width(part.text, SIZE)

    def put(self, parts: Sequence[Part], x: float, y: float) -> float:
        """Write parts from a place on; return where they end."""
        before: Part | None = None
        for part in parts:
            x += _gap(before, part)
            if part.formula:
                self.paper.formula(x, y, part.formula)
            elif part.blank:
                self.paper.dots(x, x + BLANK, y + 3, "t2")
            else:
                self.paper.text(x, y, part.text, SIZE)
            x += self._width(part)
            before = part
        return x

    def _lines(self, parts: Sequence[Part], room: float) -> list[list[Part]]:
        """Break before = and + where a line would be too long."""
        groups: list[list[Part]] = []
        for part in parts:
            if part.breaks or not groups:
                groups.append([])
            groups[-1].append(part)
        lines: list[list[Part]] = []
        for group in groups:
            indent = INDENT if len(lines) > 1 else 0.0
            if lines and self.width([*lines[-1], *group]) + indent <= room:
                lines[-1] += group
            else:
                lines.append(list(group))
        return lines


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Join texts that stand side by side, where no line may be broken."""
    found: list[Part] = []
    for part in parts:
        if found and found[-1].text and part.text and not part.breaks and not found[-1].breaks:
            found[-1] = found[-1]._replace(text=found[-1].text + part.text)
        else:
            found.append(part)
    return [part._replace(text=part.text.strip()) for part in found]


def _gap(before: Part | None, part: Part) -> float:
    """The space between two parts; none inside brackets, and none before the first."""
    close = before is None or before.text.endswith("(") or part.text.startswith(")")
    return 0.0 if close else GAP
