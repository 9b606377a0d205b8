"""What is meant by a pixel of the timeline, and what is said about it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF

from bplab.storage.document import Bookmark
from bplab.ui.scores import loss_text
from bplab.ui.shell.timeline.axis import Axis
from bplab.ui.shell.timeline.labels import RING, RING_Y, Label
from bplab.ui.shell.timeline.state import TimelineState

SNAP = 4.0  # pixels: as near to a bookmark or a mark, its step is meant
REACH = RING + 1  # around the center of a ring


def bookmark_under(labels: Sequence[Label], at: QPointF) -> Bookmark | None:
    """The bookmark whose ring or name is at a pixel; rings come first."""
    named = None
    for label in labels:
        if isinstance(label.of, Bookmark):
            if QRectF(label.x - REACH, RING_Y - REACH, 2 * REACH, 2 * REACH).contains(at):
                return label.of
            if label.place is not None and label.place.contains(at):
                named = label.of
    return named


def step_near(state: TimelineState, axis: Axis, x: float) -> int:
    """The step meant by a pixel: that of a bookmark or a mark if one is near."""
    marked = [one.step for one in state.bookmarks] + [one.step for one in state.marks]
    near = [(abs(axis.x_of(step) - x), step) for step in marked]
    distance, step = min(near, default=(SNAP + 1, 0))
    return step if distance <= SNAP else min(max(axis.step_at(x), 0), state.end)


def words_of(state: TimelineState, step: int) -> str:
    """Describe a step: what is marked there, its epoch, its number, and the loss if it is known."""
    named = state.bookmark_at(step)
    marked = [named.name] if named is not None else []
    marked += [mark.text for mark in state.marks if mark.step == step]
    found = state.silhouette.loss_at(state.epoch_of(step))
    loss = "" if found is None else f", train loss {'' if found[1] else '≈ '}{loss_text(found[0])}"
    return "\n".join([*marked, state.words(step) + loss])
