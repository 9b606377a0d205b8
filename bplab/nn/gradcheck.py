"""Gradient check: compare each partial derivative with central differences of the loss.

The central difference of L(w + h) and L(w - h) approximates the derivative with an error of order h^2, which
combining h and h/2 cancels (Richardson extrapolation). The remaining error is estimated for each parameter:
rounding of the loss divided by h, plus the disagreement of the two differences. A gradient no larger than
this noise cannot be judged; such parameters are counted. At a kink (such as ReLU at 0) the derivative does
not exist; the differences reveal this, and such parameters are excluded and counted.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array, Mask

STEP = 1e-5  # balances truncation error against rounding in float64
KINK = 1e-7  # differences of a smooth loss agree better than this, relative to the largest gradient
ROUNDED = (
    -4,
    -3,
    -2,
    -1,
    1,
    2,
    3,
    4,
)  # relative changes of the weights, in units in the last place, that reveal the rounding of the loss
CHORDS = 3  # factor by which rounding enters the derivative: (4 x 2 + 1) / 3
SURE = 10  # a gradient this many times its noise can be judged
TOLERANCE = 1e-6

LossOf = Callable[[Array], float]


@dataclass(frozen=True, eq=False)
class GradCheck:
    """Gradients beside their numeric counterparts, and where they differ most.

    Only the part of an error beyond the noise counts; it is divided by max(|gradient|, |numeric|). `relative`
    is the largest such ratio, found at parameter `where`; `absolute` is the largest error itself. Parameters
    at a kink and those too small to judge are excluded.

    Shapes: gradient, numeric, noise, kinks (parameters,); numeric is NaN from `count` on, when cancelled.
    """

    gradient: Array
    numeric: Array
    noise: Array
    kinks: Mask
    count: int  # parameters examined, including those excluded

    @property
    def sizes(self) -> Array:
        """max(|gradient|, |numeric|) of each parameter examined."""
        sizes: Array = np.maximum(np.abs(self.gradient), np.abs(self.numeric))[: self.count]
        return sizes

    @property
    def small(self) -> Mask:
        """Which parameters are too small to judge: not well above their noise."""
        small: Mask = (self.sizes <= SURE * self.noise[: self.count]) & ~self.kinks[: self.count]
        return small

    @property
    def errors(self) -> Array:
        """|gradient - numeric| of each parameter examined; 0 where it is excluded."""
        with np.errstate(invalid="ignore"):  # infinity - infinity is NaN, which agrees with nothing
            difference = np.abs(self.gradient - self.numeric)[: self.count]
        return np.where(self.kinks[: self.count] | self.small, 0.0, difference)

    @property
    def relative_errors(self) -> Array:
        """The errors beyond the noise, divided by the sizes; NaN where a value is not finite."""
        beyond = self.errors - self.noise[: self.count]
        with np.errstate(invalid="ignore", divide="ignore"):  # infinity / infinity is NaN as well
            shares: Array = np.where(beyond <= 0, 0.0, beyond / self.sizes)
        return shares

    @property
    def absolute(self) -> float:
        """The largest error."""
        return float(self.errors.max(initial=0.0))

    @property
    def relative(self) -> float:
        """The largest relative error."""
        return float(self.relative_errors.max(initial=0.0))

    @property
    def where(self) -> int:
        """The parameter with the largest relative error, or the largest error if all are noise."""
        if not self.count:
            return 0
        return int((self.errors if self.relative == 0 else self.relative_errors).argmax())

    @property
    def kink_count(self) -> int:
        """How many parameters were excluded because of a kink."""
        return int(self.kinks.sum())

    @property
    def small_count(self) -> int:
        """How many parameters were too small to judge."""
        return int(self.small.sum())

    @property
    def judged(self) -> int:
        """How many parameters were judged."""
        return self.count - self.kink_count - self.small_count

    @property
    def passes(self) -> int:
        """How many times the loss was computed."""
        return 4 * self.count + 1 + len(ROUNDED)

    @property
    def complete(self) -> bool:
        """Whether all parameters were examined."""
        return self.count == len(self.gradient)

    def within(self, tolerance: float = TOLERANCE) -> bool:
        """Whether all were examined, and |gradient - numeric| <= noise + tolerance * size for all judged."""
        return self.complete and bool(np.all(self.relative_errors <= tolerance))


def check(
    loss_of_parameters: LossOf,
    parameters: Array,
    gradient: Array,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> GradCheck:
    """Compare a gradient with central differences of the loss, one parameter at a time.

    `progress(done, all)` is called after each parameter, `cancelled()` before each.
    The loss is called four times per parameter, always with the same array, modified in place.

    Shapes: parameters, gradient (parameters,), float64.
    """
    w = np.array(parameters, dtype=np.float64)
    here = float(loss_of_parameters(w))
    rounding = _rounding(loss_of_parameters, w, here)
    chords, steps = np.full((len(w), 4), np.nan), STEP * np.maximum(1.0, np.abs(w))
    count = 0
    for i in range(len(w)):
        if cancelled is not None and cancelled():
            break
        h = float(steps[i])
        chords[i] = (
            *_chord(loss_of_parameters, w, i, h, here),
            *_chord(loss_of_parameters, w, i, h / 2, here),
        )
        count = i + 1
        if progress is not None:
            progress(count, len(w))
    numeric, noise, kinks = _differentiated(chords, CHORDS * rounding / steps)
    return GradCheck(np.array(gradient, dtype=np.float64), numeric, noise, kinks, count)


def _rounding(loss_of_parameters: LossOf, w: Array, here: float) -> float:
    """Estimate the rounding error of the loss from its variation when weights change in their last places.

    Source: Moré and Wild, Estimating computational noise, 2011 (the idea, not their table of differences).
    """
    eps = float(np.finfo(np.float64).eps)
    losses = [float(loss_of_parameters(w * (1 + places * eps))) for places in ROUNDED]
    return max(eps * abs(here), (max(losses) - min(losses)) / 3)  # the range of eight draws: about 3 sigma


def _differentiated(chords: Array, rounding: Array) -> tuple[Array, Array, Mask]:
    """Derivatives, their noise, and the parameters too close to a kink to trust them.

    Shapes: chords (parameters, slope and bend at h, at h/2), rounding (parameters,) of a slope.
    """
    slope, bend, near_slope, near_bend = chords.T
    numeric = (4 * near_slope - slope) / 3
    # For a smooth loss, the slope barely depends on h and the bend is proportional to h. A kink next to w
    # breaks the first property (less so at h/3), a kink at w itself only the second.
    turned, bent = np.abs(slope - near_slope), np.abs(bend - 2 * near_bend)
    sharp = KINK * np.nanmax(np.abs(numeric), initial=0.0) + 4 * rounding
    kinks: Mask = (turned > sharp) | (bent > 4 * sharp)
    noise = rounding + turned + bent
    return numeric, np.where(np.isfinite(noise), noise, np.nan), kinks


def _chord(loss_of_parameters: LossOf, w: Array, i: int, h: float, here: float) -> tuple[float, float]:
    """Central difference over w[i] - h .. w[i] + h, and the difference between its two one-sided slopes."""
    middle = float(w[i])
    w[i] = middle + h
    up = float(loss_of_parameters(w))
    w[i] = middle - h
    down = float(loss_of_parameters(w))
    w[i] = middle
    return (up - down) / (2 * h), (up - 2 * here + down) / h
