"""The output map: the network's output over the plane, with the examples on it."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
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

from bplab.arrays import Words
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.controls.check import Check
from bplab.ui.controls.painting import KeyboardFocus, draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import Background, ratio_of
from bplab.ui.views.base.picture import Picture, Tip
from bplab.ui.views.output_map.class_colors import class_ramps, decided_ramps
from bplab.ui.views.output_map.classes import ClassField, draw_classes
from bplab.ui.views.output_map.examples import MapPoints
from bplab.ui.views.output_map.field import MapField
from bplab.ui.views.output_map.geometry import FOOTER, HEADER, INSET, MapGeometry, geometry_of
from bplab.ui.views.output_map.legend import draw_axis, draw_legend, legend_tips
from bplab.ui.views.output_map.probe import Probe, draw_crosshair, table
from bplab.ui.views.output_map.scale import MapScale, decided_ramp, scale_of, values_of

SAMPLES = ((40_000, 100), (400_000, 50), (math.inf, 25))  # up to so many parameters: samples per side
BOUNDARY_WIDTH = 1.3
DECIDED = "Shows each point in the color of the predicted class, however close the decision was."
STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class OutputMap(KeyboardFocus, Picture):
    """Shows Snapshot.map; arrow keys or the pointer read values."""

    title = "Output map"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Output map", parent)
        self._snapshot: Snapshot | None = None
        self._scale: MapScale | None = None
        self._points: MapPoints | None = None
        self._field: MapField | None = None
        self._values: npt.NDArray[np.floating] | None = None  # the newest samples of this run
        self._said: npt.NDArray[np.floating] | None = None  # and outputs for the examples
        self._stale = True  # the field's pixels are older than the snapshot
        self._probe: Probe | None = None
        self.followed: tuple[int, int | None] = 0, None  # a run, and its example to be ringed
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
        return Needs(map=side, predictions=count <= side * side)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new values; a new run or data set brings its own points and axis."""
        old = self._snapshot
        self._snapshot = snapshot
        if old is None or old.run != snapshot.run or old.prepared is not snapshot.prepared:
            self._scale = scale_of(snapshot)
            self.decided.setVisible(bool(self._scale.classes))
            self._place_switch()
            self._points = MapPoints(snapshot.prepared, self._scale)
            self._probe = None
            self._front.forget()
            self._ground.forget()
            self.update()
            self._values = self._said = None
        values = values_of(snapshot)
        if values is not None and values is not self._values:
            self._values, self._said = values, snapshot.predictions
            self._stale = True
            self.update(self.plan().square.toAlignedRect())

    def set_decided(self, on: bool) -> None:
        """Show decided classes alone, or the outputs."""
        self.decided.set_value(on)
        self.restyle()

    def _place_switch(self) -> None:
        """Put the switch behind the title, or under the axis if that is at the right."""
        plan, size = self.plan(), self.decided.sizeHint()
        title = QFontMetricsF(self.theme.font("heading")).horizontalAdvance(self.title)
        at = plan.bar.bottomLeft() + QPointF(0, 28) if plan.wide else QPointF(INSET + title + 16, 11)
        self.decided.setGeometry(QRect(at.toPoint(), size))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_switch()

    @property
    def _samples(self) -> int:
        return self._values.shape[-1] if self._values is not None else self.needs.map

    def restyle(self) -> None:
        self._front.forget()
        self._ground.forget()
        self._stale = True
        self.update()

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
            self._paint_map(painter, plan.square)
            size = plan.square.size().toSize()
            self._front.draw(painter, size, self.theme.dark, self._paint_front, plan.square.topLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._points is not None and self._snapshot is not None and self._snapshot.run == self.followed[0]:
            self._points.ring(painter, plan.square, self.followed[1], self.theme)
        if self._probe is not None and self._points is not None:
            draw_crosshair(
                painter, plan.square, self._probe, self._points, self.readout().split("\n"), self.theme
            )
        if self.ring:
            draw_frame(painter, plan.square.adjusted(-2, -2, 2, 2), None, self.theme.color("acc"), 8, 2)

    def _paint_ground(self, painter: QPainter) -> None:
        plan = self.plan()
        painter.fillRect(self.rect(), self.theme.color("panel"))
        if not plan.wide:
            painter.setFont(self.theme.font("heading"))
            painter.setPen(self.theme.color("text"))
            painter.drawText(plan.header, Qt.AlignmentFlag.AlignVCenter, self.title)
        if self._scale is not None and self._points is not None:
            draw_legend(painter, plan.header, self._points, self.theme, right=not plan.wide)
            if self._scale.many:
                left = plan.bar.left() if plan.wide else plan.square.left()
                row = QRectF(left, plan.bar.top() - 2, plan.bar.right() - left, 20)
                draw_classes(painter, row, self._scale.classes, self.theme)
            else:
                ramp = self._ramp(self._scale)
                draw_axis(
                    painter, plan.bar, plan.square.left(), self._scale, ramp, self.theme, above=plan.wide
                )

    def _paint_map(self, painter: QPainter, square: QRectF) -> None:
        values, scale = self._values, self._scale
        if values is None or scale is None or not np.isfinite(values).all():
            painter.fillRect(square, self.theme.color("zero"))
            return
        ratio = ratio_of(painter)
        side, samples = round(square.width() * ratio), values.shape[-1]
        kind = ClassField if scale.many else MapField
        field = self._field
        if field is None or (type(field), field.side, field.samples) != (kind, side, samples):
            field = self._field = kind(samples, side)
            self._stale = True
        if self._stale:
            self._render(field, values, scale, BOUNDARY_WIDTH * ratio)
            self._stale = False
        painter.drawImage(square, field.image)

    def _render(
        self, field: MapField, values: npt.NDArray[np.floating], scale: MapScale, width: float
    ) -> None:
        if isinstance(field, ClassField):
            ramps = class_ramps(self.theme, len(scale.classes))
            ramps = decided_ramps(ramps) if self.decided.isChecked() else ramps
            field.render_classes(values, scale.low, scale.high, ramps)
            field.shade_borders(self._line_color(), width)
            return
        field.render(values, scale.low, scale.high, scale.threshold, self._ramp(scale))
        if scale.threshold is not None:
            field.shade_boundary(self._line_color(), width)

    def _ramp(self, scale: MapScale) -> Words:
        ramp = self.theme.ramp("map")
        return decided_ramp(ramp, scale) if self.decided.isChecked() else ramp

    def _line_color(self) -> QColor:
        color = QColor(self.theme.color("text"))
        color.setAlphaF(0.6)
        return color

    def _paint_front(self, painter: QPainter) -> None:
        """Draw what lies over the changing pixels: points, rounded corners, the border."""
        side = self.plan().square.width()
        square = QRectF(0, 0, side, side)
        if self._points is not None:
            self._points.draw(painter, square, self.theme)
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
        return [
            *legend_tips(plan.header, self._points, self.theme, right=not plan.wide),
            (axis, self._scale.help),
        ]

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
