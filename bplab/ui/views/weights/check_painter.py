"""Paints the map of checked gradients: the size of each error as a color, and marks for what is excluded."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from bplab.arrays import Floats, Words
from bplab.experiment.parameters import Parameter
from bplab.explain.check_map import KINK, NONE, SMALL, CheckMap
from bplab.nn.gradcheck import TOLERANCE
from bplab.numerals import decade
from bplab.ui.canvas.base.wording import parameter_title
from bplab.ui.controls.painting import draw_frame
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.heat import between
from bplab.ui.views.base.ramp import draw_ramp
from bplab.ui.views.weights.check_layout import Block
from bplab.ui.views.weights.image import image_of

SPANS = 12, 6  # decades of an axis, of relative and of absolute errors
MARKED = 6.0  # pixels from which on a cell has room for a mark
PARTED = 8.0  # pixels from which on lines part the cells
MOST = 4_000  # marks
BAR = 110
CENTER = Qt.AlignmentFlag.AlignCenter


class ErrorScale(NamedTuple):
    """Decades of an error, and the colors of what agrees and of what does not."""

    low: int
    high: int
    agree: Words  # (256,)
    differ: Words

    def color(self, errors: Floats, wrong: Floats) -> Words:
        """Color errors; those of parameters whose relative error is too large stand out.

        Shapes: any, both and the result.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            share = (np.log10(errors) - self.low) / (self.high - self.low)
        places = np.clip(np.rint(255 * np.nan_to_num(share, nan=1.0, neginf=0.0)), 0, 255).astype(np.uint8)
        colors: Words = np.where(~(wrong <= TOLERANCE), self.differ[places], self.agree[places])
        return colors


def scale_of(blocks: Sequence[Floats], theme: Theme, *, relative: bool) -> ErrorScale:
    """Choose decades: around the tolerance, or below the largest absolute error."""
    largest = max((float(np.nanmax(block, initial=0.0)) for block in blocks), default=0.0)
    high = 0 if relative else ceil(log10(largest)) if 0 < largest < np.inf else 0
    low = high - SPANS[0 if relative else 1]
    soft, strong = theme.color("okw"), theme.color("ok")
    agree = _ramp([between(soft, strong, share / 255).rgb() for share in range(256)])
    soft, strong = theme.color("badw"), theme.color("bad")
    differ = _ramp([between(soft, strong, 0.35 + 0.65 * share / 255).rgb() for share in range(256)])
    return ErrorScale(low, high, agree, differ)


def _ramp(colors: list[int]) -> Words:
    return np.array(colors, np.uint32)


def paint_block(
    painter: QPainter, block: Block, errors: Floats, beyond: Floats, scale: ErrorScale, theme: Theme
) -> None:
    """Draw the cells of a layer, each with the worst of its errors."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    excluded = np.array([theme.color(name).rgb() for name in ("panel", "hover", "line")], np.uint32)
    pairs = zip(block.cells(errors), block.cells(beyond), (block.weights, block.biases), strict=True)
    for values, wrong, place in pairs:
        codes = np.clip(values - NONE, 0, 2).astype(int)  # none, too small, kink
        judged = values >= 0
        colors = np.where(
            judged | np.isnan(values), scale.color(np.maximum(values, 0), wrong), excluded[codes % 3]
        )
        painter.drawImage(place, image_of(colors.astype(np.uint32)))
        _grid(painter, place, values.shape, theme)
        draw_frame(painter, place.adjusted(-1, -1, 1, 1), None, theme.color("line2"), 1)
        _marks(painter, place, values, wrong, theme)


def _grid(painter: QPainter, place: QRectF, shape: tuple[int, ...], theme: Theme) -> None:
    """Part cells that are large enough."""
    width, height = place.width() / shape[1], place.height() / shape[0]
    if min(width, height) < PARTED:
        return
    painter.setPen(QPen(theme.color("panel"), 1))
    for column in range(1, shape[1]):
        x = place.left() + column * width
        painter.drawLine(QLineF(x, place.top(), x, place.bottom()))
    for row in range(1, shape[0]):
        y = place.top() + row * height
        painter.drawLine(QLineF(place.left(), y, place.right(), y))


def _marks(painter: QPainter, place: QRectF, values: Floats, wrong: Floats, theme: Theme) -> None:
    """Mark kinks by a stroke, what is too small by a dot, and what disagrees by a cross."""
    rows, columns = values.shape
    width, height = place.width() / columns, place.height() / rows
    found = np.argwhere((values == KINK) | (values == SMALL) | ~(wrong <= TOLERANCE))
    if min(width, height) < MARKED or len(found) > MOST:
        return
    size = min(3.5, min(width, height) / 2 - 1.5)
    for row, column in found.tolist():
        at = QPointF(place.left() + (column + 0.5) * width, place.top() + (row + 0.5) * height)
        paint_mark(painter, at, size, values[row, column], theme)


def paint_mark(painter: QPainter, at: QPointF, size: float, value: float, theme: Theme) -> None:
    """Draw one mark around a point."""
    if value == SMALL:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("t3"))
        painter.drawEllipse(at, 1.3, 1.3)
        return
    painter.setPen(QPen(theme.color("t2" if value == KINK else "panel"), 1.4))
    painter.drawLine(QLineF(at.x() - size, at.y() + size, at.x() + size, at.y() - size))
    if value != KINK:
        painter.drawLine(QLineF(at.x() - size, at.y() - size, at.x() + size, at.y() + size))


def paint_axis(painter: QPainter, right: float, scale: ErrorScale, theme: Theme) -> None:
    """Draw the colors of what agrees as an axis."""
    bar = QRectF(right - BAR, 8, BAR, 8)
    ticks = [
        (share, decade(floor(scale.low + share * (scale.high - scale.low)))) for share in (0.0, 0.5, 1.0)
    ]
    draw_ramp(painter, bar, scale.agree, theme, ticks)


def paint_legend(
    painter: QPainter, left: float, y: float, counts: Sequence[tuple[float, int]], theme: Theme
) -> None:
    """Explain the marks that there are, and count them."""
    names = {KINK: "next to a kink", SMALL: "too small to judge", np.inf: "disagree"}
    font = theme.font("caption")
    for value, count in counts:
        if not count:
            continue
        box = QRectF(left, y - 6, 12, 12)
        fill = theme.color("bad" if value > 0 else "line" if value == KINK else "hover")
        draw_frame(painter, box, fill, theme.color("line2"), 2)
        paint_mark(painter, box.center(), 3.0, value, theme)
        text = f"{count:,} {names[value]}"
        painter.setFont(font)
        painter.setPen(theme.color("t2"))
        wide = painter.fontMetrics().horizontalAdvance(text)
        painter.drawText(QRectF(left + 18, y - 9, wide + 4, 18), Qt.AlignmentFlag.AlignVCenter, text)
        left += wide + 38


def write(painter: QPainter, place: QRectF, text: str, ink: QColor, theme: Theme) -> None:
    """Write one line, shortened where there is no room."""
    font = theme.font("caption", 600)
    painter.setFont(font)
    painter.setPen(ink)
    fitting = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, fitting)


def lines_of(found: CheckMap, parameter: Parameter) -> list[str]:
    """Describe one parameter with all digits."""
    build, checked = found.point.build, found.at(parameter)
    head = f"{parameter.name} {parameter_title(build.spec, build.shape, parameter)}"
    return [head, *(checked.lines if checked is not None else ("there is no such connection",))]
