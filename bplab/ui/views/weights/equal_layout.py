"""Where equal neurons stand: groups side by side, a column per neuron, rows of weights, words beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRectF

INSET, TOP, BELOW = 16, 39, 6  # pixels
LABELS, COLUMN, MORE, SIDE = 98.0, 124.0, 88.0, 198.0  # widths
APART, GAP = 12.0, 16.0  # pixels between two groups, and before the words
TITLE, HEADS, ROW, SUM = 29.0, 16.0, 22.0, 26.0  # heights from the top to the bottom of a column
FEW = 2  # neurons of a group that are shown at least


class GroupPlace(NamedTuple):
    """A group's frame, the neurons shown in it, and how many more there are."""

    frame: QRectF
    group: int
    units: tuple[int, ...]
    more: int

    def column(self, number: int) -> QRectF:
        """The place of a neuron, or of the words about those that are not shown."""
        left = self.frame.left() + number * COLUMN
        width = COLUMN if number < len(self.units) else MORE
        return QRectF(left, self.frame.top(), width, self.frame.height())


@dataclass(frozen=True)
class EqualLayout:
    """`fit` rows of numbers are seen between the headings and the row of rms δ."""

    groups: tuple[GroupPlace, ...]
    side: QRectF
    top: float  # of the first row
    fit: int
    right: float  # of the labels

    @property
    def head(self) -> float:
        """The top of the names of layer and neurons."""
        return self.top - TITLE - HEADS

    def row(self, slot: int) -> float:
        """The top of a row; the one after the last is that of rms δ."""
        return self.top + slot * ROW


def lay_out(
    width: float, height: float, groups: Sequence[tuple[int, ...]], first: int, rows: int
) -> EqualLayout:
    """Lay out the groups from one on, as many as there is room for."""
    left, top = INSET + LABELS, TOP + TITLE + HEADS
    side = QRectF(width - INSET - SIDE, TOP, SIDE, height - TOP - BELOW)
    fit = max(1, min(rows, int((height - BELOW - top - SUM) // ROW)))
    high = TITLE + HEADS + fit * ROW + SUM
    right = side.left() - GAP
    found, x = list[GroupPlace](), left
    for number in range(first, len(groups)):
        units = groups[number]
        shown = _shown(len(units), right - x, alone=len(groups) == 1 or not found)
        if not shown:
            break
        wide = shown * COLUMN + (MORE if shown < len(units) else 0)
        found.append(GroupPlace(QRectF(x, TOP, wide, high), number, units[:shown], len(units) - shown))
        x += wide + APART
    return EqualLayout(tuple(found), side, top, fit, left - 8)


def _shown(count: int, room: float, *, alone: bool) -> int:
    """How many neurons of a group fit; none if not even a few do, unless it is the only one."""
    if count * COLUMN <= room:
        return count
    fitting = min(count - 1, int((room - MORE) // COLUMN))
    return fitting if fitting >= FEW else 1 if alone else 0
