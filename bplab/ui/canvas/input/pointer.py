"""Mouse control of the graph: hover, pick, pan, zoom, and the grip that adds neurons."""

from itertools import count
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor

from bplab.experiment.parameters import Parameter
from bplab.ui.canvas.base.editing import Edits
from bplab.ui.canvas.base.layout import GraphLayout
from bplab.ui.canvas.base.markers import grip_boxes
from bplab.ui.canvas.base.picks import Pick, column_at, has_numbers
from bplab.ui.canvas.base.scene import Scene

STILL = 4.0  # pixels that a click may move
GRIP_HINT = "drag down to add"
GRIP_TIP = "Click to add a neuron (+). Drag down to add several, up to remove some (−)."
BESIDE = 16.0  # pixels beside a column that still belong to it


class Touchable(Protocol):
    """What the mouse control needs of the graph."""

    scene: Scene
    edits: Edits
    layout_: GraphLayout

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of neurons in each column."""

    def height(self) -> int:
        """Pixels from top to bottom."""

    def pick_at(self, at: QPointF) -> Pick:
        """What lies under a point."""

    def point_at(self, pick: Pick) -> None:
        """Set what the pointer is on."""

    def show_grip(self, column: int | None, hint: str) -> None:
        """Offer to make a column taller."""

    def select(self, pick: Pick) -> None:
        """Select, or nothing with None."""

    def look_closer(self, *, edit: bool = False) -> None:
        """Ask for the Microscope on what is selected."""

    def pan_by(self, dx: float, dy: float) -> None:
        """Shift the view."""

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Zoom at a point."""

    def fit(self) -> None:
        """Show the whole network."""

    def setCursor(self, shape: QCursor | Qt.CursorShape, /) -> None:
        """Change the pointer's shape."""


class Pointer:
    """Follows one press from down to up."""

    def __init__(self, graph: Touchable) -> None:
        self._graph = graph
        self._down: QPointF | None = None
        self._last = QPointF()
        self._moved = False
        self._clicked: Pick = None  # last; the Microscope, once open, may have moved the network
        self._gripped: tuple[int, int, float] | None = (
            None  # column, its number of neurons at first, pixels per neuron
        )
        self._drags = count(1)
        self._merge = ""

    def press(self, at: QPointF) -> None:
        """The button was pressed."""
        self._down, self._last, self._moved = at, at, False
        column = self._grip_at(at)
        if column is not None:
            row = self._row(column)
            self._gripped = column, self._graph.sizes[column], max(row / 2, 12.0)
            self._merge = f"grip {next(self._drags)}"

    def move(self, at: QPointF) -> None:
        """The pointer moved, with or without the button."""
        if self._down is None:
            self._hover(at)
            return
        self._moved |= (at - self._down).manhattanLength() > STILL
        if not self._moved:
            return
        if self._gripped is not None:
            self._pull(at)
        else:
            self._graph.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._graph.pan_by(at.x() - self._last.x(), at.y() - self._last.y())
        self._last = at

    def release(self, at: QPointF) -> None:
        """The button was released: a click, or the end of a drag."""
        if self._down is None:
            return
        gripped, self._gripped, self._down = self._gripped, None, None
        if not self._moved and gripped is not None:
            self._graph.edits.add(gripped[0], 1)
        elif not self._moved:
            pick = self._graph.pick_at(at)
            self._graph.select(pick)
            self._clicked = pick
            if has_numbers(pick):
                self._graph.look_closer()
        self._hover(at)

    def double_click(self, at: QPointF) -> None:
        """A double click edits a weight or bias; beside the network it shows all of it."""
        if isinstance(self._clicked, Parameter):
            self._graph.look_closer(edit=True)
        elif self._clicked is None and self._grip_at(at) is None:
            self._graph.fit()
        else:
            self.press(at)

    def turn(self, at: QPointF, angle: int) -> None:
        """The wheel was turned, by eighths of a degree."""
        self._graph.zoom_by(1.0015**angle, at)
        if self._down is None:
            self._hover(at)

    def tip_at(self, at: QPointF) -> str:
        """What the grip does, if the pointer is on it."""
        return GRIP_TIP if self._grip_at(at) is not None else ""

    def leave(self) -> None:
        """The pointer left the widget."""
        if self._down is None:
            self._graph.point_at(None)
            self._graph.show_grip(None, "")

    def _hover(self, at: QPointF) -> None:
        graph = self._graph
        gripped = self._grip_at(at)
        pick = None if gripped is not None else graph.pick_at(at)
        graph.point_at(pick)
        column = gripped if gripped is not None else self._column_near(at)
        graph.show_grip(column, GRIP_HINT if column is not None else "")
        shape = Qt.CursorShape.ArrowCursor
        if gripped is not None:
            shape = Qt.CursorShape.SizeVerCursor
        elif pick is not None:
            shape = Qt.CursorShape.PointingHandCursor
        graph.setCursor(shape)

    def _pull(self, at: QPointF) -> None:
        if self._gripped is None or self._down is None:
            return
        column, before, row = self._gripped
        wanted = max(before + round((at.y() - self._down.y()) / row), 1)
        if wanted != self._graph.sizes[column]:
            self._graph.edits.resize(column, wanted, self._merge)
        units = self._graph.sizes[column]
        self._graph.show_grip(column, f"{units} neuron" + ("" if units == 1 else "s"))

    def _row(self, column: int) -> float:
        ys = self._graph.layout_.columns[column].ys
        return float(ys[1] - ys[0]) if ys.size > 1 else self._graph.layout_.row

    def _column_near(self, at: QPointF) -> int | None:
        column = column_at(self._graph.layout_, at.x())
        place = self._graph.layout_.columns[column]
        near = place.left - BESIDE <= at.x() <= place.right + BESIDE
        return column if near and self._graph.edits.can_resize(column) else None

    def _grip_at(self, at: QPointF) -> int | None:
        column = self._graph.scene.grip
        if column is None or column >= len(self._graph.layout_.columns):
            return None
        ghost, bar = grip_boxes(self._graph.layout_.columns[column], self._graph.height())
        return column if ghost.united(bar).adjusted(-4, -3, 4, 5).contains(at) else None
