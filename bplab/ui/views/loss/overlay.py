"""The curves of other runs, drawn into the loss plot beside those of the current one."""

import math
from collections.abc import Sequence

import numpy as np

from bplab.arrays import Floats
from bplab.numerals import percent, short
from bplab.training.run_summary import RunSummary
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken
from bplab.ui.views.loss.series import SERIES, Series, legend_width
from bplab.ui.views.plot.curves import EMPTY, line_through
from bplab.ui.views.plot.others import Other

PARTS = ("train", "test")
COLOR: ColorToken = "t3"
HELP = "train solid, test dashed. Show in curves, in Runs, leaves it out again."


def others_of(
    runs: Sequence[RunSummary], what: str, theme: Theme, points: int, log: bool, smoothing: float
) -> list[Other]:
    """The lines of some runs: train solid, with the run's name, and test dashed."""
    dashes = {one.name: one.dashes for one in SERIES}
    found = []
    for run in runs:
        for part in PARTS:
            x, y = values_of(run, part, what)
            if len(x):
                line = line_through(*decimated(x, y, points), log, smoothing)
                name = run.title if part == PARTS[0] else ""
                found.append(Other(line, theme.color(COLOR), dashes[part], name))
    return found


def values_of(run: RunSummary, part: str, what: str) -> tuple[Floats, Floats]:
    """A series of a run, a loss that is a sum per example; empty if it has none."""
    x, y = run.curves.epochs, run.curves.series[f"{part}_{what}"]
    if not len(y) or np.isnan(y).all():
        return EMPTY, EMPTY
    summed = what == "loss" and run.spec.reduction == "sum"
    return x, y / max(getattr(run.evaluation, part).count, 1) if summed else y


def decimated(x: Floats, y: Floats, points: int) -> tuple[Floats, Floats]:
    """Means of neighbors, so that there are at most so many points."""
    size = math.ceil(len(x) / points)
    starts = np.arange(0, len(x), max(size, 1))
    sizes = np.diff(starts, append=len(x))
    return np.add.reduceat(x, starts) / sizes, np.add.reduceat(y, starts) / sizes


def last_epoch(runs: Sequence[RunSummary]) -> float:
    """Where the longest of their curves ends."""
    return max((float(run.curves.epochs[-1]) for run in runs if len(run.curves.epochs)), default=0.0)


def readings(runs: Sequence[RunSummary], what: str, epoch: float) -> tuple[str, ...]:
    """What each run had on the training examples at an epoch, if it came that far."""
    found = []
    for run in runs:
        x, y = values_of(run, PARTS[0], what)
        if len(x) and epoch <= x[-1]:
            value = float(y[np.abs(x - epoch).argmin()])
            found.append(f"{run.title} {percent(value, 1) if what == 'accuracy' else short(value, 4)}")
    return tuple(found)


def legend_of(runs: Sequence[RunSummary], series: list[Series], theme: Theme, room: float) -> list[Series]:
    """The legend with an entry for each run, or with one for all of them where there is no room."""
    entries = [Series(run.title, COLOR, None, f"{run.title}: {HELP}") for run in runs]
    if not runs or legend_width([*series, *entries], theme) <= room:
        return [*series, *entries]
    told = "1 other run" if len(runs) == 1 else f"{len(runs)} other runs"
    titles = ", ".join(run.title for run in runs)
    return [*series, Series(told, COLOR, None, f"{titles}: {HELP}")]
