"""The names of lines, each beside its own line where no other runs."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from bplab.arrays import Array
from bplab.ui.style.theme import Theme
from bplab.ui.views.plot.captions import VEIL, crossed
from bplab.ui.views.plot.crossing import crossings, ends_of

SHARES = (0.3, 0.5, 0.7, 0.15, 0.4, 0.6, 0.85)  # of the width of the plot, best first
AWAY = 7.0  # pixels from the line to its name
FARTHER = (1.0, 2.5, 4.0)


class Name(NamedTuple):
    """A text and the line that it names.

    Shapes: steps (n, 4) in pixels.
    """

    text: str
    color: QColor
    steps: Array


class Names:
    """Chooses the places, and keeps them while they are free."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}

    def draw(
        self,
        painter: QPainter,
        field: QRectF,
        theme: Theme,
        names: Sequence[Name],
        lines: Sequence[Array],
        taken: Sequence[QRectF],
    ) -> None:
        """Draw all names, on a translucent ground where every place is crossed."""
        font, occupied = theme.font("caption", 600), list(taken)
        painter.setFont(font)
        for name in names:
            places = places_of(name, QFontMetricsF(font), field)
            if not places:
                continue
            place = self._choose(name.text, places, lines, occupied)
            occupied.append(place)
            if crossed(place, lines):
                veil = QColor(theme.color("panel"))
                veil.setAlphaF(VEIL)
                painter.fillRect(place, veil)
            painter.setPen(name.color)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name.text)

    def _choose(self, text: str, places: list[QRectF], lines: Sequence[Array], taken: list[QRectF]) -> QRectF:
        """The last place or the best that is free; in a crowd, on no other text, where fewest lines run."""
        last = self._at.get(text, 0) % len(places)
        order = last, *range(len(places))
        clear = [at for at in order if not any(places[at].intersects(other) for other in taken)] or [last]
        chosen = clear[0]
        if crossed(places[chosen], lines):
            ends = ends_of(places[at] for at in clear)
            chosen = clear[int(np.argmin(np.sum([crossings(ends, line) for line in lines], axis=0)))]
        self._at[text] = chosen
        place: QRectF = places[chosen]
        return place


def places_of(name: Name, metrics: QFontMetricsF, field: QRectF) -> list[QRectF]:
    """Where a name may stand: below and above its line, at several places along it, within the plot."""
    if not len(name.steps):
        return []
    width, height = metrics.horizontalAdvance(name.text) + 4, metrics.height()
    found = []
    for far in FARTHER:
        for share in SHARES:
            x = field.left() + share * field.width()
            at = int(np.searchsorted(name.steps[:, 2], x))
            if at < len(name.steps):
                y = float(name.steps[at, 3])
                found.append(QRectF(x - width, y + far * AWAY, width, height))
                found.append(QRectF(x - width / 2, y - far * AWAY - height, width, height))
    return [place for place in found if field.contains(place)]
