"""How the track of the timeline is painted: its ground once, the rest with every change."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from shiboken6 import VoidPtr

from bplab.arrays import Floats
from bplab.storage.document import Bookmark
from bplab.ui.controls.painting import draw_frame
from bplab.ui.shell.timeline.axis import Axis
from bplab.ui.shell.timeline.labels import HANDLE, ICON, RING, RING_Y, TOP, Label
from bplab.ui.shell.timeline.state import Mark, Silhouette, TimelineState
from bplab.ui.style.resources import pixmap
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import Background, ratio_of
from bplab.ui.views.base.heat import between

LINE_TOP, LINE_BOTTOM = 16.0, 20.0
HIGH, LEAST = 17.0, 1.0  # the silhouette above the line's bottom
TICK_TOP, TICK_BOTTOM = 21.0, 25.0
VEIL = 0.85  # behind names


class TrackPainter:
    """Keeps what is costly from one frame to the next: the ticks, and the silhouette in both its colors."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._ground, self._earlier, self._later = Background(), Background(), Background()

    def forget(self) -> None:
        """Repaint everything: the colors have changed."""
        for layer in (self._ground, self._earlier, self._later):
            layer.forget()

    def paint(self, painter: QPainter, widget: QWidget, state: TimelineState, axis: Axis) -> None:
        """Paint everything but the names, the rings and the handle."""
        self._ground.draw(painter, widget.size(), axis, lambda layer: self._paint_ground(layer, axis))
        made, shown = axis.x_of(state.end), axis.x_of(min(state.shown, state.end))
        parts = [(self._earlier, shown, self._before)]
        if shown < made:
            parts.insert(0, (self._later, axis.right, self._after))
        for layer, right, colors in parts:
            painter.save()
            painter.setClipRect(QRect(round(axis.left), 0, round(right) - round(axis.left), widget.height()))
            key, paint = (state.silhouette, axis), partial(_paint_silhouette, state.silhouette, axis, colors)
            layer.draw(painter, widget.size(), key, paint)
            painter.restore()

    @property
    def _before(self) -> tuple[QColor, QColor]:
        """The colors of silhouette and line up to the shown step."""
        wash, accent = self._theme.color("accw"), self._theme.color("acc")
        return between(wash, accent, 0.185), between(wash, accent, 0.43)

    @property
    def _after(self) -> tuple[QColor, QColor]:
        """The colors of what came after."""
        zero, line = self._theme.color("zero"), self._theme.color("line2")
        return between(zero, line, 0.12), between(zero, line, 0.2)

    def _paint_ground(self, painter: QPainter, axis: Axis) -> None:
        color = self._theme.color
        line = QRectF(axis.left, LINE_TOP, axis.right - axis.left, LINE_BOTTOM - LINE_TOP)
        draw_frame(painter, line, self._after[1], None, 1)
        painter.setFont(self._theme.font("tick"))
        for at, text in axis.ticks:
            x = round(axis.x_of(at * axis.steps_per_epoch))
            painter.fillRect(QRectF(x, TICK_TOP, 1, TICK_BOTTOM - TICK_TOP), color("line2"))
            painter.setPen(color("t3"))
            painter.drawText(QRectF(x - 40, 26, 80, 14), Qt.AlignmentFlag.AlignCenter, text)


def _paint_silhouette(
    silhouette: Silhouette, axis: Axis, colors: tuple[QColor, QColor], painter: QPainter
) -> None:
    """Paint all of it, and its line from end to end of the axis."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors[0])
    painter.drawPolygon(shape_of(silhouette, axis))
    painter.fillRect(QRectF(axis.left, LINE_TOP, axis.right - axis.left, LINE_BOTTOM - LINE_TOP), colors[1])


def shape_of(silhouette: Silhouette, axis: Axis) -> QPolygonF:
    """The outline of the silhouette in pixels, cut off at its full height."""
    top = silhouette.top
    if not top:
        return QPolygonF()
    shares = np.nan_to_num(np.minimum(silhouette.losses, top) / top, nan=1.0).clip(0.0, 1.0)
    ys = LINE_BOTTOM - np.maximum(HIGH * shares, LEAST)
    xs = axis.left + silhouette.epochs / axis.epochs * (axis.right - axis.left)
    outline = np.empty((len(xs) + 2, 2))
    outline[1:-1, 0], outline[1:-1, 1] = xs, ys
    outline[[0, -1], 0], outline[[0, -1], 1] = xs[[0, -1]], LINE_BOTTOM
    return _polygon(outline)


def _polygon(points: Floats) -> QPolygonF:
    """Make a polygon at once, because its points as Python's cost more than drawing it.

    Shapes: points (n, 2).
    """
    polygon = QPolygonF()
    polygon.resize(len(points))
    memory = VoidPtr(polygon.data(), points.nbytes, True)  # type: ignore[call-arg, arg-type]
    np.frombuffer(memory, np.float64)[:] = points.ravel()  # type: ignore[call-overload]
    return polygon


def paint_label(painter: QPainter, label: Label, theme: Theme) -> None:
    """Paint a bookmark with its stem, ring and name, or a mark with its icon and text."""
    painter.setFont(theme.font("caption"))
    if isinstance(label.of, Bookmark):
        _paint_bookmark(painter, label, theme)
    else:
        _paint_mark(painter, label, label.of, theme)


def _paint_bookmark(painter: QPainter, label: Label, theme: Theme) -> None:
    pen = QPen(theme.color("acc"), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(label.x, TOP), QPointF(label.x, RING_Y - RING))
    if label.place is not None:
        veil = QColor(theme.color("panel"))
        veil.setAlphaF(VEIL)
        draw_frame(painter, label.place, veil, None, 3)
        painter.setPen(theme.color("t2"))
        painter.drawText(label.place, Qt.AlignmentFlag.AlignCenter, label.text)
    painter.setPen(QPen(theme.color("acc"), 2))
    painter.setBrush(theme.color("panel"))
    painter.drawEllipse(QPointF(label.x, RING_Y), RING - 1, RING - 1)


def _paint_mark(painter: QPainter, label: Label, mark: Mark, theme: Theme) -> None:
    accent = theme.color("acc")
    painter.fillRect(QRectF(label.x - 0.75, LINE_TOP - 2, 1.5, LINE_BOTTOM - LINE_TOP + 4), accent)
    image = pixmap("git-branch", accent, round(ICON), ratio_of(painter))
    painter.drawPixmap(QPointF(label.x - ICON / 2, TOP), image)
    if label.place is not None:
        painter.setPen(accent)
        painter.drawText(label.place, Qt.AlignmentFlag.AlignCenter, label.text)


def paint_handle(painter: QPainter, x: float, theme: Theme, *, ring: bool) -> None:
    """Paint the handle: a thick ring, within another one while it has the focus."""
    center = QPointF(x, RING_Y)
    if ring:
        painter.setPen(QPen(theme.color("acc"), 2))
        painter.setBrush(theme.color("panel"))
        painter.drawEllipse(center, HANDLE + 3, HANDLE + 3)
    painter.setPen(QPen(theme.color("acc"), 4))
    painter.setBrush(theme.color("panel"))
    painter.drawEllipse(center, HANDLE - 2, HANDLE - 2)
