"""The output map of more than two classes: which class wins where, and by how much."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from bplab.arrays import Singles, Words
from bplab.ui.style.theme import Theme
from bplab.ui.views.output_map.class_colors import SHADES, class_color
from bplab.ui.views.output_map.field import MapField, beside_another, blended

SWATCH, GAP = 10, 14
TIE = 1e-6  # share of the range: a lead this small is rounding


class ClassField(MapField):
    """Colors each pixel by its winning class, paler the smaller its lead, with a line where classes meet."""

    def render_classes(self, values: npt.NDArray[np.floating], low: float, high: float, ramps: Words) -> None:
        """Color by the winning class and its lead, as a share of the range.

        Shapes: values (classes, n, n); ramps as from `class_ramps`.
        """
        levels = np.empty((len(values), self.side, self.side), np.float32)
        for samples, level in zip(np.asarray(values, np.float32), levels, strict=True):
            self._stretch(samples, level)
        best, second = levels[0].copy(), np.full_like(levels[0], -np.inf)
        self._winner = np.zeros(best.shape, np.uint16)
        for number, level in enumerate(levels[1:], 1):  # class by class: argmax over them is far slower
            np.maximum(second, np.minimum(best, level), out=second)
            np.copyto(self._winner, number, where=level > best)
            np.maximum(best, level, out=best)
        self._lead = best
        self._lead -= second
        self._lead *= np.float32(1 / (high - low))
        np.clip(self._lead, 0, 1, out=self._lead)
        shade = (self._lead * np.float32(SHADES - 1)).astype(np.uint16)
        np.take(ramps, self._winner * np.uint16(SHADES) + shade, out=self._pixels, mode="clip")

    def shade_borders(self, color: QColor, width: float) -> None:
        """Draw the lines between classes, antialiased; none where no class wins.

        Units: width in pixels of the image.
        """
        decided = np.where(self._lead > TIE, self._winner + np.uint16(1), np.uint16(0))
        rows, columns = np.divmod(beside_another(decided), decided.shape[1])
        if rows.size:
            distance = _distance_to_border(self._lead, rows, columns)
            cover = np.clip(width / 2 + 0.5 - distance, 0, 1) * color.alphaF()
            self._pixels[rows, columns] = blended(self._pixels[rows, columns], color, cover)


def _distance_to_border(
    lead: Singles, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]
) -> npt.NDArray[np.float32]:
    """Estimate the distance in pixels to where the lead is 0; it rises again beyond: use the steeper side."""
    last, here = lead.shape[0] - 1, lead[rows, columns]
    across = np.maximum(
        np.abs(lead[rows, np.minimum(columns + 1, last)] - here),
        np.abs(lead[rows, np.maximum(columns - 1, 0)] - here),
    )
    down = np.maximum(
        np.abs(lead[np.minimum(rows + 1, last), columns] - here),
        np.abs(lead[np.maximum(rows - 1, 0), columns] - here),
    )
    return np.asarray(here / np.maximum(np.hypot(across, down), np.float32(1e-12)), np.float32)


def draw_classes(painter: QPainter, row: QRectF, classes: tuple[str, ...], theme: Theme) -> None:
    """Draw a swatch and the name of each class, as many as there is room for."""
    painter.setFont(theme.font("caption"))
    metrics = QFontMetricsF(theme.font("caption"))
    x = row.left()
    for index, name in enumerate(classes):
        width = SWATCH + 6 + metrics.horizontalAdvance(name)
        if x + width > row.right() + 1:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(class_color(theme, index))
        painter.drawRoundedRect(QRectF(x, row.center().y() - SWATCH / 2, SWATCH, SWATCH), 2, 2)
        painter.setPen(theme.color("t2"))
        place = QRectF(x + SWATCH + 6, row.top(), width, row.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
        x += width + GAP
