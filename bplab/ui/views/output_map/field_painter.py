"""Draws the samples of an output map in the colors of its scale, with the line where the decision changes."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from bplab.arrays import Words
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.background import ratio_of
from bplab.ui.views.output_map.class_colors import class_ramps, decided_ramps
from bplab.ui.views.output_map.classes import ClassField
from bplab.ui.views.output_map.field import MapField
from bplab.ui.views.output_map.scale import MapScale, decided_ramp

BOUNDARY_WIDTH = 1.3


class FieldPainter:
    """Keeps the pixels until they are stale."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.field: MapField | None = None
        self.stale = True  # the pixels are older than the samples, or in other colors

    def paint(
        self,
        painter: QPainter,
        square: QRectF,
        values: npt.NDArray[np.floating] | None,
        scale: MapScale | None,
        decided: bool,
    ) -> None:
        """Draw the samples, or one color where they are no numbers."""
        if values is None or scale is None or not np.isfinite(values).all():
            painter.fillRect(square, self._theme.color("zero"))
            return
        ratio = ratio_of(painter)
        side, samples = round(square.width() * ratio), values.shape[-1]
        kind = ClassField if scale.many else MapField
        field = self.field
        if field is None or (type(field), field.side, field.samples) != (kind, side, samples):
            field = self.field = kind(samples, side)
            self.stale = True
        if self.stale:
            self._render(field, values, scale, BOUNDARY_WIDTH * ratio, decided)
            self.stale = False
        painter.drawImage(square, field.image)

    def ramp(self, scale: MapScale, decided: bool) -> Words:
        """The colors of one output, or of two decided classes."""
        ramp = self._theme.ramp("map")
        return decided_ramp(ramp, scale) if decided else ramp

    def _render(
        self,
        field: MapField,
        values: npt.NDArray[np.floating],
        scale: MapScale,
        width: float,
        decided: bool,
    ) -> None:
        if isinstance(field, ClassField):
            ramps = class_ramps(self._theme, len(scale.classes))
            ramps = decided_ramps(ramps) if decided else ramps
            field.render_classes(values, scale.low, scale.high, ramps)
            field.shade_borders(self._line_color(), width)
            return
        field.render(values, scale.low, scale.high, scale.threshold, self.ramp(scale, decided))
        if scale.threshold is not None:
            field.shade_boundary(self._line_color(), width)

    def _line_color(self) -> QColor:
        color = QColor(self._theme.color("text"))
        color.setAlphaF(0.6)
        return color
