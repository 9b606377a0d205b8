"""The loss around one parameter as a curve: few points at once, more when there is time."""

from dataclasses import dataclass, replace

import numpy as np

from bplab.arrays import Array
from bplab.explain.slope.line import Turn, no_turn
from bplab.explain.slope.point import Point, Steps

COARSE, FINER = 21, 3  # points at once; how many intervals each one between them becomes when there is time
REACH, SHARE = 1.5, 0.75  # the axis reaches so far to both sides of w, or this share of |w|
ROOM = 1.3  # or so many times as far as the farthest landing
WIDEST = 2.5  # times as far as needed an axis may reach before it is made anew


@dataclass(frozen=True, eq=False)
class Slope:
    """The loss around one parameter, and the steps of a learning rate.

    Shapes: values, losses (points,), from left to right, evenly spaced over the span.
    """

    point: Point
    steps: Steps
    span: tuple[float, float]
    values: Array
    losses: Array

    @property
    def is_refined(self) -> bool:
        """Whether all points are there that are worth computing."""
        return len(self.values) > COARSE

    @property
    def curve(self) -> tuple[Array, Array]:
        """The losses with the marks between them, exactly where they are.

        Shapes: (points and marks,).
        """
        marks = [(self.point.value, self.point.now)]
        marks += [(each.value, each.loss) for each in (self.steps.plain, self.steps.own) if each]
        inside = [mark for mark in marks if self.span[0] <= mark[0] <= self.span[1]]
        extra = np.array(inside).reshape(-1, 2)
        x, y = np.append(self.values, extra[:, 0]), np.append(self.losses, extra[:, 1])
        order = np.argsort(x, kind="stable")
        return x[order], y[order]


def slope_of(
    point: Point, rate: float, before: Slope | None = None, turn: Turn = no_turn, count: int = COARSE
) -> Slope:
    """Compute the loss around a parameter and where its steps land.

    The axis of what was shown before stays if it still serves; so do its points if they are of this point.
    """
    with np.errstate(all="ignore"):
        steps = point.steps(rate)
    turn()
    landings = [each.value for each in (steps.plain, steps.own) if each]
    span = span_of(point.value, landings, before.span if before else None)
    if before is not None and before.point is point and before.span == span:
        return replace(before, steps=steps)
    values = np.linspace(*span, count)
    return Slope(point, steps, span, values, point.line.losses(values, turn))


def refined(slope: Slope, turn: Turn = no_turn) -> Slope:
    """Compute the points between, those that are there are kept."""
    count = FINER * (len(slope.values) - 1) + 1
    values, losses = np.linspace(*slope.span, count), np.empty(count)
    between = np.arange(count) % FINER != 0
    losses[~between] = slope.losses
    losses[between] = slope.point.line.losses(values[between], turn)
    return replace(slope, values=values, losses=losses)


def span_of(value: float, landings: list[float], before: tuple[float, float] | None) -> tuple[float, float]:
    """Choose an axis around a parameter with room for its landings; the one before, while it serves."""
    marks = [mark for mark in landings if np.isfinite(mark)]
    farthest = max((abs(mark - value) for mark in marks), default=0.0)
    reach = max(REACH, SHARE * abs(value), ROOM * farthest)
    if before is not None:
        low, high = before
        edge = 0.1 * (high - low)
        serves = all(low + edge <= mark <= high - edge for mark in (value, *marks))
        central = abs(value - (low + high) / 2) <= 0.2 * (high - low)
        if serves and central and high - low <= 2 * WIDEST * reach:
            return before
    return value - reach, value + reach
