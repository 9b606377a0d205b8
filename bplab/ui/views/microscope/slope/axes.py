"""Which part of the loss the plot shows: the steps whole, and of the curve what that leaves readable."""

import numpy as np

from bplab.arrays import Array
from bplab.explain.slope.curve import Slope
from bplab.ui.views.base.ticks import linear_ticks
from bplab.ui.views.plot.axes import Axes

ABOVE = 1.25  # of the marks' own spread that the curve may rise above them
LEAST = 0.3  # of the curve's spread near the parameter that counts as the marks' own, at least
AIR = 0.1  # of the height, kept free above and below


def axes_of(slope: Slope, x_marks: int, y_marks: int) -> Axes:
    """Work out the ranges, and marks that fit into the room."""
    low, high = _losses_shown(slope)
    air = AIR * (high - low)
    low, high = low - air, high + air
    return Axes(
        x_range=slope.span,
        y_range=(low, high),
        x_ticks=tuple(linear_ticks(*slope.span, x_marks)),
        y_ticks=tuple(linear_ticks(low, high, y_marks)),
    )


def _losses_shown(slope: Slope) -> tuple[float, float]:
    """The lowest and the highest loss."""
    marks = [slope.point.now, *(each.loss for each in slope.steps[1:] if each is not None)]
    marks = [mark for mark in marks if np.isfinite(mark)]
    curve = slope.losses[np.isfinite(slope.losses)]
    lowest, highest = min([*marks, *curve.tolist()]), max(marks)
    spread = max(highest - lowest, LEAST * _near(slope))
    top = max(highest, min(float(curve.max(initial=highest)), highest + ABOVE * spread))
    least = 1e-9 * max(abs(lowest), abs(top), 1e-9)  # a flat line has a height too
    return (lowest, top) if top - lowest > least else (lowest - 500 * least, top + 500 * least)


def _near(slope: Slope) -> float:
    """How far the curve varies in the middle half of the axis."""
    middle, half = sum(slope.span) / 2, (slope.span[1] - slope.span[0]) / 4
    near: Array = slope.losses[np.abs(slope.values - middle) <= half]
    near = near[np.isfinite(near)]
    return float(np.ptp(near)) if near.size else 0.0
