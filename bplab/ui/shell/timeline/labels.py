"""Where the names of bookmarks and marks stand: none crosses another, a ring, or the handle."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from bplab.storage.document import Bookmark
from bplab.ui.shell.timeline.axis import Axis
from bplab.ui.shell.timeline.state import Mark, TimelineState

TOP, BOTTOM = 3.0, 15.0  # of a name
RING, RING_Y = 5.5, 18.0  # half a bookmark's ring, and the center of all rings
HANDLE = 7.0
AWAY, PAD = 2.0, 3.0  # from a bookmark's stem to its name's box, and from there to the text
ICON = 11.0  # of a mark; its text follows
LONGEST = 140.0


@dataclass(frozen=True)
class Label:
    """A name in its place; `place` is None where there is no room."""

    of: Bookmark | Mark
    text: str
    x: float  # of the step
    place: QRectF | None


def labels_of(state: TimelineState, axis: Axis, metrics: QFontMetricsF, at: int) -> list[Label]:
    """Place all names while the handle is at a step: marks first, then its own, then from left to right."""
    taken = [_around(axis.x_of(at), HANDLE + 1, RING_Y - HANDLE)]
    stems = {one: _around(axis.x_of(one.step), RING, TOP) for one in state.bookmarks}
    found = []
    for mark in state.marks:
        icon = _around(axis.x_of(mark.step), ICON / 2 + 1, TOP)
        taken.append(icon)
        found.append(_label(mark, mark.text, axis, metrics, taken, [*stems.values(), *taken[:-1]], ICON / 2))
    order = sorted(state.bookmarks, key=lambda one: (one.step != at, one.step))
    for bookmark in order:
        beside = HANDLE if bookmark.step == at else 0.0
        others = [stem for one, stem in stems.items() if one is not bookmark]
        found.append(_label(bookmark, bookmark.name, axis, metrics, taken, [*others, *taken], beside))
    return found


def _label(
    of: Bookmark | Mark,
    name: str,
    axis: Axis,
    metrics: QFontMetricsF,
    taken: list[QRectF],
    obstacles: Sequence[QRectF],
    beside: float,
) -> Label:
    """Place one name at the right of its step, or at the left, and keep others off."""
    text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, LONGEST)
    width, x = metrics.horizontalAdvance(text) + 2 * PAD, axis.x_of(of.step)
    for left in (x + beside + AWAY, x - beside - AWAY - width):
        place = QRectF(left, TOP, width, BOTTOM - TOP)
        inside = left >= axis.left - HANDLE and place.right() <= axis.right + HANDLE
        if text and inside and not any(place.intersects(other) for other in obstacles):
            taken.append(place)
            return Label(of, text, x, place)
    return Label(of, text, x, None)


def _around(x: float, half: float, top: float) -> QRectF:
    return QRectF(x - half, top, 2 * half, RING_Y + HANDLE - top)
