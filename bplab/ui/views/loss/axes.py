"""Ranges, tick marks and notes of the loss plot, computed from its lines and kept stable."""

from dataclasses import dataclass

import numpy as np

from bplab.numerals import percent, short
from bplab.training.guessing import guessing
from bplab.training.snapshot import Snapshot
from bplab.ui.views.base.ticks import ENDS, Tick, linear_ticks, log_ticks, round_up
from bplab.ui.views.plot.axes import Axes
from bplab.ui.views.plot.curves import Line, Span, linear_span, log_span, share_span

SHORTEST = 10.0  # minimum number of epochs shown once there is a curve
BEFORE = 100.0  # and before that
Y_ENDS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True)
class Guess:
    """What a network without learning reaches, and its name."""

    value: float
    text: str


def guess_of(snapshot: Snapshot, what: str) -> Guess | None:
    """What guessing reaches: the loss per example of a constant output, or the most frequent class."""
    if what == "loss":
        found = guessing(snapshot.prepared, snapshot.shape.coding, snapshot.spec.loss)
        return Guess(found[0], f"guessing: {found[1]}") if found else None
    dataset = snapshot.prepared.dataset
    if not dataset.classes:
        return None
    counts = np.bincount(dataset.targets[snapshot.prepared.split.train], minlength=len(dataset.classes))
    share = float(counts.max() / counts.sum())
    return Guess(share, f"always {dataset.classes[int(counts.argmax())]}: {percent(share)} of train")


def axes_of(lines: list[Line], what: str, log: bool, guess: Guess | None, last: float, started: bool) -> Axes:
    """Compute the axes for lines up to the epoch `last`."""
    level = None if guess is None else float(np.log10(guess.value)) if log else guess.value
    span = _span(lines, what, log, level)
    end = round_up(max(last, SHORTEST), ENDS) if started else BEFORE
    return Axes(
        x_range=(0.0, end),
        y_range=(span.low, span.high),
        x_ticks=tuple(linear_ticks(0.0, end, 5, whole=True)),
        y_ticks=_y_ticks(span, what, log),
        level=level,
        level_text=guess.text if guess else "",
        cut_text=f"earlier: up to {short(10**span.cut if log else span.cut)}" if span.cut is not None else "",
        message="" if started else "The curve starts with the first step",
    )


def _span(lines: list[Line], what: str, log: bool, level: float | None) -> Span:
    if what == "accuracy":
        return share_span(lines)
    return log_span(lines, level) if log else linear_span(lines, level, Y_ENDS)


def _y_ticks(span: Span, what: str, log: bool) -> tuple[Tick, ...]:
    if log:
        return tuple(log_ticks(span.low, span.high))
    ticks = linear_ticks(span.low, span.high, 6)
    if what == "accuracy":
        return tuple(Tick(at, f"{100 * at:.0f} %") for at, _ in ticks)
    return tuple(ticks)
