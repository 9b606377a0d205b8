"""The output map: the network's output over the plane, with the examples on it."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.controls.check import Check
from bplab.ui.controls.painting import KeyboardFocus, draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import Background
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.output_map.batch import ShownBatch
from bplab.ui.views.output_map.classes import draw_classes
from bplab.ui.views.output_map.examples import MapPoints
from bplab.ui.views.output_map.field_painter import FieldPainter
from bplab.ui.views.output_map.geometry import FOOTER, HEADER, MapGeometry, geometry_of, switch_in
from bplab.ui.views.output_map.legend import draw_axis, draw_marks, mark_tips
from bplab.ui.views.output_map.probe import Probe, draw_crosshair, table
from bplab.ui.views.output_map.scale import MapScale, scale_of, values_of

SAMPLES = ((40_000, 100), (400_000, 50), (math.inf, 25))  # up to so many parameters: samples per side
DECIDED = "Shows each point in the color of the predicted class, however close the decision was."
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class OutputMap(KeyboardFocus, Picture):
    """Shows Snapshot.map; arrow keys or the pointer read values.

    While a step is walked through, its batch is marked, and a click, or Enter at the crosshair, picks an
    example of it; beside them, a point of one's own.
    """

    title = "Output map"
    stop_wanted = Signal(int)
    point_wanted = Signal(object)  # coordinates as in the data set, or None
    switchable = True  # whether decided classes are offered

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Output map", parent)
        self._snapshot: Snapshot | None = None
        self._scale: MapScale | None = None
        self._points: MapPoints | None = None
        self._values: npt.NDArray[np.floating] | None = None  # the newest samples of this run
        self._said: npt.NDArray[np.floating] | None = None  # and outputs for the examples
        self._field = FieldPainter(theme)
        self._probe: Probe | None = None
        self.followed: tuple[int, int | None] = 0, None  # a run, and its example to be ringed
        self._walking, self._stop = False, 1
        self._point: tuple[float, float] | None = None
        self._ground, self._front = Background(), Background()
        self.decided = Check(theme, "Decided", DECIDED, self)
        self.decided.setAccessibleName("Show decided classes")
        self.decided.edited.connect(lambda _on: self.restyle())
        self.decided.hide()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 120)

    @property
    def needs(self) -> Needs:
        """The outputs on a grid, coarser for a slow network, and for no more examples than are drawn."""
        shown = self._snapshot
        parameters, count = (shown.shape.parameters, shown.prepared.dataset.count) if shown else (0, 0)
        side = next(samples for most, samples in SAMPLES if parameters <= most)
        return Needs(map=side, predictions=count <= side * side, step=self._walking)

    @property
    def batch(self) -> ShownBatch | None:
        """The batch that is marked."""
        step = self._snapshot.next_step if self._walking and self._snapshot is not None else None
        return None if step is None else ShownBatch(step.start.batch, self._stop, self._point)

    def show_walk(self, walking: bool, stop: int) -> None:
        """Mark the batch of the step that is walked through, and an example of it; or no longer."""
        if (walking, stop) != (self._walking, self._stop):
            self._walking, self._stop = walking, stop
            self._show_switch()
            self._repaint_marks()

    def show_point(self, point: tuple[float, float] | None) -> None:
        """Mark a point of one's own, or none."""
        self._point = point
        self._repaint_marks()

    def _show_switch(self) -> None:
        """Offer decided classes; in a walk the legend needs the room."""
        possible = self._scale is not None and bool(self._scale.classes) and not self._walking
        self.decided.setVisible(self.switchable and possible)

    def _repaint_marks(self) -> None:
        self._front.forget()
        self._ground.forget()
        self.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new values; a new run or data set brings its own points and axis."""
        old, before = self._snapshot, self.batch
        self._snapshot = snapshot
        if old is None or old.run != snapshot.run or old.prepared is not snapshot.prepared:
            self._scale = scale_of(snapshot)
            self._show_switch()
            self._place_switch()
            self._points = MapPoints(snapshot.prepared, self._scale)
            self._probe = None
            self._repaint_marks()
            self._values = self._said = None
        elif (before and before.rows) is not (self.batch and self.batch.rows):
            self._repaint_marks()
        values = values_of(snapshot)
        if values is not None and values is not self._values:
            self._values, self._said = values, snapshot.predictions
            self._field.stale = True
            self.update(self.plan().square.toAlignedRect())

    def set_decided(self, on: bool) -> None:
        """Show decided classes alone, or the outputs."""
        self.decided.set_value(on)
        self.restyle()

    def _place_switch(self) -> None:
        title = QFontMetricsF(self.theme.font("heading")).horizontalAdvance(self.title)
        size = self.decided.sizeHint()
        self.decided.setGeometry(switch_in(self.plan(), title, size, self.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_switch()

    @property
    def _samples(self) -> int:
        return self._values.shape[-1] if self._values is not None else self.needs.map

    def restyle(self) -> None:
        self._field.stale = True
        self._repaint_marks()

    def sizeHint(self) -> QSize:
        return QSize(336, HEADER + 304 + FOOTER)

    def plan(self) -> MapGeometry:
        """Where things stand now."""
        return geometry_of(self.width(), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        plan = self.plan()
        self._ground.draw(painter, self.size(), self.theme.dark, self._paint_ground)
        if self._snapshot is not None:
            self._field.paint(painter, plan.square, self._values, self._scale, self.decided.isChecked())
            size = plan.square.size().toSize()
            self._front.draw(painter, size, self.theme.dark, self._paint_front, plan.square.topLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._points is not None:
            self._points.ring(painter, plan.square, self._ringed, self.theme)
            if self.batch is not None and self._point is not None:
                self._points.ring_own(painter, plan.square, self._point, self.theme)
        if self._probe is not None and self._points is not None:
            draw_crosshair(
                painter, plan.square, self._probe, self._points, self.readout().split("\n"), self.theme
            )
        if self.ring:
            draw_frame(painter, plan.square.adjusted(-2, -2, 2, 2), None, self.theme.color("acc"), 8, 2)

    @property
    def _ringed(self) -> int | None:
        """The example that is picked, or has numbers on the network."""
        if self.batch is not None:
            return self.batch.example
        known = self._snapshot is not None and self._snapshot.run == self.followed[0]
        return self.followed[1] if known else None

    def _paint_ground(self, painter: QPainter) -> None:
        plan = self.plan()
        painter.fillRect(self.rect(), self.theme.color("panel"))
        if not plan.wide:
            painter.setFont(self.theme.font("heading"))
            painter.setPen(self.theme.color("text"))
            painter.drawText(plan.header, Qt.AlignmentFlag.AlignVCenter, self.title)
        if self._scale is not None and self._points is not None:
            draw_marks(painter, plan, self._points, self.batch, self.theme)
            if self._scale.many:
                left = plan.bar.left() if plan.wide else plan.square.left()
                row = QRectF(left, plan.bar.top() - 2, plan.bar.right() - left, 20)
                draw_classes(painter, row, self._scale.classes, self.theme)
            else:
                ramp = self._field.ramp(self._scale, self.decided.isChecked())
                draw_axis(
                    painter, plan.bar, plan.square.left(), self._scale, ramp, self.theme, above=plan.wide
                )

    def _paint_front(self, painter: QPainter) -> None:
        """Draw what lies over the changing pixels: points, rounded corners, the border."""
        side = self.plan().square.width()
        square = QRectF(0, 0, side, side)
        if self._points is not None:
            self._points.draw(painter, square, self.theme, None if self.batch is None else self.batch.rows)
        corners = QPainterPath()
        corners.addRect(square)
        corners.addRoundedRect(square, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("panel"))
        painter.drawPath(corners)
        draw_frame(painter, square, None, self.theme.color("line2"), 6)

    def tips(self) -> list[Tip]:
        if self._scale is None or self._points is None:
            return []
        plan = self.plan()
        axis = plan.bar.adjusted(plan.square.left() - plan.bar.left() if not plan.wide else 0, -20, 0, 24)
        return [*mark_tips(plan, self._points, self.batch, self.theme), (axis, self._scale.help)]

    def readout(self) -> str:
        """The text of the crosshair, or nothing."""
        if self._probe is None or self._points is None:
            return ""
        return "\n".join(self._probe.lines(self._points, self._values, self._said))

    def values_text(self) -> str:
        """The text of the crosshair, else all samples."""
        if self._values is None or self._points is None:
            return ""
        return self.readout() or table(self._values, self._points)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        square, points = self.plan().square, self._points
        if points is not None and square.contains(event.position()):
            self._set_probe(Probe.under(event.position(), square, points, self._samples))
        else:
            self._set_probe(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._pick(event.position()):
            super().mousePressEvent(event)

    def _pick(self, at: QPointF) -> bool:
        """Pick an example of the batch, or a point beside them; False if there is nothing to pick."""
        batch, points, square = self.batch, self._points, self.plan().square
        if batch is None or points is None or not square.contains(at):
            return False
        stop = batch.stop_of(points.nearest(at, square, batch.rows))
        if stop is not None:
            self.stop_wanted.emit(stop)
        else:
            self.point_wanted.emit(points.point_at(at, square))
        return True

    def leaveEvent(self, event: object) -> None:
        self._set_probe(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if (
            step is not None
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and self._points is not None
        ):
            middle = Probe(self._samples // 2, self._samples // 2, None, self._samples)
            self._set_probe(self._probe.moved(*step) if self._probe else middle)
        elif event.key() in ENTER and self._probe is not None and self._points is not None:
            self._pick(self._probe.place(self.plan().square, self._points))
        elif event.key() == Qt.Key.Key_Escape and self._point is not None:
            self.point_wanted.emit(None)
        elif event.key() == Qt.Key.Key_Escape and self._probe is not None:
            self._set_probe(None)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._set_probe(None)
        super().focusOutEvent(event)

    def _set_probe(self, probe: Probe | None) -> None:
        if probe != self._probe:
            self._probe = probe
            self.setAccessibleDescription(self.readout())
            self.update()
