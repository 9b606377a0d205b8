"""An independent witness: nudge each parameter and see whether the loss moves as its gradient says.

The slope of the chord between L(w - h) and L(w + h) is the derivative up to an error in h^2, which taking it
at h and at h/2 cancels (Richardson). Across a kink (ReLU at 0, say) there is no one derivative to agree on;
the chords themselves betray it, and such parameters are excepted and counted.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bplab.nn import Array

STEP = 1e-5  # balances the error of the chord against rounding in float64
KINK = 1e-7  # chords of a smooth loss agree better than this
ROUNDING = 16 * np.finfo(np.float64).eps  # what a loss, itself a sum, may be off by, of its size
TOLERANCE = 1e-6

LossOf = Callable[[Array], float]
Chord = tuple[float, float]


@dataclass(frozen=True, eq=False)
class GradCheck:
    """Gradients beside their numeric counterparts, and where they differ most.

    An error is judged against max(1, |gradient|): `relative` is the largest so judged, at parameter `where`,
    and `absolute` the largest as it stands. Parameters at a kink are excepted.

    Shapes: gradient, numeric, kinks (parameters,); numeric is NaN from `count` on, when cancelled.
    """

    gradient: Array
    numeric: Array
    kinks: npt.NDArray[np.bool_]
    count: int  # parameters examined, kinks included

    @property
    def errors(self) -> Array:
        """|gradient - numeric| for each parameter examined, 0 at kinks."""
        with np.errstate(invalid="ignore"):  # infinite - infinite: NaN, which agrees with nothing
            difference = np.abs(self.gradient - self.numeric)[: self.count]
        return np.where(self.kinks[: self.count], 0.0, difference)

    @property
    def relative_errors(self) -> Array:
        """The errors over max(1, |gradient|)."""
        size: Array = np.maximum(1, np.abs(self.gradient[: self.count]))
        with np.errstate(invalid="ignore"):  # infinite / infinite likewise
            return self.errors / size

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
        """The parameter with the largest relative error."""
        return int(self.relative_errors.argmax()) if self.count else 0

    @property
    def kink_count(self) -> int:
        """How many parameters were excepted."""
        return int(self.kinks.sum())

    @property
    def complete(self) -> bool:
        """Whether all parameters were examined."""
        return self.count == len(self.gradient)

    def within(self, tolerance: float = TOLERANCE) -> bool:
        """Whether all parameters were examined and |gradient - numeric| <= tolerance * max(1, |gradient|)."""
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
    numeric = np.full(w.shape, np.nan)
    kinks = np.zeros(w.shape, dtype=np.bool_)
    here = float(loss_of_parameters(w))
    count = 0
    for i in range(len(w)):
        if cancelled is not None and cancelled():
            break
        numeric[i], kinks[i] = _differentiate(loss_of_parameters, w, i, here)
        count = i + 1
        if progress is not None:
            progress(count, len(w))
    return GradCheck(np.array(gradient, dtype=np.float64), numeric, kinks, count)


def _differentiate(loss_of_parameters: LossOf, w: Array, i: int, here: float) -> tuple[float, bool]:
    """The derivative by parameter i, and whether a kink is too near to trust it."""
    h = STEP * max(1.0, abs(float(w[i])))
    slope, bend = _chord(loss_of_parameters, w, i, h, here)
    near_slope, near_bend = _chord(loss_of_parameters, w, i, h / 2, here)
    numeric = (4 * near_slope - slope) / 3
    # Of a smooth loss, the slope barely depends on h and the bend is in proportion to it. A kink beside w
    # spoils the first (except at h/3, where it spoils it less), a kink at w itself only the second.
    noise = KINK * max(1.0, abs(numeric)) + ROUNDING * abs(here) / h
    kink = abs(slope - near_slope) > noise or abs(bend - 2 * near_bend) > 4 * noise
    return numeric, bool(kink)


def _chord(loss_of_parameters: LossOf, w: Array, i: int, h: float, here: float) -> Chord:
    """The slope of the chord over w[i] - h .. w[i] + h, and by how much its two halves differ in slope."""
    middle = float(w[i])
    w[i] = middle + h
    up = float(loss_of_parameters(w))
    w[i] = middle - h
    down = float(loss_of_parameters(w))
    w[i] = middle
    return (up - down) / (2 * h), (up - 2 * here + down) / h
