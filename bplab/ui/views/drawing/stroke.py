"""What a tool makes of a drawing between press and release."""

from dataclasses import dataclass
from math import hypot
from typing import Literal, NamedTuple

from bplab.data.drawing import Drawing, Place, added, brushed, erased, moved, nearest

ToolKind = Literal["brush", "single", "move", "erase"]
SPACING = {"brush": 0.4, "erase": 0.5}  # of the radius: the way from one dab to the next


@dataclass(frozen=True)
class Tool:
    """The chosen tool, its radius as in the data, and the class or height of new points."""

    kind: ToolKind = "brush"
    radius: float = 0.8
    target: float = 0.0

    @property
    def is_round(self) -> bool:
        """Whether it acts on a disk rather than on one point."""
        return self.kind in SPACING


class Words(NamedTuple):
    """What was drawn: as a step that can be undone, and as it is said on the map."""

    step: str
    said: str


class Stroke:
    """Begins where the pointer is pressed; `reach` is how far it may be from a point to be moved."""

    def __init__(self, drawing: Drawing, tool: Tool, at: Place, reach: float) -> None:
        self.before = self.drawing = drawing
        self._tool, self._last = tool, at
        self._held = nearest(drawing, at, reach) if tool.kind == "move" else None
        if tool.kind == "single":
            self.drawing = added(drawing, at, tool.target)
        else:
            self._dab(at)

    def go(self, to: Place) -> None:
        """Draw on to a place."""
        if self._held is not None:
            self.drawing = moved(self.drawing, self._held, to)
        spacing = SPACING.get(self._tool.kind, 0) * self._tool.radius
        if not spacing:
            return
        (x, y), (dx, dy) = self._last, (to[0] - self._last[0], to[1] - self._last[1])
        way = hypot(dx, dy)
        for number in range(1, int(way / spacing) + 1):
            share = number * spacing / way
            self._last = x + share * dx, y + share * dy
            self._dab(self._last)

    def _dab(self, at: Place) -> None:
        if self._tool.kind == "brush":
            self.drawing = brushed(self.drawing, at, self._tool.radius, self._tool.target)
        elif self._tool.kind == "erase":
            self.drawing = erased(self.drawing, at, self._tool.radius)

    @property
    def words(self) -> Words | None:
        """What it has done; None for nothing."""
        if self.drawing is self.before or self.drawing.same_as(self.before):
            return None
        if self._tool.kind == "move":
            return Words("Move a point", "1 point moved")
        change = self.drawing.count - self.before.count
        if change < 0:
            what = _points(-change)
            return Words(f"Erase {what}", f"{what} erased")
        classes = self.drawing.classes
        what = f"{change:,} {classes[round(self._tool.target)]}" if classes else _points(change)
        return Words(f"Add {what}", f"{what} added")


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count:,} points"
