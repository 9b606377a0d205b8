"""Composes a sheet: the network, forward, loss, backward, gradient and update, page after page."""

from collections.abc import Callable

from bplab.explain.formula_sheet.closing import LEAST_DIGITS, Digits
from bplab.explain.formula_sheet.equations import Section, Sheet, UpdateRow
from bplab.explain.formula_sheet.heading import Heading
from bplab.numerals import short
from bplab.ui.formula_sheet.lines import LineWriter
from bplab.ui.formula_sheet.network import NetworkDrawing, diagram_of
from bplab.ui.formula_sheet.paper import BOTTOM, LEFT, RIGHT, TOP, Item, Paper
from bplab.ui.style.theme import Theme

GRADIENT, GRADIENT_RESULT, NEW, NEW_RESULT = LEFT + 39, LEFT + 359, LEFT + 488, LEFT + 706
BLANK_SHIFT = {GRADIENT_RESULT: -47.0, NEW: -18.0, NEW_RESULT: -9.0}  # boxes are wider than results
FOOT = 36.0  # at the bottom of each page
FAR = 1e6
HEAD = 34.0  # a section's title with the first line after it
NAME_LINE, DATE_LINE = 127.0, 57.0


class Composer:
    """Writes one sheet after another."""

    def __init__(
        self, theme: Theme, sheet: Sheet, digits: Digits, heading: Heading, sizes: tuple[int, ...]
    ) -> None:
        self._theme = theme
        self._sheet, self._digits, self._heading, self._sizes = sheet, digits, heading, sizes

    def pages(self, *, blank: bool) -> list[list[Item]]:
        """All pages, with results or with room to write."""
        return _Writing(self._theme, self._sheet, self._digits, self._heading, blank).all(self._sizes)


class _Writing:
    """A sheet while it is written, from the top of a page down."""

    def __init__(self, theme: Theme, sheet: Sheet, digits: Digits, heading: Heading, blank: bool) -> None:
        self._sheet, self._digits, self._heading, self._blank = sheet, digits, heading, blank
        self._paper = Paper(theme)
        self._lines = LineWriter(self._paper, digits, blank=blank)
        self._y = TOP

    def all(self, sizes: tuple[int, ...]) -> list[list[Item]]:
        """Write everything."""
        self._title()
        diagram = diagram_of(self._sheet, self._digits, sizes, self._y, self._blank)
        if diagram is not None:
            NetworkDrawing(self._paper, self._sheet, self._digits, diagram).draw()
            self._y += diagram.height
        for number, section in enumerate(self._sheet.sections, 1):
            self._section(number, section)
        self._updates(len(self._sheet.sections) + 1)
        self._after()
        self._number_pages()
        return self._paper.pages

    def _title(self) -> None:
        paper, heading = self._paper, self._heading
        title = f"Worksheet: {heading.title[0].lower()}{heading.title[1:]}" if self._blank else heading.title
        paper.text(LEFT, TOP + 23, title, 24, 600)
        if self._blank:
            x = RIGHT - DATE_LINE
            paper.rule(x, RIGHT, TOP + 27, "t2")
            paper.text(x - 4, TOP + 26, "Date", 13, 400, "t2", "right")
            x -= 4 + paper.width("Date", 13) + 5
            paper.rule(x - NAME_LINE, x, TOP + 27, "t2")
            paper.text(x - NAME_LINE - 4, TOP + 26, "Name", 13, 400, "t2", "right")
        else:
            paper.text(RIGHT, TOP + 26, "Formula sheet, with results", 13, 400, "t2", "right")
        paper.text(LEFT, TOP + 47, heading.subtitle, 13, 400, "t2")
        self._y = TOP + (64 if self._blank else 70)
        if self._blank:
            said = f"{self._digits.asked} decimals, or {LEAST_DIGITS} significant digits"
            free = RIGHT - LEFT - paper.width(heading.subtitle, 13) > paper.width(said, 12) + 20
            paper.text(RIGHT, TOP + (47 if free else 63), said, 12, 400, "t3", "right")
            self._y += 0 if free else 14

    def _room(self, height: float) -> None:
        """Go on on the next page if there is too little room on this one."""
        if self._y + height - self._lines.pitch > BOTTOM - FOOT:
            self._paper.turn()
            self._y = TOP + 10

    def _head(self, number: int, title: str, note: str) -> None:
        self._room(HEAD + 3 * self._lines.pitch)
        self._paper.rule(LEFT, RIGHT, self._y)
        wide = self._paper.text(LEFT, self._y + 21, f"{number} {title}", 15, 600)
        if note:
            self._paper.formula(LEFT + wide + 13, self._y + 21, note, 14, "t2")
        self._y += 47 if self._blank else 44

    def _section(self, number: int, section: Section) -> None:
        self._head(number, section.title, section.note)
        for equation in section.equations:
            self._write(self._lines.height(equation), lambda y, line=equation: self._lines.write(line, y))  # type: ignore[misc]
        self._y -= self._lines.pitch - 10

    def _write(self, height: float, write: Callable[[float], object]) -> None:
        """Write something whose first baseline is at y, and go on below it."""
        self._room(height)
        write(self._y)
        self._y += height

    def _at(self, column: float) -> float:
        return column + (BLANK_SHIFT.get(column, 0.0) if self._blank else 0.0)

    def _updates(self, number: int) -> None:
        self._head(number, "Gradient and update", self._sheet.update_note)
        self._y -= 4
        self._table_head()
        stacked = any(self._is_wide(row) for row in self._sheet.updates)
        for row in self._sheet.updates:
            before = len(self._paper.pages)
            self._room(self._lines.pitch * (2 if stacked else 1))
            if len(self._paper.pages) > before:
                self._table_head()
            (self._stacked if stacked else self._row)(row)

    def _table_head(self) -> None:
        gradient, new = self._sheet.heads
        y = self._y - 4
        self._paper.formula(GRADIENT, y, gradient, 12, "t2")
        self._paper.formula(self._at(NEW), y, new, 12, "t2")
        self._y += 17 if not self._blank else 20

    def _is_wide(self, row: UpdateRow) -> bool:
        """Whether a row does not fit into its columns."""
        lines = self._lines
        left = lines.width(lines.parts(row.gradient, whole=False))
        right = lines.width(lines.parts(row.new, whole=False))
        results = [
            self._paper.width(self._digits.write(each), 14, 600)
            for each in (row.gradient.result, row.new.result)
        ]
        return (
            left > self._at(GRADIENT_RESULT) - GRADIENT - 8
            or right > self._at(NEW_RESULT) - self._at(NEW) - 8
            or (not self._blank and GRADIENT_RESULT + 16 + results[0] > NEW - 8)
            or NEW_RESULT + 16 + results[1] > RIGHT
        )

    def _row(self, row: UpdateRow) -> None:
        lines, y = self._lines, self._y
        self._paper.rule(LEFT, RIGHT, y - self._lines.pitch + 7.5, "line")
        self._paper.formula(LEFT, y, row.latex)
        lines.put(lines.parts(row.gradient, whole=False), GRADIENT, y)
        lines.result(row.gradient, self._at(GRADIENT_RESULT), self._at(NEW) - 35, y)
        lines.put(lines.parts(row.new, whole=False), self._at(NEW), y)
        lines.result(row.new, self._at(NEW_RESULT), RIGHT, y)
        self._y += self._lines.pitch

    def _stacked(self, row: UpdateRow) -> None:
        """A row of two lines, for numbers with many digits."""
        lines = self._lines
        self._paper.rule(LEFT, RIGHT, self._y - self._lines.pitch + 7.5, "line")
        self._paper.formula(LEFT, self._y, row.latex)
        for equation, name in ((row.gradient, ""), (row.new, "new")):
            x = GRADIENT
            if name:
                x += self._paper.text(x, self._y, "new: ", 13, 400, "t2")
            end = lines.put(lines.parts(equation, whole=False), x, self._y)
            lines.finish(equation, end, self._y)
            self._y += self._lines.pitch

    def _after(self) -> None:
        """The loss after the step, and the notes, at the end."""
        notes = list(self._heading.notes) if not self._blank else []
        height = 4 + 16 * len(notes)
        if self._y + height > BOTTOM - 2:
            self._paper.turn()
        y = BOTTOM - 2 - 16 * len(notes)
        self._paper.rule(LEFT, RIGHT, y - 19)
        x = LEFT + self._paper.text(LEFT, y, "After the step, on the same example: ℓ = ", 12, 400, "t2")
        self._after_numbers(x, y)
        for note in notes:
            y += 16
            self._paper.text(LEFT, y, note, 12, 400, "t2")

    def _after_numbers(self, x: float, y: float) -> None:
        if self._blank:
            self._paper.dots(x, x + 88, y + 3, "t2")
            return
        after, lower = self._sheet.after
        x += self._paper.text(x, y, self._loss(after), 12, 600)
        said = "lower" if lower >= 0 else "higher"
        self._paper.text(x, y, f", {said} by {self._loss(abs(lower))}.", 12, 400, "t2")

    def _loss(self, value: float) -> str:
        """Print a loss; one that a step has thrown far off, with a power of ten."""
        decimals = self._digits.asked
        return f"{value:.{decimals}f}" if abs(value) < FAR else short(value, decimals)

    def _number_pages(self) -> None:
        pages = self._paper.pages
        for number, page in enumerate(pages, 1):
            self._paper.pages = [page]  # to write on it
            source = f"Backprop Lab · {self._heading.source}"
            if len(pages) > 1:
                source += f" · page {number} of {len(pages)}"
            self._paper.text(RIGHT, BOTTOM - 2, source, 12, 400, "t2", "right")
        self._paper.pages = pages
