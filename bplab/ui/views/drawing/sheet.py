"""The output map as a sheet to draw on, with the pointer or with a crosshair moved by keys."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from bplab.data.drawing import Drawing, Place
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.drawing.overlay import draw_pill, draw_tool
from bplab.ui.views.drawing.shown import Parts, color_of, points_of
from bplab.ui.views.drawing.stroke import Stroke, Tool, Words
from bplab.ui.views.output_map.geometry import FOOTER, HEADER, INSET, MapGeometry
from bplab.ui.views.output_map.view import ENTER, STEPS, OutputMap

EDGE = 3  # pixels around the square, for the focus ring
REACH = 12  # pixels between the pointer and a point that is to be moved
STRIDE = 1 / 30  # of half a side: a step of the crosshair
TIP = (
    "Drag to draw; training restarts with the new points when you let go. Arrow keys move a crosshair, Enter "
    "uses the tool there, Del erases, Esc ends."
)


class Sheet(OutputMap):
    """Shows the map of the run and the points of a drawing, which may be ahead of it."""

    title = ""
    switchable = False
    drawn = Signal(object, object)  # Drawing, Words: a stroke is finished
    shown = Signal()  # other points, or in other parts
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName("Draw points")
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.drawing = Drawing()
        self.tool = Tool()
        self.parts = Parts()
        self._words: Words | None = None
        self._stroke: Stroke | None = None
        self._at: Place | None = None  # the pointer, or the crosshair
        self._by_arrows = False

    @property
    def needs(self) -> Needs:
        """The map alone; none for data that is not in the plane."""
        return replace(super().needs, step=False, predictions=False) if self._is_planar else Needs()

    @property
    def batch(self) -> None:
        """No batch is marked here."""
        return

    @property
    def _ringed(self) -> None:
        return

    @property
    def _is_planar(self) -> bool:
        return self._snapshot is not None and self._snapshot.prepared.row.planar

    def plan(self) -> MapGeometry:
        """The whole room for the square and its axis: title and legend are in the head."""
        side = max(60, min(self.width() - 2 * INSET, self.height() - EDGE - FOOTER))
        square = QRectF((self.width() - side) // 2, EDGE, side, side)
        bar = QRectF(square.left() + 56, square.bottom() + 8, side - 60, 8)
        return MapGeometry(square, bar, QRectF(INSET, -2 * HEADER, side, 26), wide=False)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new values of the run; a new run tells in which part each point is."""
        old = self._snapshot
        if snapshot.prepared.row.planar:
            super().show_snapshot(snapshot)
        else:
            self._snapshot, self._scale, self._values = snapshot, None, None
        if old is None or old.run != snapshot.run or old.prepared is not snapshot.prepared:
            self.parts.learn(snapshot.prepared) if self._is_planar else None
            self._show_points()

    def show_drawing(self, drawing: Drawing, said: Words | None = None) -> None:
        """Show other points, and what was done; a stroke that is under way is given up."""
        self._stroke, self._words = None, said
        self._set_drawing(drawing)

    def set_tool(self, tool: Tool) -> None:
        """Draw with another tool."""
        self.tool = tool
        self.update()

    @property
    def message(self) -> str:
        """What is said on the map."""
        return "" if self._words is None else self._words.said

    def _set_drawing(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self._show_points()

    def _show_points(self) -> None:
        if self._snapshot is not None:
            self._points = points_of(self.drawing, self.parts, self._snapshot.prepared)
            self._repaint_marks()
            self.shown.emit()

    def tips(self) -> list[Tip]:
        return [*super().tips(), (self.plan().square, TIP)]

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, square = QPainter(self), self.plan().square
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._at is not None:
            radius = self.tool.radius * square.width() / (2 * self.drawing.extent)
            ink = self.theme.color("text")
            if self.tool.kind == "brush":
                ink = color_of(self.drawing, self.tool.target, self.theme)
            painter.save()
            painter.setClipRect(square)
            draw_tool(painter, self._where(self._at), radius if self.tool.is_round else 0, ink, self.theme)
            painter.restore()
        if self._words is not None:
            draw_pill(painter, square, self._words.said, self.theme)

    def _where(self, at: Place) -> QPointF:
        square, extent = self.plan().square, self.drawing.extent
        across, up = (share / (2 * extent) + 0.5 for share in at)
        return QPointF(square.left() + across * square.width(), square.bottom() - up * square.height())

    def _place(self, where: QPointF) -> Place:
        square, extent = self.plan().square, self.drawing.extent
        across = (where.x() - square.left()) / square.width()
        up = (square.bottom() - where.y()) / square.height()
        return (2 * across - 1) * extent, (2 * up - 1) * extent

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.plan().square.contains(event.position()):
            self._by_arrows = self.ring = False
            self._begin(self._place(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        inside = self.plan().square.contains(event.position())
        self._by_arrows = False
        self._go(self._place(event.position()) if inside or self._stroke is not None else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def leaveEvent(self, event: object) -> None:
        if not self._by_arrows and self._stroke is None:
            self._go(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        uses = key in ENTER or (key == Qt.Key.Key_Space and self._by_arrows)
        if key in STEPS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._step(*STEPS[key])
        elif uses and self._at is not None:
            self._use(self._at)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._at is not None:
            self._begin(self._at, replace(self.tool, kind="erase"))
            self._end()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end()
        if self._by_arrows:
            self._go(None)
        super().focusOutEvent(event)

    def _step(self, across: int, up: int) -> None:
        """Move the crosshair, which begins in the middle."""
        extent = self.drawing.extent
        x, y = self._at or (0.0, 0.0)
        stride = 0.0 if self._at is None else STRIDE * extent
        self._by_arrows = True
        self._go((_within(x + across * stride, extent), _within(y + up * stride, extent)))

    def _use(self, at: Place) -> None:
        """Use the tool at the crosshair; what is to be moved is held until it is used again."""
        if self._stroke is not None:
            self._end()
            return
        self._begin(at)
        if self.tool.kind != "move":
            self._end()

    def _escape(self) -> None:
        """Give up a stroke, or leave."""
        if self._stroke is not None:
            self.show_drawing(self._stroke.before)
        else:
            self.left.emit()

    def _begin(self, at: Place, tool: Tool | None = None) -> None:
        self._words, self._at = None, at
        reach = REACH * 2 * self.drawing.extent / self.plan().square.width()
        self._stroke = Stroke(self.drawing, tool or self.tool, at, reach)
        self._set_drawing(self._stroke.drawing)

    def _go(self, to: Place | None) -> None:
        self._at = to
        if self._stroke is not None and to is not None:
            before = self._stroke.drawing
            self._stroke.go(to)
            if self._stroke.drawing is not before:
                self._set_drawing(self._stroke.drawing)
        self.update()

    def _end(self) -> None:
        stroke, self._stroke = self._stroke, None
        if stroke is not None and stroke.words is not None:
            self.drawn.emit(stroke.drawing, stroke.words)


def _within(value: float, extent: float) -> float:
    return min(extent, max(-extent, value))
