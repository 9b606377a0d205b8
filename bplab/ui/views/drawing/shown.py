"""A drawing as the points of the output map: in which part each one is, and in which color."""

from dataclasses import replace

import numpy as np
from PySide6.QtGui import QColor

from bplab.arrays import Floats
from bplab.data.dataset import BINARY_CLASSES, Dataset, frozen_indices
from bplab.data.drawing import INPUTS, Drawing
from bplab.data.prepare import Prepared
from bplab.data.split import Split
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.ticks import round_up
from bplab.ui.views.output_map.class_colors import class_color
from bplab.ui.views.output_map.examples import MapPoints
from bplab.ui.views.output_map.scale import MapScale


class Parts:
    """Remembers which places were not for training; new points are, until their run has begun."""

    def __init__(self) -> None:
        self._elsewhere: dict[tuple[float, float], str] = {}

    def learn(self, prepared: Prepared) -> None:
        """Take the parts from the data of a run."""
        inputs, split = prepared.dataset.inputs, prepared.split
        self._elsewhere = {
            (x, y): name
            for name, members in (("validation", split.validation), ("test", split.test))
            for x, y in inputs[members].tolist()
        }

    def of(self, points: Floats) -> Split:
        """The part of each point."""
        names = [self._elsewhere.get((x, y), "train") for x, y in points.tolist()]
        known = np.array(names, dtype=object)
        return Split(*(frozen_indices(np.flatnonzero(known == name)) for name in Split.__annotations__))


def points_of(drawing: Drawing, parts: Parts, prepared: Prepared) -> MapPoints:
    """The points to draw on the map of a run, whose own examples may be others."""
    targets = drawing.targets.astype(np.int64) if drawing.classes else drawing.targets[:, None]
    drawn = replace(
        prepared,
        row=replace(prepared.row, extent=drawing.extent),
        dataset=Dataset(drawing.points, targets, drawing.classes, INPUTS),
        split=parts.of(drawing.points),
    )
    return MapPoints(drawn, _scale(drawing))


def color_of(drawing: Drawing, target: float, theme: Theme) -> QColor:
    """The color of a class or of a height."""
    if not drawing.classes:
        return QColor(int(theme.ramp("tile")[round(255 * _scale(drawing).fraction(target))]))
    if len(drawing.classes) > BINARY_CLASSES:
        return class_color(theme, round(target))
    return theme.color("pos" if target > 0 else "neg")


def _scale(drawing: Drawing) -> MapScale:
    if drawing.classes:
        return MapScale(0.0, 1.0, 0.5, "", "", drawing.classes)
    reach = round_up(max(1.0, float(np.abs(drawing.targets).max(initial=0))))
    return MapScale(-reach, reach, None, "", "")
