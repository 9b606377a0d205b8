"""A bar an example: its ∂ℓ/∂w, the one that is looked at framed, and a dashed line at the mean of all."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bplab.arrays import Array
from bplab.numerals import exact
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme

WIDEST = 28.0
MEAN_ROOM = 40
PALE = 0.55
CHOOSES = "A click or Enter looks at this example; arrow keys go to the next."


class Bars:
    """Where the bars of a batch stand."""

    def __init__(self, values: Array, mean: float, example: int | None, place: QRectF) -> None:
        self.values, self._mean, self.example = values, mean, example
        room = place.width() - (MEAN_ROOM if len(values) > 1 else 0)
        self.place = QRectF(place.left(), place.top(), room, place.height())
        self.step = min(WIDEST, room / len(values))
        known = values[np.isfinite(values)]
        low, high = min(0.0, known.min(initial=0.0)), max(0.0, known.max(initial=0.0))
        self._scale = (place.height() - 4) / (high - low) if high > low else 0.0
        self._zero = place.top() + 2 + high * self._scale

    def at(self, x: float) -> int:
        """Which example's bar stands there, from 0."""
        return min(max(int((x - self.place.left()) / self.step), 0), len(self.values) - 1)

    def box(self, example: int) -> QRectF:
        """Where an example's bar stands, over all the height."""
        return QRectF(
            self.place.left() + example * self.step, self.place.top(), self.step, self.place.height()
        )

    def y(self, value: float) -> float:
        """The height of a value."""
        return float(self._zero - value * self._scale)

    def tell(self, example: int, name: str) -> str:
        """Say one bar's number with all its digits."""
        value = exact(float(self.values[example]))
        return f"example {example + 1:,} of {len(self.values):,}: {name} = {value}\n{CHOOSES}"

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Draw them."""
        gap = 1.0 if self.step >= 3 else 0.0
        for color, chosen in ((theme.color("pos"), self.values > 0), (theme.color("neg"), self.values < 0)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_pale(color))
            painter.drawRects([self._bar(int(each), gap) for each in np.flatnonzero(chosen)])
        painter.setPen(QPen(theme.color("line2"), 1))
        right = self.place.left() + self.step * len(self.values)
        painter.drawLine(QLineF(self.place.left(), self._zero, max(right, self.place.right()), self._zero))
        if self.example is not None:
            self._paint_chosen(painter, theme, gap)
        if len(self.values) > 1 and np.isfinite(self._mean):
            pen = QPen(theme.color("text"), 1.2)
            pen.setDashPattern([3, 2.5])
            painter.setPen(pen)
            y = self.y(self._mean)
            painter.drawLine(QLineF(self.place.left(), y, self.place.right(), y))
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("t2"))
            painter.drawText(
                QRectF(self.place.right() + 6, y - 9, MEAN_ROOM, 16), Qt.AlignmentFlag.AlignVCenter, "mean"
            )

    def _bar(self, example: int, gap: float) -> QRectF:
        value = float(self.values[example])
        value = value if np.isfinite(value) else 0.0
        top, bottom = sorted((self.y(value), self._zero))
        return QRectF(self.place.left() + example * self.step, top, self.step - gap, max(bottom - top, 0.5))

    def _paint_chosen(self, painter: QPainter, theme: Theme, gap: float) -> None:
        example = self.example or 0
        value = float(self.values[example])
        if value:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("pos" if value > 0 else "neg"))
            painter.drawRect(self._bar(example, gap))
        draw_frame(painter, self.box(example).adjusted(-1.5, -1, 1, 1), None, theme.color("acc"), 3, 1.6)


def _pale(color: QColor) -> QColor:
    found = QColor(color)  # the theme's own stays as it is
    found.setAlphaF(PALE)
    return found
