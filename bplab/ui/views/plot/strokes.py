"""The lines of a plot as steps in pixels; painted steps are kept, and only new ones are added."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Self, cast

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from shiboken6 import Shiboken

from bplab.arrays import Floats
from bplab.ui.views.base.background import is_vector, ratio_of
from bplab.ui.views.plot.axes import PlotFrame
from bplab.ui.views.plot.curves import kept_near

SAME = 0.02  # pixels, invisible


@dataclass(frozen=True, eq=False)
class Stroke:
    """A line drawn step by step from left to right; the first `firm` steps do not change as it grows.

    Shapes: steps (n, 4), x and y of both ends.
    """

    pen: QPen
    steps: Floats
    firm: int

    @classmethod
    def growing(cls, pen: QPen, steps: Floats, dashes: tuple[float, float] | None = None) -> Self:
        """A line whose last point still moves, solid or in dashes (on, off) in pixels."""
        last = steps[-1, 2] if len(steps) else 0.0
        drawn = steps if dashes is None or not len(steps) else dashed(steps, dashes)
        before = steps[:, 2].searchsorted(last - SAME)  # steps that end left of the last point
        firm = drawn[:, 2].searchsorted(steps[before - 1, 2] + SAME, "right") if before else 0
        return cls(pen, drawn, int(firm))


def steps_of(frame: PlotFrame, x: Floats, y: Floats) -> Floats:
    """Connect points of the plot, each to the next.

    Shapes: x, y (n,) -> (n - 1, 4) in pixels.
    """
    (left, _), (low, _), (across, up) = frame.axes.x_range, frame.axes.y_range, frame.scale
    points = np.empty((len(x), 2))
    points[:, 0] = frame.field.left() + (x - left) * across
    points[:, 1] = frame.field.bottom() - (y - low) * up
    return np.concatenate([points[:-1], points[1:]], axis=1)


def steps_of_all(frame: PlotFrame, lines: Sequence[tuple[Floats, Floats]]) -> list[Floats]:
    """Connect the points of each line, all at once; what lies far beyond the axis is kept near it.

    Shapes: x and y (n,) each -> (n - 1, 4) each, in pixels.
    """
    if not lines:
        return []
    x, y = (np.concatenate(values) for values in zip(*lines, strict=True))
    steps = steps_of(frame, x, kept_near(y, *frame.axes.y_range))
    ends = np.cumsum([len(values) for values, _ in lines]).tolist()
    return [steps[begin : max(begin, end - 1)] for begin, end in zip([0, *ends[:-1]], ends, strict=True)]


def dashed(steps: Floats, dashes: tuple[float, float]) -> Floats:
    """Divide a line into dashes along its length.

    Shapes: (n, 4) -> (m, 4); dashes (on, off) in pixels.
    """
    x, y = np.append(steps[:1, :2], steps[:, 2:], axis=0).T
    along = np.concatenate([[0.0], np.hypot(np.diff(x), np.diff(y)).cumsum()])
    on, period = dashes[0], sum(dashes)
    starts = np.arange(0.0, along[-1], period)
    cuts = np.sort(np.concatenate([along, starts, starts + on]))
    cuts = cuts[cuts <= along[-1]]
    xs, ys = np.interp(cuts, along, x), np.interp(cuts, along, y)
    pieces = np.stack([xs[:-1], ys[:-1], xs[1:], ys[1:]], axis=1)
    kept: Floats = pieces[(cuts[:-1] + cuts[1:]) / 2 % period < on]
    return kept


class StrokeLayer:
    """Keeps the firm steps of all strokes as an image.

    Wide antialiased lines are four times faster step by step than as one outline.
    """

    def __init__(self) -> None:
        self._key: Hashable = None
        self._pixmap = QPixmap()
        self._painted: list[Floats] = []
        self.steps_painted = 0  # in all, for measuring

    def forget(self) -> None:
        """Repaint all steps next time."""
        self._key = None

    def draw(self, painter: QPainter, size: QSize, field: QRectF, strokes: Sequence[Stroke]) -> None:
        """Draw all strokes within the field of a plot of this size; steps in common with before are kept."""
        if is_vector(painter):
            self._paint_all(painter, field, [(stroke.pen, stroke.steps) for stroke in strokes])
            return
        key = size.width(), size.height(), ratio_of(painter), len(strokes)
        if key != self._key or not all(map(_goes_on, self._painted, strokes)):
            self._key = key
            self._pixmap = QPixmap(size * key[2])
            self._pixmap.setDevicePixelRatio(key[2])
            self._pixmap.fill(Qt.GlobalColor.transparent)
            self._painted = [np.empty((0, 4)) for _ in strokes]
        if any(stroke.firm > len(painted) for painted, stroke in zip(self._painted, strokes, strict=True)):
            self._add(field, strokes)
        painter.drawPixmap(QPointF(0, 0), self._pixmap)
        self._paint_all(painter, field, [(stroke.pen, stroke.steps[stroke.firm :]) for stroke in strokes])

    def _paint_all(self, painter: QPainter, field: QRectF, lines: list[tuple[QPen, Floats]]) -> None:
        painter.save()
        painter.setClipRect(field)
        for pen, steps in lines:
            self._paint(painter, pen, steps)
        painter.restore()

    def _add(self, field: QRectF, strokes: Sequence[Stroke]) -> None:
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(field)
        for number, stroke in enumerate(strokes):
            self._paint(painter, stroke.pen, stroke.steps[len(self._painted[number]) : stroke.firm])
            self._painted[number] = stroke.steps[: stroke.firm]
        painter.end()

    def _paint(self, painter: QPainter, pen: QPen, steps: Floats) -> None:
        if len(steps):
            painter.setPen(pen)
            lines = np.ascontiguousarray(steps, np.float64)  # four numbers each, as a QLineF has them
            address = lines.__array_interface__["data"][0]  # `ctypes` would import something each time
            first = cast(QLineF, Shiboken.wrapInstance(address, QLineF))
            painter.drawLines(first, len(lines))
            self.steps_painted += len(steps)


def _goes_on(painted: Floats, stroke: Stroke) -> bool:
    """Whether a stroke continues what has been painted of it."""
    count = len(painted)
    return count <= stroke.firm and bool(np.abs(stroke.steps[:count] - painted).max(initial=0.0) < SAME)
