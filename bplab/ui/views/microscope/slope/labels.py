"""The words beside the marks of the plot: each where it covers no mark, no curve and no other word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from bplab.arrays import Array
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.plot.captions import crossed

AWAY = (8.0, 14.0, 24.0, 36.0, 52.0)  # pixels from the mark, the nearest first
LINE = 14.0
LINE_COST = 150.0


@dataclass(frozen=True)
class Label:
    """Words of one mark, one or more lines, and where the mark is."""

    text: str
    color: ColorToken
    at: QPointF
    left: bool = False  # rather at the left of it


class Placed(NamedTuple):
    """Words where they stand, in as many lines as they then have."""

    text: str
    place: QRectF


def place_labels(
    labels: Sequence[Label], metrics: QFontMetricsF, inside: QRectF, marks: list[QRectF], drawn: list[Array]
) -> list[Placed]:
    """Give each label its first free place; where all are taken, the one that covers least.

    One that fits nowhere in a line has its number in a second one.

    Shapes: drawn (n, 4) each, as steps in pixels.
    """
    taken, found = list(marks), list[Placed]()
    for label in labels:
        best, least = Placed(label.text, QRectF()), inf
        for text in dict.fromkeys((label.text, "\n".join(label.text.rsplit(" ", 1)))):
            for place in _places(label, text, metrics):
                moved = moved_into(place, inside)
                cost = _cost(moved, taken, drawn, least)
                if cost < least:
                    best, least = Placed(text, moved), cost
        taken.append(best.place)
        found.append(best)
    return found


def _places(label: Label, text: str, metrics: QFontMetricsF) -> Iterator[QRectF]:
    lines = text.split("\n")
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2
    return _candidates(label, width, LINE * len(lines))


def moved_into(place: QRectF, inside: QRectF) -> QRectF:
    """Move a place by as little as brings it within a rectangle."""
    x = max(inside.left(), min(place.x(), inside.right() - place.width()))
    y = max(inside.top(), min(place.y(), inside.bottom() - place.height()))
    return QRectF(x, y, place.width(), place.height())


def _candidates(label: Label, width: float, height: float) -> Iterator[QRectF]:
    for away in AWAY:
        left, right = label.at.x() - away - width, label.at.x() + away
        above, below = label.at.y() - away - height, label.at.y() + away
        beside = label.at.y() - height / 2
        for x in (left, right) if label.left else (right, left):
            for y in (beside, above, below):
                yield QRectF(x, y, width, height)
        for y in (above, below):
            yield QRectF(label.at.x() - width / 2, y, width, height)


def _cost(place: QRectF, taken: list[QRectF], drawn: list[Array], least: float) -> float:
    """How much a place would cover: square pixels of others, and a line as much as a small word.

    A place that costs at least as much as the best before it is not looked at further.
    """
    covered = 0.0
    if least > 0:
        overlaps = (place.intersected(other) for other in taken)
        covered = sum(overlap.width() * overlap.height() for overlap in overlaps)
    for line in drawn:
        if covered >= least:
            break
        covered += LINE_COST if crossed(place, [line]) else 0.0
    return covered
