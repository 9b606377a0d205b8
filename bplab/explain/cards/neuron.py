"""A neuron's activation over z: curve and slope, where the batch lies on them, how much is flat."""

from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

from bplab.arrays import Array
from bplab.explain.cards.point import Point

SAMPLES = 121
LEAST, FARTHEST = 8, 40  # how far the axis reaches from 0
SEARCH = np.linspace(-12, 12, 2401)  # where the largest slope is looked for
FLAT = 0.1  # of the largest slope: under it a neuron learns almost nothing


@dataclass(frozen=True, eq=False)
class Curve:
    """f and f′ over z, this example's point, and those of the batch.

    Shapes: x, f, slope (SAMPLES,); batch, flat (examples,).
    """

    title: str
    formula: str
    x: Array
    f: Array
    slope: Array
    z: float
    a: float  # f(z), before dropout
    here: float  # f′(z)
    batch: Array
    flat: npt.NDArray[np.bool_]
    largest: float  # of f′
    at: float  # where

    @property
    def flat_from(self) -> float:
        """The slope under which an example is on a flat part."""
        return FLAT * self.largest


def curve_of(point: Point) -> Curve | None:
    """Draw the activation of a neuron; None where its output depends on other neurons too (softmax)."""
    row = point.activation(point.layer)
    if row.mixing:
        return None
    batch = point.trace.z[point.layer][:, point.unit].astype(np.float64)
    reach = min(max(_reach(batch), LEAST), FARTHEST)
    x = np.linspace(-reach, reach, SAMPLES)
    z = float(batch[point.example])
    with np.errstate(all="ignore"):
        wide = _slope(point, SEARCH)
        slopes = np.abs(_slope(point, batch))
        largest = float(np.nanmax(np.abs(wide)))
        at = float(SEARCH[int(np.nanargmax(np.abs(wide)))])
        here = np.array([z])
        return Curve(
            row.title, row.formula, x, row.f(x), _slope(point, x), z, float(row.f(here)[0]),
            float(_slope(point, here)[0]), batch, slopes < FLAT * largest, largest, at,
        )  # fmt: skip


def _slope(point: Point, z: Array) -> Array:
    row = point.activation(point.layer)
    return row.slope(z, row.f(z))


def _reach(batch: Array) -> int:
    """An even number that the batch's z stay within."""
    known = np.abs(batch[np.isfinite(batch)])
    return 2 * ceil(float(known.max(initial=0.0)) * 1.02 / 2)
