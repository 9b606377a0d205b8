"""How a loss spreads over several runs, epoch by epoch: median, middle half, and all."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from bplab.arrays import Floats
from bplab.training.track import Curve


@dataclass(frozen=True, eq=False)
class Spread:
    """Of the runs in order of their loss, at each epoch: the first, those at the quarters, and the last.

    A run that stopped keeps its last loss, because its weights stay as they are; that of a run that diverged
    is infinite, so it counts as the worst instead of being left out.

    Shapes: (n,) each.
    """

    epochs: Floats
    low: Floats
    lower: Floats  # quartile
    median: Floats
    upper: Floats  # quartile
    high: Floats


def spread_of(curves: Sequence[Curve], diverged: Sequence[bool]) -> Spread:
    """Compare the curves of several runs, some of which may have diverged at their end."""
    epochs = max((curve.x for curve in curves), key=len, default=np.empty(0))
    losses = [_at(epochs, curve, failed) for curve, failed in zip(curves, diverged, strict=True)]
    ordered = np.sort(np.reshape(losses, (len(curves), len(epochs))), axis=0)
    if not len(ordered):
        return Spread(*(np.empty(0) for _ in range(6)))
    return Spread(epochs, *(_quantile(ordered, share) for share in (0, 0.25, 0.5, 0.75, 1)))


def _at(epochs: Floats, curve: Curve, diverged: bool) -> Floats:
    """The loss of a run at given epochs; infinite where it is not a number."""
    known = np.searchsorted(curve.x, epochs, side="right") - 1
    losses = np.where(np.isnan(curve.mean), np.inf, curve.mean)[known]
    return np.where(epochs > curve.x[-1], np.inf, losses) if diverged else losses


def _quantile(ordered: Floats, share: float) -> Floats:
    """Interpolate between the two nearest runs; infinite if it takes one that is infinite.

    Shapes: ordered (runs, n) -> (n,).
    """
    place = share * (len(ordered) - 1)
    below, above, part = ordered[floor(place)], ordered[ceil(place)], place % 1
    mixed: Floats = np.full(len(above), np.inf)
    known = np.isfinite(above)
    mixed[known] = (1 - part) * below[known] + part * above[known]
    return mixed
