"""Where the rows and columns of the table of updates stand: in one column of rows, or in two side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt

INSET, HEADER = 16, 36  # beside the table, and above it
ROW, HEAD = 23, 21
GAP, PAD = 16.0, 8.0  # pixels between two columns of rows, and beside the text at their edges
APART = 10.0  # least pixels between two numbers
STRETCH = 1.6  # times its needed width that a single column of rows is at most


@dataclass(frozen=True)
class UpdateLayout:
    """Rows run down the first half, then down the second; `rights` are right edges within a half."""

    area: QRectF
    count: int  # rows of the whole table
    halves: int
    rows: int  # that each half shows
    width: float  # of a half
    rights: tuple[float, ...]

    @property
    def slots(self) -> int:
        """How many rows are shown at once."""
        return self.rows * self.halves

    @property
    def last_top(self) -> int:
        """The first row shown when all is scrolled down."""
        return max(0, self.count - self.slots)

    def half(self, number: int) -> QRectF:
        """One half with its headings."""
        left = self.area.left() + number * (self.width + GAP)
        return QRectF(left, self.area.top(), self.width, self.area.height())

    def row(self, slot: int) -> QRectF:
        """The place of a row that is shown."""
        half, down = self.half(slot // self.rows), slot % self.rows
        return QRectF(half.left(), half.top() + HEAD + down * ROW, half.width(), ROW)

    def cell(self, row: QRectF, column: int) -> QRectF:
        """The place of a text within a row, or within the row of headings."""
        left = self.rights[column - 1] if column else PAD
        return QRectF(row.left() + left, row.top(), self.rights[column] - left, row.height())

    def step(self, key: Qt.Key) -> int | None:
        """How many rows a key goes down."""
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: self.rows, Qt.Key.Key_Left: -self.rows,
            Qt.Key.Key_PageDown: self.slots, Qt.Key.Key_PageUp: -self.slots,
            Qt.Key.Key_End: self.count, Qt.Key.Key_Home: -self.count,
        }  # fmt: skip
        return steps.get(key)

    def slot_at(self, at: QPointF) -> int | None:
        """The row under a point."""
        return next((slot for slot in range(self.slots) if self.row(slot).contains(at)), None)

    def heading_at(self, at: QPointF) -> int | None:
        """The column whose heading is under a point."""
        for number in range(self.halves):
            head = self.half(number)
            head.setHeight(HEAD)
            if head.contains(at):
                across = at.x() - head.left()
                edges = enumerate(self.rights)
                return next((column for column, right in edges if across <= right), len(self.rights) - 1)
        return None


def lay_out(area: QRectF, needed: Sequence[float], count: int) -> UpdateLayout:
    """Lay out a table whose columns need so many pixels; two halves if there is room and use for them."""
    fit = max(1, int((area.height() - HEAD) // ROW))
    least = sum(needed) + APART * (len(needed) - 1) + 2 * PAD
    halves = 2 if count > fit and 2 * least + GAP <= area.width() else 1
    width = (area.width() - GAP) / 2 if halves == 2 else min(area.width(), STRETCH * least)
    rows = fit if count > halves * fit else max(1, -(-count // halves))
    between = (width - 2 * PAD - sum(needed)) / max(1, len(needed) - 1)
    rights, right = [], PAD
    for number, wide in enumerate(needed):
        right += wide + (between if number else 0)
        rights.append(right)
    return UpdateLayout(area, count, halves, rows, width, tuple(rights))
