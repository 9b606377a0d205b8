"""The words beside the marks of the plot: each where it covers no mark, no curve and no other word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from bplab.arrays import Array, Floats
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.plot.crossing import crossings, ends_of

AWAY = (8.0, 14.0, 24.0, 36.0, 52.0)  # pixels from the mark, the nearest first
LINE = 14.0
LINE_COST = 150.0
GRID = 10.0  # pixels between the places that are tried where nothing near the mark is free


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


Corners = list[tuple[float, float]]
Candidates = Callable[[Label, float, float, QRectF], Corners]


def place_labels(
    labels: Sequence[Label], metrics: QFontMetricsF, inside: QRectF, marks: list[QRectF], drawn: list[Array]
) -> list[Placed]:
    """Give each label its first free place; where all are taken, the one that covers least.

    One that fits nowhere in a line has its number in a second one; where nothing near its mark is free, it
    stands at the nearest place that is.

    Shapes: drawn (n, 4) each, as steps in pixels.
    """
    taken, found = ends_of(marks), list[Placed]()
    for label in labels:
        placed = _placed(label, metrics, inside, taken, drawn)
        taken = np.append(taken, ends_of([placed.place]), axis=0)
        found.append(placed)
    return found


def _placed(
    label: Label, metrics: QFontMetricsF, inside: QRectF, taken: Floats, drawn: list[Array]
) -> Placed:
    """A label in its first free place, or where it covers least."""
    texts = list(dict.fromkeys((label.text, "\n".join(label.text.rsplit(" ", 1)))))
    found, least = Placed(label.text, QRectF()), np.inf
    for candidates, text in product((_around, _anywhere), texts):
        places = _places(label, text, metrics, inside, candidates)
        costs = _costs(places, taken, drawn)
        best = int(costs.argmin())
        if costs[best] < least:
            left, top, right, bottom = places[best].tolist()
            found, least = Placed(text, QRectF(left, top, right - left, bottom - top)), costs[best]
        if least == 0:
            break
    return found


def _places(
    label: Label, text: str, metrics: QFontMetricsF, inside: QRectF, candidates: Candidates
) -> Floats:
    """The places of words, the best first, moved by as little as brings them within a rectangle.

    Shapes: (places, 4), left, top, right, bottom.
    """
    lines = text.split("\n")
    width, height = max(map(metrics.horizontalAdvance, lines)) + 2, LINE * len(lines)
    x, y = np.array(candidates(label, width, height, inside)).T
    x = np.maximum(inside.left(), np.minimum(x, inside.right() - width))
    y = np.maximum(inside.top(), np.minimum(y, inside.bottom() - height))
    return np.stack([x, y, x + width, y + height], axis=1)


def _around(label: Label, width: float, height: float, _inside: QRectF) -> Corners:
    """Where the upper left corner may be around the mark."""
    found, (at_x, at_y) = [], label.at.toTuple()
    for away in AWAY:
        left, right = at_x - away - width, at_x + away
        above, below = at_y - away - height, at_y + away
        sides = (left, right) if label.left else (right, left)
        found += [(x, y) for x in sides for y in (at_y - height / 2, above, below)]
        found += [(at_x - width / 2, y) for y in (above, below)]
    return found


def _anywhere(label: Label, width: float, height: float, inside: QRectF) -> Corners:
    """Where the upper left corner may be in the whole rectangle, the nearest to the mark first."""
    xs = np.arange(inside.left(), inside.right() - width + GRID, GRID)
    ys = np.arange(inside.top(), inside.bottom() - height + GRID, GRID)
    x, y = (each.ravel() for each in np.meshgrid(xs, ys))
    away = np.hypot(x + width / 2 - label.at.x(), y + height / 2 - label.at.y())
    order = np.argsort(away, kind="stable")
    return list(zip(x[order].tolist(), y[order].tolist(), strict=True))


def _costs(places: Floats, taken: Floats, drawn: list[Array]) -> Floats:
    """How much each place would cover: square pixels of others, and a line as much as a small word.

    Shapes: (places, 4), (others, 4) -> (places,).
    """
    begin = np.maximum(places[:, None, :2], taken[:, :2])
    end = np.minimum(places[:, None, 2:], taken[:, 2:])
    covered: Floats = np.maximum(end - begin, 0.0).prod(axis=2).sum(axis=1)
    for line in drawn:
        covered += LINE_COST * crossings(places, line)
    return covered
