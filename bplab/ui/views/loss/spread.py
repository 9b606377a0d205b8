"""Other seeds in the loss plot: the median, the middle half and all, and a threshold to count below."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from bplab.arrays import Floats
from bplab.numerals import plain
from bplab.trials.group import SeedGroup
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.heat import between
from bplab.ui.views.loss.overlay import decimated
from bplab.ui.views.loss.series import Series
from bplab.ui.views.plot.bands import Band
from bplab.ui.views.plot.curves import EMPTY, Line, line_through, on_axis
from bplab.ui.views.plot.others import Other
from bplab.ui.views.plot.threshold import Threshold

MIDDLE = 0.2  # of the accent over its wash
KEYS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
FINE = 80  # steps of a key or of a drag over a linear axis, at most
HELP = {
    "median": "Half of the seeds are below it, half above, epoch by epoch.",
    "middle half": "Between the quarter of the seeds with the lowest loss and that with the highest.",
    "all": "From the lowest to the highest loss of all seeds that are trained.",
}


@dataclass(frozen=True, eq=False)
class ShownSpread:
    """A group of seeds that has results, and the loss below which they are counted."""

    group: SeedGroup
    threshold: float

    @property
    def last(self) -> float:
        """The last epoch."""
        return float(self.group.spread.epochs[-1])

    def bands(self, theme: Theme, points: int, log: bool) -> tuple[Band, Band]:
        """The areas of all and of the middle half."""
        spread, wash = self.group.spread, theme.color("accw")
        x, low = _reduced(spread.epochs, spread.low, points, np.minimum)
        _, high = _reduced(spread.epochs, spread.high, points, np.maximum)
        lower, upper = (decimated(spread.epochs, y, points)[1] for y in (spread.lower, spread.upper))
        middle = between(wash, theme.color("acc"), MIDDLE)
        return (
            Band(x, on_axis(low, log), on_axis(high, log), wash),
            Band(x, on_axis(lower, log), on_axis(upper, log), middle),
        )

    def median(self, theme: Theme, points: int, log: bool, *, named: bool) -> Other:
        """The line of the median, not smoothed, as the areas are not; named where no legend has it."""
        x, y = decimated(self.group.spread.epochs, self.group.spread.median, points)
        return Other(
            line_through(x, y, log, 0), theme.color("acc"), name="median" if named else "", width=2.0
        )

    def extent(self, log: bool) -> list[Line]:
        """What the axes have to hold."""
        spread = self.group.spread
        ends = (on_axis(y, log) for y in (spread.low, spread.high))
        return [Line(EMPTY, EMPTY, spread.epochs, y) for y in ends]

    def line(self, log: bool) -> Threshold:
        """The threshold, with a mark where each seed first comes below it."""
        found, below = self.group.found, self.threshold
        reached = f"{found.reached(below)} of {len(found.runs)} reach loss < {plain(below)}"
        marks = (run.reached(below) for run in found.runs)
        return Threshold(
            float(on_axis(np.array([below]), log)[0]),
            (f"{reached}, {found.ending_below(below)} end below it", reached),
            tuple(mark for mark in marks if mark is not None),
        )

    def series(self, own: Sequence[Series], run: int, title: str) -> list[Series]:
        """The line of the current run: its training loss as it is, as are those of the seeds."""
        name = f"seed {self.group.spec.seed}" if run == self.group.run else title or "current run"
        return [replace(one, over=1, title=name) for one in own if one.name == "train"]

    def legend(self, own: Sequence[Series]) -> list[Series]:
        """The median, both areas, and the current run."""
        count = len(self.group.found.runs)
        return [
            Series("median", "acc", None, HELP["median"]),
            Series("middle half", "acc", None, HELP["middle half"], swatch=MIDDLE),
            Series(f"all {count}", "accw", None, HELP["all"], swatch=1.0),
            *own,
        ]


def _reduced(x: Floats, y: Floats, points: int, reduce: np.ufunc) -> tuple[Floats, Floats]:
    """The extremes of neighbors, with the x of their means."""
    starts = np.arange(0, len(x), max(1, math.ceil(len(x) / points)))
    return decimated(x, y, points)[0], reduce.reduceat(y, starts)


def rounded(value: float, y_range: tuple[float, float], log: bool) -> float:
    """A threshold to two digits on a log axis, else to a round part of the axis, above 0."""
    if log:
        return float(f"{10**value:.1e}")
    step = step_of(y_range)
    return float(f"{max(step, round(value / step) * step):.6g}")


def step_of(y_range: tuple[float, float]) -> float:
    """The power of ten by which a threshold moves on a linear axis."""
    return float(10.0 ** math.ceil(math.log10((y_range[1] - y_range[0]) / FINE)))


def moved(event: QKeyEvent, threshold: float, y_range: tuple[float, float], log: bool) -> float | None:
    """The threshold to which Up or Down leads, with Shift ten steps at once; None for other keys."""
    by = KEYS.get(Qt.Key(event.key()))
    if by is None:
        return None
    by *= 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
    if log:
        return rounded(math.log10(threshold) + by / 20, y_range, log)
    return rounded(threshold + by * step_of(y_range), y_range, log)
