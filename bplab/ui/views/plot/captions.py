"""The texts within a plot, placed where no line crosses them, if possible."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from bplab.arrays import Array
from bplab.ui.style.prepared_text import draw_centered
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.plot.axes import PlotFrame
from bplab.ui.views.plot.crossing import AIR, crossings, ends_of
from bplab.ui.views.plot.moment import Moment
from bplab.ui.views.plot.threshold import MARK, Threshold

VEIL = 0.85


class Caption(NamedTuple):
    """A text, and its possible positions, best first."""

    text: str
    color: ColorToken
    places: tuple[QRectF, ...]
    font: QFont


def captions_of(
    frame: PlotFrame, theme: Theme, moment: Moment | None = None, threshold: Threshold | None = None
) -> list[Caption]:
    """The texts of a plot: what is cut off, and those of its level, its band, a moment and a threshold."""
    axes, field, font = frame.axes, frame.field, theme.font("tick")
    found, metrics = [], QFontMetricsF(font)
    if axes.cut_text:
        spot = _Spot(field, metrics, axes.cut_text)
        rows = [field.top() + 1 + number * (spot.height + 4) for number in range(3)]
        found.append(Caption(axes.cut_text, "t3", spot.rows(rows, (8.0, None, 0.5)), font))
    if axes.level is not None and axes.level_text and frame.holds(axes.x_range[0], axes.level):
        spot, y = _Spot(field, metrics, axes.level_text), frame.pixel(0, axes.level).y()
        rows = [spot.above(y), spot.below(y)]
        found.append(Caption(axes.level_text, "t2", spot.rows(rows, (None, 8.0, 0.5)), font))
    if axes.band is not None and axes.band_text:
        found.append(_band_caption(frame, font))
    if moment is not None and moment.text and frame.holds(moment.x, axes.y_range[0]):
        spot, x = _Spot(field, metrics, moment.text), frame.pixel(moment.x, 0).x()
        found.append(Caption(moment.text, "acc", spot.beside(x), font))
    if threshold is not None and frame.holds(axes.x_range[0], threshold.y):
        found += _threshold_captions(frame, theme.font("caption", 600), threshold)
    return found


def _threshold_captions(frame: PlotFrame, font: QFont, threshold: Threshold) -> list[Caption]:
    """The first of its texts that fits, beside its line, from which its handle stands out at the left."""
    field, metrics = frame.field, QFontMetricsF(font)
    y = frame.pixel(0, threshold.y).y()
    for text in threshold.texts:
        spot = _Spot(field, metrics, text)
        if spot.width <= field.width() - 16:
            rows = [y + MARK, y - MARK - spot.height]
            return [Caption(text, "ok", spot.rows(rows, (8.0, None, 0.5)), font)]
    return []


def _band_caption(frame: PlotFrame, font: QFont) -> Caption:
    """Name the band inside its upper edge; if it lies beyond an end of the axis, say so there."""
    axes, field = frame.axes, frame.field
    (low, high), (bottom, top) = axes.band or (0.0, 0.0), axes.y_range
    text = (
        f"{axes.band_text} ↑" if low >= top else f"{axes.band_text} ↓" if high <= bottom else axes.band_text
    )
    spot = _Spot(field, QFontMetricsF(font), text)
    upper, lower = frame.pixel(0, min(high, top)).y(), frame.pixel(0, max(low, bottom)).y()
    if low >= top:
        rows = [field.top() + 1 + number * (spot.height + 4) for number in range(3)]
    elif high <= bottom:
        rows = [field.bottom() - spot.height - 1 - number * (spot.height + 4) for number in range(3)]
    else:
        rows = [spot.above(upper), upper + 1, lower - spot.height - 1, spot.below(lower)]
    return Caption(text, "ok", spot.rows(rows, (None, 8.0, 0.5)), font)


class _Spot:
    """Where texts of one size fit into a field."""

    def __init__(self, field: QRectF, metrics: QFontMetricsF, text: str) -> None:
        self.field, self.height = field, metrics.height()
        self.width = metrics.horizontalAdvance(text) + 2

    def above(self, y: float) -> float:
        """The top of a text above a horizontal line."""
        return y - self.height - 2

    def below(self, y: float) -> float:
        """The top of a text below it."""
        return y + 3

    def rows(self, tops: Iterable[float], starts: Sequence[float | None]) -> tuple[QRectF, ...]:
        """All positions in some rows that lie within the field, row by row."""
        kept = [top for top in tops if self.field.top() - 4 <= top <= self.field.bottom() - self.height]
        by_row = [self.along(top, starts) for top in kept or [self.field.top() + 1]]
        return tuple(place for places in zip(*by_row, strict=True) for place in places)

    def beside(self, x: float) -> tuple[QRectF, ...]:
        """Positions at the right and the left of a vertical line, from its lower end up."""
        lefts = [x + 5, x - 5 - self.width]
        lefts = [at for at in lefts if self.field.left() <= at <= self.field.right() - self.width] or lefts
        bottom = self.field.bottom() - self.height - 4
        tops = [bottom - number * (self.height + 4) for number in range(4)]
        return tuple(QRectF(left, top, self.width, self.height) for top in tops for left in lefts)

    def along(self, top: float, starts: Sequence[float | None]) -> tuple[QRectF, ...]:
        """Positions in one row: at distances from the left, at the right (None), or at a width share."""
        field, room = self.field, self.field.width() - self.width
        lefts = (room - 3 if at is None else at if at > 1 else at * room for at in starts)
        return tuple(QRectF(field.left() + max(left, 0.0), top, self.width, self.height) for left in lefts)


class Captions:
    """Chooses the positions, and keeps them until a line crosses: texts that jump cannot be read."""

    def __init__(self) -> None:
        self._at: dict[int, int] = {}
        self._known: object = None  # what the captions were made for
        self._captions: list[Caption] = []

    def draw(
        self,
        painter: QPainter,
        frame: PlotFrame,
        theme: Theme,
        lines: Sequence[Array],
        moment: Moment | None = None,
        threshold: Threshold | None = None,
    ) -> list[QRectF]:
        """Draw all captions, on a translucent background where every position is crossed; return where.

        Shapes: lines (n, 4) each, as steps in pixels.
        """
        key = frame, theme.font("tick"), moment, threshold
        if key != self._known:
            self._known, self._captions = key, captions_of(frame, theme, moment, threshold)
        taken: list[QRectF] = []
        for number, caption in enumerate(self._captions):
            place, is_free = self._place(number, caption, lines, taken)
            taken.append(place)
            if not is_free and crossed(place, lines):
                veil = QColor(theme.color("panel"))
                veil.setAlphaF(VEIL)
                painter.fillRect(place.adjusted(-AIR, 0, AIR, 0), veil)
            painter.setFont(caption.font)
            painter.setPen(theme.color(caption.color))
            draw_centered(painter, place, caption.text, caption.font)
        return taken

    def _place(
        self, number: int, caption: Caption, lines: Sequence[Array], taken: list[QRectF]
    ) -> tuple[QRectF, bool]:
        """Where a caption stands, and whether nothing is in its way there."""
        count = len(caption.places)
        last = self._at.get(number, 0) % count
        for at in (last, *range(count)):
            place: QRectF = caption.places[at]
            if not any(place.intersects(other) for other in taken) and not crossed(place, lines):
                self._at[number] = at
                return place, True
        order = (caption.places[at] for at in (last, *range(count)))
        apart = (place for place in order if not any(place.intersects(other) for other in taken))
        return next(apart, caption.places[last]), False


def crossed(place: QRectF, lines: Sequence[Array]) -> bool:
    """Whether a line runs through a rectangle.

    Shapes: lines (n, 4) each, as steps in pixels.
    """
    return bool(lines) and bool(crossings(ends_of([place]), np.concatenate(lines)).any())
