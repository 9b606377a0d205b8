"""Reading the loss plot: the values at an epoch, the next epoch by key, and everything as a table."""

import math

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from bplab.numerals import percent, short
from bplab.training.track import Track
from bplab.ui.views.loss.series import Series
from bplab.ui.views.plot.crosshair import Crosshair

ROWS = 10_000  # maximum number of rows of a copied table


def crosshair_at(track: Track, series: list[Series], what: str, x: float, log: bool) -> Crosshair:
    """Read every line at the evaluated epoch nearest to x."""
    last = (track.count - 1) * track.spacing
    epoch = min(max(round(x / track.spacing) * track.spacing, 0.0), last)
    ys, lines = [], [f"epoch {epoch:,.0f}{_per_example(series, what)}"]
    for one in series:
        value, is_exact = value_at(track, f"{one.name}_{what}", epoch)
        value = value if what == "accuracy" else value / one.over
        if math.isfinite(value):
            text = percent(value, 1) if what == "accuracy" else short(value, 4)
            lines.append(f"{one.name} {'' if is_exact else '≈ '}{text}")
            if not log or value > 0:
                ys.append(math.log10(value) if log else value)
    return Crosshair(epoch, tuple(ys), tuple(lines))


def _per_example(series: list[Series], what: str) -> str:
    return " · per example" if what == "loss" and any(one.over > 1 for one in series) else ""


def value_at(track: Track, name: str, epoch: float) -> tuple[float, bool]:
    """Read one value; old epochs are only available averaged with their neighbors (then False)."""
    curve = track.read(name, 1, epoch, epoch)
    if len(curve.x) and curve.low[0] == curve.high[0]:
        return float(curve.mean[0]), True
    around = track.read(name, ROWS)
    if not len(around.x):
        return math.nan, False
    return float(around.mean[np.abs(around.x - epoch).argmin()]), False


def neighbor(track: Track, at: float | None, event: QKeyEvent) -> float | None:
    """The epoch that a key leads to: arrows move by one, with Shift by ten, Home and End to the ends."""
    last = (track.count - 1) * track.spacing
    far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
    start = last if at is None else at
    goals = {
        Qt.Key.Key_Left: start - far * track.spacing,
        Qt.Key.Key_Right: start + far * track.spacing,
        Qt.Key.Key_Home: 0.0,
        Qt.Key.Key_End: last,
    }
    goal = goals.get(Qt.Key(event.key()))
    return None if goal is None else min(max(goal, 0.0), last)


def table(track: Track, names: list[str]) -> str:
    """The lines as a tab-separated table, one row per epoch."""
    curves = [track.read(name, ROWS) for name in names]
    if not curves or not len(curves[0].x):
        return ""
    rows = ["\t".join(["epoch", *names])]
    for number, x in enumerate(curves[0].x):
        rows.append("\t".join([f"{x:g}", *(repr(float(curve.mean[number])) for curve in curves)]))
    return "\n".join(rows)
