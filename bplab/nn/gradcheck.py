"""An independent witness: nudge each parameter and see whether the loss moves as its gradient says.

The slope of the chord between L(w - h) and L(w + h) is the derivative up to an error in h^2, which taking it
at h and at h/2 cancels (Richardson). What is left is noise, estimated for each parameter: rounding of the
loss over h, and by how much the chords disagree. A gradient no larger than that cannot be judged, and is
counted. Across a kink (ReLU at 0, say) there is no one derivative to agree on; the chords themselves betray
it, and such parameters are excepted and counted.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bplab.nn import Array

STEP = 1e-5  # balances the error of the chord against rounding in float64
KINK = 1e-7  # chords of a smooth loss agree better than this, beside the largest gradient
ROUNDED = (
    -4,
    -3,
    -2,
    -1,
    1,
    2,
    3,
    4,
)  # units in the last place by which weights move to see the loss's rounding
CHORDS = 3  # how often rounding enters the derivative: (4 x 2 + 1) / 3
SURE = 10  # what is this much larger than its noise can be judged
TOLERANCE = 1e-6

LossOf = Callable[[Array], float]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class GradCheck:
    """Gradients beside their numeric counterparts, and where they differ most.

    An error counts as far as it is beyond the noise, and is judged against max(|gradient|, |numeric|):
    `relative` is the largest so judged, at parameter `where`, and `absolute` the largest as it stands.
    Parameters at a kink and those too small to judge are excepted.

    Shapes: gradient, numeric, noise, kinks (parameters,); numeric is NaN from `count` on, when cancelled.
    """

    gradient: Array
    numeric: Array
    noise: Array
    kinks: Mask
    count: int  # parameters examined, those excepted included

    @property
    def sizes(self) -> Array:
        """max(|gradient|, |numeric|) of each parameter examined."""
        sizes: Array = np.maximum(np.abs(self.gradient), np.abs(self.numeric))[: self.count]
        return sizes

    @property
    def small(self) -> Mask:
        """Which are too small to judge: not well above their noise."""
        small: Mask = (self.sizes <= SURE * self.noise[: self.count]) & ~self.kinks[: self.count]
        return small

    @property
    def errors(self) -> Array:
        """|gradient - numeric| for each parameter examined, 0 where it is excepted."""
        with np.errstate(invalid="ignore"):  # infinite - infinite: NaN, which agrees with nothing
            difference = np.abs(self.gradient - self.numeric)[: self.count]
        return np.where(self.kinks[: self.count] | self.small, 0.0, difference)

    @property
    def relative_errors(self) -> Array:
        """The errors beyond the noise, over the sizes; NaN where anything is not finite."""
        beyond = self.errors - self.noise[: self.count]
        with np.errstate(invalid="ignore", divide="ignore"):  # infinite / infinite is NaN likewise
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
        """The parameter with the largest relative error; with the largest error where all are noise."""
        if not self.count:
            return 0
        return int((self.errors if self.relative == 0 else self.relative_errors).argmax())

    @property
    def kink_count(self) -> int:
        """How many parameters were excepted for a kink."""
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
        """How often the loss was computed."""
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

    `progress(done, all)` is told after each parameter, `cancelled()` asked before each.
    The loss is called four times a parameter, with one array that changes between calls.

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
    """How far rounding throws the loss: what it varies by when weights move in their last places.

    Source: Moré and Wild, Estimating computational noise, 2011 (the idea, not their table of differences).
    """
    eps = float(np.finfo(np.float64).eps)
    losses = [float(loss_of_parameters(w * (1 + places * eps))) for places in ROUNDED]
    return max(eps * abs(here), (max(losses) - min(losses)) / 3)  # of eight draws, about the deviation


def _differentiated(chords: Array, rounding: Array) -> tuple[Array, Array, Mask]:
    """The derivatives, their noise, and where a kink is too near to trust them.

    Shapes: chords (parameters, slope and bend at h, at h/2), rounding (parameters,) of a slope.
    """
    slope, bend, near_slope, near_bend = chords.T
    numeric = (4 * near_slope - slope) / 3
    # Of a smooth loss, the slope barely depends on h and the bend is in proportion to it. A kink beside w
    # spoils the first (except at h/3, where it spoils it less), a kink at w itself only the second.
    turned, bent = np.abs(slope - near_slope), np.abs(bend - 2 * near_bend)
    sharp = KINK * np.nanmax(np.abs(numeric), initial=0.0) + 4 * rounding
    kinks: Mask = (turned > sharp) | (bent > 4 * sharp)
    noise = rounding + turned + bent
    return numeric, np.where(np.isfinite(noise), noise, np.nan), kinks


def _chord(loss_of_parameters: LossOf, w: Array, i: int, h: float, here: float) -> tuple[float, float]:
    """The slope of the chord over w[i] - h .. w[i] + h, and by how much its two halves differ in slope."""
    middle = float(w[i])
    w[i] = middle + h
    up = float(loss_of_parameters(w))
    w[i] = middle - h
    down = float(loss_of_parameters(w))
    w[i] = middle
    return (up - down) / (2 * h), (up - 2 * here + down) / h
