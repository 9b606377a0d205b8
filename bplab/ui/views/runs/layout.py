"""Where the rows and columns of the table of runs stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

INSET, EDGE = 16, 8  # beside the table, and beside the ground of a chosen row
HEADER, HEAD, ROW = 34, 21, 24  # above the table, its headings, a row
BOX = 16  # of a check box
LANE, FIRST_LANE, AFTER_LANES = 12, 32, 14
AFTER_BOX = 22  # where titles begin without lanes
INDENT = 14  # of the runs of a group
FEWEST_LANES, MOST_LANES = 3, 8  # that there is room for
CURVE, LEAST_CURVE = 98, 48
GAP = 18  # between counts and curve
APART = 10  # least pixels after a text at the left, and before one at the right


@dataclass(frozen=True)
class RunsLayout:
    """Edges of the columns at the left by their keys, then those at the right."""

    area: QRectF  # of headings and rows
    count: int  # rows of the whole table
    lane: float  # pixels between two lanes
    columns: tuple[tuple[str, float, float], ...]  # key, left and right edge

    @property
    def slots(self) -> int:
        """How many rows fit."""
        return max(1, int((self.area.height() - HEAD) // ROW))

    @property
    def last_top(self) -> int:
        """The first row shown when all is scrolled down."""
        return max(0, self.count - self.slots)

    def row(self, slot: int) -> QRectF:
        """The place of a row that is shown."""
        area = self.area
        return QRectF(area.left(), area.top() + HEAD + slot * ROW, area.width(), ROW)

    def box(self, slot: int) -> QRectF:
        """The place of its check box."""
        row = self.row(slot)
        return QRectF(row.left(), row.top() + (ROW - BOX) / 2, BOX, BOX)

    def lane_at(self, number: int) -> float:
        """The middle of a lane."""
        return self.area.left() + FIRST_LANE + number * self.lane

    def cell(self, key: str, slot: int) -> QRectF:
        """The place of a text."""
        row, (_, left, right) = self.row(slot), next(column for column in self.columns if column[0] == key)
        return QRectF(left, row.top(), right - left, ROW)

    def heading(self, key: str) -> QRectF:
        """The place of a heading."""
        found = self.cell(key, 0)
        return QRectF(found.left(), self.area.top(), found.width(), HEAD)

    def slot_at(self, at: QPointF) -> int | None:
        """The row under a point."""
        inside = range(min(self.slots, self.count))
        return next(
            (slot for slot in inside if self.row(slot).adjusted(-EDGE, 0, EDGE, 0).contains(at)), None
        )

    def heading_at(self, at: QPointF) -> str | None:
        """The column whose heading is under a point."""
        return next((key for key, _, _ in self.columns if self.heading(key).contains(at)), None)


def lay_out(
    area: QRectF,
    count: int,
    lanes: int,
    needed: Sequence[tuple[str, float, float]],
    figures: Sequence[tuple[str, float]],
) -> RunsLayout:
    """Lay out a table that needs so many pixels for its columns; those at the left give way to figures.

    Where not even what should be kept of them has room, there is no curve.

    Units: pixels; of a column at the left what all of it needs, and what should be kept.
    """
    lane = LANE * min(1.0, MOST_LANES / max(lanes, 1))
    begin = area.left() + AFTER_BOX
    if lanes:
        begin = area.left() + FIRST_LANE + lane * (max(lanes, FEWEST_LANES) - 1) + AFTER_LANES
    wanted, least = [width for _, width, _ in needed], [width for *_, width in needed]
    room = area.right() - begin - sum(width for _, width in figures)  # for what gives way, and the curve
    curve, gap = max(LEAST_CURVE, min(CURVE, room - GAP - sum(wanted))), GAP
    if room < sum(least) + gap + curve:
        curve = gap = 0  # numbers come first
    x = area.right() - curve - gap
    edges: list[tuple[str, float, float]] = [("curve", area.right() - curve, area.right())]
    for key, width in reversed(figures):
        edges.append((key, x - width, x))
        x -= width
    widths = fitted(wanted, least, x - begin)
    left = float(begin)
    columns: list[tuple[str, float, float]] = []
    for (key, _, _), width in zip(needed, widths, strict=True):
        columns.append((key, left, left + width))
        left += width
    return RunsLayout(area, count, lane, (*columns, *reversed(edges)))


def fitted(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Share the room: what is left over evenly; if it is short, the widest give way first."""
    spare = room - sum(wanted)
    if spare >= 0:
        return [width + spare / len(wanted) for width in wanted]
    if any(least) and sum(least) > room:
        return fitted(least, [0.0] * len(least), max(room, 0.0))
    floor, top = 0.0, max(wanted)
    while top - floor > 0.5:  # the common width to which wider ones are cut
        middle = (floor + top) / 2
        total = sum(min(width, max(middle, low)) for width, low in zip(wanted, least, strict=True))
        floor, top = (middle, top) if total <= room else (floor, middle)
    return [min(width, max(floor, low)) for width, low in zip(wanted, least, strict=True)]
