"""The examples of a 2-D set on the output map: circles train, squares test, diamonds validation."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bplab.arrays import Floats, Indices
from bplab.data.prepare import Prepared
from bplab.ui.style.theme import Theme
from bplab.ui.views.output_map.class_colors import class_color
from bplab.ui.views.output_map.markers import draw_mark, draw_own, stamp_marks
from bplab.ui.views.output_map.scale import MapScale

MOST = 4_000  # maximum number of points drawn; more would only cover each other
MANY = 1_000  # number of points from which each is aligned to whole pixels, which is faster
FEW = 12  # number of points that can be drawn large
RING = 7.5  # pixels from the center of an example to the ring around it
FADED, LARGER = 0.28, 1.0  # opacity of what is not in a marked batch; pixels that its own points have more
NEAR = 8.0  # maximum distance in pixels between the pointer and a point


@dataclass(frozen=True)
class ExampleGroup:
    """The examples that a mark stands for."""

    title: str
    mark: str  # "circle", "square" or "diamond"
    help: str


class Members:
    """The examples of a set by part; if there are very many, every second, third, ... is drawn."""

    def __init__(self, prepared: Prepared, most: int = MOST) -> None:
        self.prepared = prepared
        split = prepared.split
        self.members = {"train": split.train, "validation": split.validation, "test": split.test}
        self.parts = [PARTS[name] for name, members in self.members.items() if len(members)]
        self.every = max(1, -(-prepared.dataset.count // most))

    def part_of(self, index: int) -> str:
        """The part that an example belongs to."""
        return next(name for name, members in self.members.items() if index in members)


class MapPoints(Members):
    """The examples of a set in the square [-extent, extent]^2, ready to draw and to find by pointer."""

    def __init__(self, prepared: Prepared, scale: MapScale) -> None:
        super().__init__(prepared)
        self.scale = scale
        self.extent = float(prepared.row.extent or 1.0)
        shown = [members[:: self.every] for members in self.members.values()]
        self._shown = np.concatenate(shown)
        self.place = prepared.dataset.inputs / (2 * self.extent) + 0.5  # (n, 2), 0 to 1, upwards

    def draw(self, painter: QPainter, square: QRectF, theme: Theme, batch: Indices | None = None) -> None:
        """Draw all marks, training first, so that the fewer test points are on top.

        Where a batch is marked, its examples come last, and larger; all others are faded.
        """
        radius = (2.2 if self.prepared.dataset.count > FEW else 5.0) * max(
            0.75, min(1.5, square.width() / 304)
        )
        painter.setOpacity(1.0 if batch is None else FADED)
        for name, members in self.members.items():
            drawn = members[:: self.every]
            if batch is not None:
                drawn = drawn[~np.isin(drawn, batch)]
            rim = QPen(theme.color("panel" if name == "train" else "text"), 1.0)
            painter.setPen(rim if batch is None else QPen(Qt.PenStyle.NoPen))
            self._draw(painter, square, theme, drawn, PARTS[name].mark, radius)
        painter.setOpacity(1.0)
        if batch is not None:
            painter.setPen(QPen(theme.color("panel"), 1.2))
            every = -(-len(batch) // MOST)
            self._draw(painter, square, theme, batch[::every], "circle", radius + LARGER)

    def _draw(
        self, painter: QPainter, square: QRectF, theme: Theme, drawn: Indices, mark: str, radius: float
    ) -> None:
        colors, places = self._colors(theme, drawn), self._places(drawn, square)
        if len(self._shown) > MANY:
            stamp_marks(painter, mark, places, colors, radius)
            return
        for (x, y), color in zip(places.tolist(), colors, strict=True):
            painter.setBrush(color)
            draw_mark(painter, mark, QPointF(x, y), radius)

    def ring(self, painter: QPainter, square: QRectF, index: int | None, theme: Theme) -> None:
        """Draw a ring around an example, if one is given, on a lighter ring for contrast."""
        if index is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((theme.color("panel"), 5.0), (theme.color("acc"), 2.2)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(self.at(index, square), RING, RING)

    def at(self, index: int, square: QRectF) -> QPointF:
        """The position of an example in the picture."""
        return QPointF(*self._places(np.array([index]), square)[0].tolist())

    def ring_own(self, painter: QPainter, square: QRectF, point: tuple[float, float], theme: Theme) -> None:
        """Mark a point that is no example."""
        x, y = (share / (2 * self.extent) + 0.5 for share in point)
        at = QPointF(square.left() + x * square.width(), square.bottom() - y * square.height())
        draw_own(painter, at, RING, theme)

    def point_at(self, where: QPointF, square: QRectF) -> tuple[float, float]:
        """The coordinates of a place in the picture, as in the data set."""
        across = (where.x() - square.left()) / square.width()
        up = (square.bottom() - where.y()) / square.height()
        return (2 * across - 1) * self.extent, (2 * up - 1) * self.extent

    def nearest(self, where: QPointF, square: QRectF, among: Indices | None = None) -> int | None:
        """Find the example under the pointer, among those drawn or among some."""
        shown = self._shown if among is None else among
        distance = np.hypot(*(self._places(shown, square) - (where.x(), where.y())).T)
        best = int(distance.argmin())
        return int(shown[best]) if distance[best] <= NEAR else None

    def _places(self, indices: Indices, square: QRectF) -> Floats:
        x, y = self.place[indices].T
        return np.stack([square.left() + x * square.width(), square.bottom() - y * square.height()], axis=1)

    def _colors(self, theme: Theme, drawn: Indices) -> list[QColor]:
        targets = self.prepared.dataset.targets[drawn]
        if self.scale.many:
            colors = [class_color(theme, number) for number in range(len(self.prepared.dataset.classes))]
            return [colors[target] for target in targets.tolist()]
        if self.prepared.dataset.classes:
            two = theme.color("neg"), theme.color("pos")
            return [two[positive] for positive in (targets > 0).tolist()]
        return _ramped(targets[:, 0], self.scale, theme.ramp("tile"))


def _ramped(targets: npt.NDArray[np.floating], scale: MapScale, ramp: npt.NDArray[np.uint32]) -> list[QColor]:
    return [QColor(int(ramp[round(255 * scale.fraction(float(target)))])) for target in targets]


PARTS = {
    "train": ExampleGroup("train", "circle", "Circles: training examples."),
    "validation": ExampleGroup(
        "validation", "diamond", "Diamonds: validation examples, set aside to decide when to stop."
    ),
    "test": ExampleGroup("test", "square", "Squares: test examples, never used for training."),
}
