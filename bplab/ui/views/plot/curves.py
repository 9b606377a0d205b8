"""From a run's history to the lines of a plot: decimated, on a linear or log axis, smoothed and raw."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bplab.arrays import Floats
from bplab.training.track import Track

EMPTY = np.empty(0)
WIDEST = 100.0  # number of buckets that the strongest smoothing covers
DECADES = 4.0  # maximum number of decades of a log axis, which otherwise shows only the recent part
LEAST, MOST = 1e-300, 1e300  # ends of a linear axis, whose ticks and pixels are still numbers beyond them
STRETCH = 3.0  # maximum ratio of a linear axis to the range of the recent part


@dataclass(frozen=True, eq=False)
class Line:
    """A series as drawn, y in the axis's own units: log10 on a log axis, with -inf for zero.

    Shapes: x, y (n,) the smoothed line. raw_x, raw_y (n or 2n,) the raw one, up and down in each bucket.
    """

    x: Floats
    y: Floats
    raw_x: Floats
    raw_y: Floats


def line_of(track: Track, name: str, points: int, log: bool, smoothing: float, over: float = 1) -> Line:
    """Read a series for a width in pixels; values that are not on the axis are omitted.

    Each value is divided by `over`.
    """
    curve = track.read(name, points)
    if not len(curve.x):
        return Line(EMPTY, EMPTY, EMPTY, EMPTY)
    low, high, mean = (on_axis(values / over, log) for values in (curve.low, curve.high, curve.mean))
    known = drawable(low) & drawable(high) & drawable(mean)
    x, low, high, mean = curve.x[known], low[known], high[known], mean[known]
    decimated = bool((low != high).any())
    raw_x = np.repeat(x, 2) if decimated else x
    raw_y = np.stack([low, high], axis=1).ravel() if decimated else mean
    return Line(x, smoothed_but_zeros(mean, smoothing), raw_x, raw_y)


def line_through(x: Floats, values: Floats, log: bool, smoothing: float) -> Line:
    """The line through some points; values that are not on the axis are omitted.

    Shapes: x, values (n,).
    """
    y = on_axis(values, log)
    known = drawable(y)
    return Line(x[known], smoothed_but_zeros(y[known], smoothing), x[known], y[known])


def parted(line: Line, at: float) -> tuple[Line, Line]:
    """Divide a line at x: what was up to there, and what came after, joined to its end."""
    x, y = line.x, line.y
    last = _count_until(x, at)
    if not (0 < last < len(x) and x[last - 1] < at):
        return _divided(line, last)
    between = float(np.interp(at, x[last - 1 : last + 1], y[last - 1 : last + 1]))
    return _divided(line, last, (at, between if np.isfinite(between) else float(y[last - 1])))


def parted_at(line: Line, end: tuple[float, float]) -> tuple[Line, Line]:
    """Divide a line at one of its points, so that no value between two is made up.

    A line that shows fewer points than there are may lack it; then it is added.
    """
    last = _count_until(line.x, end[0])
    is_there = last > 0 and line.x[last - 1] >= end[0] * (1 - 1e-12)
    return _divided(line, last, None if is_there or not len(line.x) else end)


def _count_until(x: Floats, at: float) -> int:
    return int(np.searchsorted(x, at * (1 + 1e-12), "right"))


def _divided(line: Line, last: int, end: tuple[float, float] | None = None) -> tuple[Line, Line]:
    """A number of points, perhaps with another one, and the rest."""
    x, y = line.x, line.y
    if end is not None:
        x, y, last = np.insert(x, last, end[0]), np.insert(y, last, end[1]), last + 1
    raw = int(np.searchsorted(line.raw_x, x[last - 1 : last].max(initial=-1.0), "right"))
    after = max(last - 1, 0)
    before = Line(x[:last], y[:last], line.raw_x[:raw], line.raw_y[:raw])
    return before, Line(x[after:], y[after:], EMPTY, EMPTY)


def drawable(values: Floats) -> npt.NDArray[np.bool_]:
    """Which values can be drawn: numbers, and -inf, the zeros of a log axis, below its end."""
    found: npt.NDArray[np.bool_] = values < np.inf
    return found


def smoothed_but_zeros(values: Floats, smoothing: float) -> Floats:
    """Smooth the values of a log axis; zeros are kept, so that the line drops there."""
    known = np.isfinite(values)
    if known.all():
        return smoothed(values, smoothing)
    result = values.copy()
    result[known] = smoothed(values[known], smoothing)
    return result


def on_axis(values: Floats, log: bool) -> Floats:
    """Values in the units of an axis, linear or log10."""
    if not log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log10(values)


def smoothed(values: Floats, smoothing: float) -> Floats:
    """Exponential moving average over preceding values; the first ones only over those available.

    Formula: s_t = w s_(t-1) + v_t, divided by the same sum of ones; w = 1 - 2 / (span + 1), span =
    100^smoothing, at most an eighth of the line, which would otherwise lag at the beginning of a run.
    """
    span = min(WIDEST**smoothing, len(values) / 8)
    if span <= 1:
        return values
    weights, ones = _weights(len(values), span)
    averages: Floats = np.convolve(values, weights)[: len(values)] / ones
    return averages


@lru_cache(maxsize=8)
def _weights(count: int, span: float) -> tuple[Floats, Floats]:
    """The weights of preceding values, and their sums, the same for all lines of a plot."""
    w = 1 - 2 / (span + 1)
    reach = min(count, int(-40 / math.log(w)) + 1)  # beyond it a weight is below e^-40
    weights: Floats = np.asarray(w ** np.arange(reach), np.float64)
    ones: Floats = np.asarray((1 - w ** np.arange(1, count + 1)) / (1 - w), np.float64)
    return weights, ones


def kept_near(y: Floats, low: float, high: float) -> Floats:
    """Limit values far beyond an axis to its own height beyond it, where the difference is invisible.

    Dashes are counted along a line, and QPainter does not support numbers like 1e40.
    """
    return np.clip(y, 2 * low - high, 2 * high - low)


@dataclass(frozen=True)
class Span:
    """The range of a y axis, in its own units; `cut` is what older values reach beyond it, if anything."""

    low: float
    high: float
    cut: float | None = None


def log_span(lines: list[Line], level: float | None) -> Span:
    """Whole decades around everything, or around the recent half if there would be too many."""
    low, high = _extremes(lines, 0.0)
    if not low <= high:
        return Span(-1.0, 0.0)
    cut, (recent_low, recent_high) = None, _extremes(lines, 0.5)
    if high - low > DECADES and recent_low <= recent_high:
        cut = high if high > math.ceil(recent_high) else None
        low, high = recent_low, recent_high
    if level is not None and math.isfinite(level) and high <= level <= low + DECADES:
        high = level
    bottom, top = math.floor(low + 1e-9), math.ceil(high - 1e-9)
    return Span(float(bottom), float(max(top, bottom + 1)), cut)


def linear_span(lines: list[Line], level: float | None, ends: tuple[float, ...]) -> Span:
    """From 0 to a round number above everything; a high beginning is cut off once it hides the rest."""
    _, overall = _extremes(lines, 0.0)
    _, recent = _extremes(lines, 0.5)
    if not recent > LEAST:
        return Span(0.0, 1.0)
    needed = max(recent, level or 0.0)
    top = min(overall if overall <= STRETCH * needed else needed, MOST)
    size = 10.0 ** math.floor(math.log10(top))
    end = next(size * step for step in (*ends, 20.0) if size * step >= top * 1.02)
    return Span(0.0, end, overall if overall > end else None)


def share_span(lines: list[Line]) -> Span:
    """From the tenth below the smallest share to 1."""
    low, _ = _extremes(lines, 0.0)
    return Span(min(0.9, max(0.0, math.floor(low * 10 - 1e-9) / 10)) if math.isfinite(low) else 0.0, 1.0)


def _extremes(lines: list[Line], start: float) -> tuple[float, float]:
    """Lowest and highest raw value from a share of the line on; (inf, -inf) if there are none."""
    low, high = math.inf, -math.inf
    for line in lines:
        if len(line.raw_y):
            recent = line.raw_y[int(np.searchsorted(line.raw_x, line.raw_x[-1] * start)) :]
            recent = recent[np.isfinite(recent)]
            low, high = min(low, float(recent.min(initial=low))), max(high, float(recent.max(initial=high)))
    return low, high
