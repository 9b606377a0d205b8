"""Regression with one input: the examples, and the network's output as a curve."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QPainter, QPen, QPolygonF

from bplab.arrays import Array
from bplab.numerals import short
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.views.base.ticks import linear_ticks
from bplab.ui.views.examples.scatter import Scatter
from bplab.ui.views.plot.axes import Axes, PlotFrame

SAMPLES = 201
MARGIN = 0.12  # share of the data's height, above and below


class CurveView(Scatter):
    """Shows Snapshot.curve over the examples of a 1-D set."""

    title = "Curve and data"

    @property
    def needs(self) -> Needs:
        """The outputs along the axis."""
        return Needs(curve=SAMPLES)

    def places(self, snapshot: Snapshot) -> Array:
        dataset = snapshot.prepared.dataset
        return np.column_stack([dataset.inputs[:, 0], dataset.targets[:, 0]])

    def axes_for(self, snapshot: Snapshot, xy: Array) -> Axes:
        domain = snapshot.prepared.row.domain or 1.0
        low, high = float(xy[:, 1].min()), float(xy[:, 1].max())
        room = (high - low) * MARGIN or 1.0
        low, high = low - room, high + room
        return Axes(
            x_range=(-domain, domain),
            y_range=(low, high),
            x_ticks=tuple(linear_ticks(-domain, domain, 7, whole=True)),
            y_ticks=tuple(linear_ticks(low, high, 6)),
        )

    def paint_line(self, painter: QPainter, frame: PlotFrame) -> None:
        xs, ys = self._curve()
        known = np.isfinite(ys)
        points = [frame.pixel(x, y) for x, y in zip(xs[known].tolist(), _cut(ys[known], frame), strict=True)]
        painter.setPen(QPen(self.theme.color("text"), 2))
        painter.drawPolyline(QPolygonF(points))

    def _curve(self) -> tuple[Array, Array]:
        curve = self.snapshot.curve if self.snapshot is not None else None
        if curve is None:
            return np.empty(0), np.empty(0)
        left, right = self.axes.x_range
        return np.linspace(left, right, curve.shape[1]), curve[0]

    def sentence(self) -> str:
        return f"— network output{self._elsewhere()}"

    def _elsewhere(self) -> str:
        """Say where the curve is, if none of it is within the plot."""
        ys, (low, high) = self._curve()[1], self.axes.y_range
        known = ys[np.isfinite(ys)]
        if not known.size or (known.min() <= high and known.max() >= low):
            return ""
        least, most = short(float(known.min()), 3), short(float(known.max()), 3)
        where = "above" if known.min() > high else "below"
        return f": {least if least == most else f'{least} to {most}'}, far {where} this plot"

    def lines_of(self, snapshot: Snapshot, index: int) -> Sequence[str]:
        dataset = snapshot.prepared.dataset
        x, y = float(dataset.inputs[index, 0]), float(dataset.targets[index, 0])
        part = self.members.part_of(index) if self.members is not None else ""
        lines = [f"Example {index + 1:,} of {dataset.count:,} · {part}", f"x {short(x, 3)}   y {short(y, 3)}"]
        xs, ys = self._curve()
        if len(xs):
            lines.append(f"network ≈ {short(float(np.interp(x, xs, ys)), 3)}")
        return lines

    def values_text(self) -> str:
        xs, ys = self._curve()
        rows = [f"{x:.6g}\t{y!r}" for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
        return "\n".join(["x\toutput", *rows]) if rows else ""


def _cut(ys: Array, frame: PlotFrame) -> list[float]:
    """Limit values far outside the plot, because QPainter handles huge numbers badly."""
    low, high = frame.axes.y_range
    cut: list[float] = np.clip(ys, low - (high - low), high + (high - low)).tolist()
    return cut
