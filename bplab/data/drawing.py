"""Points drawn by hand in the plane, as immutable data: brushed, moved, erased, named otherwise."""

from dataclasses import dataclass, field, replace

import numpy as np

from bplab.arrays import Floats, Mask
from bplab.data.dataset import Dataset, frozen
from bplab.data.own import OwnData

NAME = "Drawn points"
EXTENT = 6.0
CLASS_NAMES = ("orange", "blue", "yellow", "violet", "green")  # after the colors of the map
MOST_POINTS = 10_000
INPUTS = ("x₁", "x₂")

Place = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Drawing:
    """Points in the square [-extent, extent]^2; without classes, each has a height.

    Shapes: points (n, 2); targets (n,), class numbers or heights.
    """

    classes: tuple[str, ...] = CLASS_NAMES[:2]
    points: Floats = field(default_factory=lambda: frozen(np.zeros((0, 2))))
    targets: Floats = field(default_factory=lambda: frozen(np.zeros(0)))
    extent: float = EXTENT

    @property
    def count(self) -> int:
        """The number of points."""
        return len(self.points)

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of points of each class."""
        return tuple(int((self.targets == number).sum()) for number in range(len(self.classes)))

    def same_as(self, other: "Drawing") -> bool:
        """Whether all points, targets and classes are equal."""
        return (
            self.classes == other.classes
            and np.array_equal(self.points, other.points)
            and np.array_equal(self.targets, other.targets)
        )


def drawing_of(dataset: Dataset, extent: float) -> Drawing:
    """The points of a planar set; of very many, the first."""
    targets = dataset.targets if dataset.classes else dataset.targets[:, 0]
    few = slice(0, MOST_POINTS)
    return Drawing(dataset.classes, frozen(dataset.inputs[few]), frozen(targets[few]), extent)


def own_data(drawing: Drawing) -> OwnData:
    """The data to train on.

    Raises: UserError if there are no points.
    """
    targets = drawing.targets.astype(np.int64) if drawing.classes else drawing.targets[:, None]
    dataset = Dataset(drawing.points, targets, drawing.classes, INPUTS)
    return OwnData(NAME, dataset, extent=drawing.extent)


def added(drawing: Drawing, at: Place, target: float) -> Drawing:
    """One point more, moved into the square if it lies outside; as it was if there are too many."""
    if drawing.count >= MOST_POINTS:
        return drawing
    point = np.clip(np.array([at]), -drawing.extent, drawing.extent)
    points, targets = np.concatenate([drawing.points, point]), np.append(drawing.targets, target)
    return replace(drawing, points=frozen(points), targets=frozen(targets))


def brushed(drawing: Drawing, at: Place, radius: float, target: float) -> Drawing:
    """One point more, somewhere within the brush.

    The same drawing brushed at the same place gets the same point.
    """
    chance = np.random.default_rng(drawing.count)
    angle, away = 2 * np.pi * chance.random(), radius * np.sqrt(chance.random())  # evenly over the disk
    return added(drawing, (at[0] + away * np.cos(angle), at[1] + away * np.sin(angle)), target)


def moved(drawing: Drawing, index: int, to: Place) -> Drawing:
    """One point elsewhere, within the square."""
    points = drawing.points.copy()
    points[index] = np.clip(to, -drawing.extent, drawing.extent)
    return replace(drawing, points=frozen(points))


def erased(drawing: Drawing, at: Place, radius: float) -> Drawing:
    """Without the points within the eraser."""
    return _kept(drawing, _distances(drawing, at) > radius)


def emptied(drawing: Drawing) -> Drawing:
    """Without any points, with the same classes."""
    return _kept(drawing, np.zeros(drawing.count, bool))


def nearest(drawing: Drawing, at: Place, within: float) -> int | None:
    """The point closest to a place, if it is near enough."""
    away = _distances(drawing, at)
    return int(away.argmin()) if away.size and away.min() <= within else None


def with_class(drawing: Drawing) -> Drawing:
    """With one class more, which has no points yet; as it was if there are too many."""
    unused = [name for name in CLASS_NAMES if name not in drawing.classes]
    if not drawing.classes or len(drawing.classes) >= len(CLASS_NAMES):
        return drawing
    return replace(drawing, classes=(*drawing.classes, unused[0]))


def as_heights(drawing: Drawing) -> Drawing:
    """The same points for regression: classes become heights from -1 to 1."""
    if not drawing.classes:
        return drawing
    heights = 2 * drawing.targets / (len(drawing.classes) - 1) - 1
    return replace(drawing, classes=(), targets=frozen(heights))


def as_classes(drawing: Drawing) -> Drawing:
    """The same points for classification: those above 0 are blue, the others orange."""
    if drawing.classes:
        return drawing
    return replace(drawing, classes=CLASS_NAMES[:2], targets=frozen(drawing.targets > 0))


def _distances(drawing: Drawing, at: Place) -> Floats:
    x, y = (drawing.points - at).T
    return np.asarray(np.hypot(x, y))


def _kept(drawing: Drawing, kept: Mask) -> Drawing:
    return replace(drawing, points=frozen(drawing.points[kept]), targets=frozen(drawing.targets[kept]))
